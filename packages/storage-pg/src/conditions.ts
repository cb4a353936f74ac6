import { type ColumnCondition, type ComparableValue, everyOwner, type OwnerScope } from '@telltale/core/ports'
import { columnIn, encode, encodeArray, prefixOf, type SqlColumn, type SqlTable, type Values } from './sql.js'

const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value)

/** Returns the condition on records of one owner, or of all. */
export const ownedBy = (values: Values, owner: OwnerScope): string =>
  owner === everyOwner ? 'true' : `owner_id = ${values.add('text', String(owner))}`

/** Returns the texts among these that can be the id of a record. */
export const uuidsIn = (ids: readonly unknown[]): readonly string[] => ids.filter(isUuid) as string[]

/** Returns a comparison. An id is compared as text with a value that is no UUID. */
export function compare(values: Values, column: SqlColumn, operator: string, value: ComparableValue): string {
  const { name, type, sqlType, isPrefixIndexed } = column
  if (sqlType === 'uuid' && !isUuid(value))
    return `${name}::text collate "C" ${operator} ${values.add('text', String(value))}`
  const wanted = values.add(sqlType, encode(type, value))
  const exact = `${name} ${operator} ${wanted}`
  if (!isPrefixIndexed) return exact
  const prefixOperator = operator === '=' ? '=' : `${operator.slice(0, 1)}=`
  return `(${prefixOf(name)} ${prefixOperator} ${prefixOf(wanted)} and ${exact})`
}

/** Returns the terms of an `order by` that match the order of the indexes. */
export const orderBy = (columns: readonly SqlColumn[], direction: 'asc' | 'desc'): string =>
  columns
    .flatMap(({ name, isPrefixIndexed }) => (isPrefixIndexed ? [prefixOf(name), name] : [name]))
    .map((term) => `${term} ${direction}`)
    .join(', ')

const boundOperators = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/** Returns the condition that all of these conditions make together. */
export function whereOf(
  values: Values,
  table: SqlTable,
  owner: OwnerScope,
  conditions: readonly ColumnCondition[],
): string {
  const parts = [ownedBy(values, owner)]
  for (const condition of conditions) {
    const column = columnIn(table, condition.column)
    if (column.optional) parts.push(`${column.name} is not null`)
    if (condition.in) parts.push(isOneOf(values, column, condition.in))
    for (const bound of ['lt', 'lte', 'gt', 'gte'] as const) {
      const value = condition[bound]
      if (value !== undefined) parts.push(compare(values, column, boundOperators[bound], value))
    }
  }
  return parts.join(' and ')
}

function isOneOf(values: Values, column: SqlColumn, wanted: readonly ComparableValue[]): string {
  const possible = column.sqlType === 'uuid' ? uuidsIn(wanted) : wanted
  const [only] = possible
  if (possible.length === 1 && only !== undefined) return compare(values, column, '=', only)
  const texts = possible.map((value) => encode(column.type, value))
  const all = values.add(`${column.sqlType}[]`, encodeArray(texts))
  const exact = `${column.name} = any(${all})`
  if (!column.isPrefixIndexed) return exact
  const prefixes = `array(select ${prefixOf('wanted')} from unnest(${all}) as wanted)`
  return `${prefixOf(column.name)} = any(${prefixes}) and ${exact}`
}
