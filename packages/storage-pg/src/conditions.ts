import { type ColumnCondition, type Comparable, everyOwner, type OwnerScope } from '@telltale/core/ports'
import { columnIn, encode, encodeArray, type SqlColumn, type SqlTable, type Values } from './sql.js'

const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value)

/** The records of one owner, or of all. */
export const ownedBy = (values: Values, owner: OwnerScope): string =>
  owner === everyOwner ? 'true' : `owner_id = ${values.add('text', String(owner))}`

/** The texts among these that can be the id of a record. */
export const uuidsIn = (ids: readonly unknown[]): readonly string[] => ids.filter(isUuid) as string[]

/** A comparison; with a text that is no UUID, an id is compared as text. */
export function compare(values: Values, column: SqlColumn, operator: string, value: Comparable): string {
  const { name, type, sqlType } = column
  if (sqlType === 'uuid' && !isUuid(value))
    return `${name}::text collate "C" ${operator} ${values.add('text', String(value))}`
  return `${name} ${operator} ${values.add(sqlType, encode(type, value))}`
}

const bounds = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/** What all of the conditions ask for. */
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
      if (value !== undefined) parts.push(compare(values, column, bounds[bound], value))
    }
  }
  return parts.join(' and ')
}

function isOneOf(values: Values, column: SqlColumn, wanted: readonly Comparable[]): string {
  const possible = column.sqlType === 'uuid' ? uuidsIn(wanted) : wanted
  const [only] = possible
  if (possible.length === 1 && only !== undefined) return compare(values, column, '=', only)
  const texts = possible.map((value) => encode(column.type, value))
  return `${column.name} = any(${values.add(`${column.sqlType}[]`, encodeArray(texts))})`
}
