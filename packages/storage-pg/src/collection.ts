import { ValidationError } from '@telltale/core'
import {
  type BaseRecord,
  type ClaimQuery,
  type Collection,
  type CollectionDefinition,
  type Columns,
  type ComparableValue,
  checkScope,
  checkTexts,
  defined,
  everyOwner,
  type ListIdentity,
  type OwnerScope,
  type Page,
  type PageQuery,
  type Row,
  readClaimQuery,
  readCursor,
  readPageQuery,
  readRecord,
  readWhere,
  recordColumns,
  type WriteResult,
  writeCursor,
} from '@telltale/core/ports'
import { compare, orderBy, ownedBy, uuidsIn, whereOf } from './conditions.js'
import type { Executor } from './executor.js'
import type { CheckedWrite } from './records.js'
import { columnIn, decodeRow, encodeArray, listOf, type SqlColumn, type SqlTable, Values } from './sql.js'

/** A collection and the way to it. */
interface CollectionAccess<Item extends BaseRecord> {
  readonly definition: CollectionDefinition<Item>
  readonly table: SqlTable
  readonly executor: Executor
}

/** Makes the collection of a definition that was checked. */
export function pgCollection<Item extends BaseRecord>(
  definition: CollectionDefinition<Item>,
  table: SqlTable,
  executor: Executor,
): Collection<Item> {
  const { name } = definition
  const columns = recordColumns(definition)
  const collection: CollectionAccess<Item> = { definition, table, executor }
  return {
    write: async (operations) => {
      const writes = operations.map((operation) => readOperation(`${name}.write`, columns, operation))
      if (writes.length === 0) return []
      const outcomes = await executor.operations.write(table, writes)
      return outcomes as readonly WriteResult<Item>[]
    },
    get: (owner, id) => getRecord(collection, owner, id),
    page: (owner, query) => readPage(collection, owner, query),
    count: async (owner, where) => {
      checkScope(`${name}.count`, owner)
      const conditions = readWhere(`${name}.count`, definition, where)
      const values = new Values()
      const text = `select count(*) from ${table.name} where ${whereOf(values, table, owner, conditions)}`
      const { rows } = await executor.withSession((session) => session.run({ text, values: values.all }))
      return Number(rows[0]?.[0])
    },
    claim: (owner, query) => claimRecords(collection, owner, query),
    delete: async (owner, ids) => {
      const unwanted = [...ids]
      checkScope(`${name}.delete`, owner)
      checkTexts(`${name}.delete`, 'ids', unwanted)
      const values = new Values()
      const where = `${ownedBy(values, owner)} and id = any(${values.add('uuid[]', encodeArray(uuidsIn(unwanted)))})`
      const text = `delete from ${table.name} where ${where}`
      return (await executor.withSession((session) => session.run({ text, values: values.all }))).count
    },
  }
}

function readOperation(call: string, columns: Columns, operation: object): CheckedWrite {
  const [kind, ...more] = Object.keys(operation)
  if ((kind !== 'insert' && kind !== 'update') || more.length > 0)
    throw new ValidationError(call, [{ path: '', message: 'expected operations { insert } or { update }' }])
  return { kind, record: readRecord(call, columns, (operation as Row)[kind]) }
}

/** Runs a statement that selects all columns. Returns its records. */
async function readRecords<Item extends BaseRecord>(
  { table, executor }: CollectionAccess<Item>,
  text: string,
  values: Values,
): Promise<Item[]> {
  const { rows } = await executor.withSession((session) => session.run({ text, values: values.all }))
  return rows.map((row) => decodeRow(table.columns, row) as Row as Item)
}

async function getRecord<Item extends BaseRecord>(
  collection: CollectionAccess<Item>,
  owner: OwnerScope,
  id: string,
): Promise<Item | undefined> {
  const { definition, table, executor } = collection
  checkScope(`${definition.name}.get`, owner)
  checkTexts(`${definition.name}.get`, 'id', [id])
  if (uuidsIn([id]).length === 0) return undefined
  if (owner !== everyOwner) {
    const record = await executor.operations.get(table, String(owner), id)
    return record as Row as Item | undefined
  }
  const values = new Values()
  const where = `id = ${values.add('uuid', id)}`
  const text = `select ${listOf(table.columns)} from ${table.name} where ${where} order by owner_id limit 1`
  return (await readRecords(collection, text, values))[0]
}

/** Leases records that no other process holds. Those that another transaction has locked are skipped. */
async function claimRecords<Item extends BaseRecord>(
  collection: CollectionAccess<Item>,
  owner: OwnerScope,
  query: ClaimQuery<Item>,
): Promise<Item[]> {
  const { definition, table } = collection
  const call = `${definition.name}.claim`
  checkScope(call, owner)
  const { conditions, order, limit, now, leaseMs } = readClaimQuery(call, definition, query)
  const values = new Values()
  const where = whereOf(values, table, owner, conditions)
  const keys = sortKeys(table, order.column)
  const inOrder = orderBy(keys, order.direction)
  const text = `with free as (
      select owner_id, id from ${table.name}
      where ${where} and (leased_until is null or leased_until <= ${values.add('bigint', String(now))})
      order by ${inOrder} limit ${values.add('bigint', String(limit))} for no key update skip locked
    ), claimed as (
      update ${table.name} as stored
      set version = stored.version + 1, leased_until = ${values.add('bigint', String(now + leaseMs))}
      from free where stored.owner_id = free.owner_id and stored.id = free.id
      returning ${listOf(table.columns, 'stored.')}
    ) select ${listOf(table.columns)} from claimed order by ${inOrder}`
  return readRecords(collection, text, values)
}

async function readPage<Item extends BaseRecord>(
  collection: CollectionAccess<Item>,
  owner: OwnerScope,
  query: PageQuery<Item>,
): Promise<Page<Item>> {
  const { definition, table } = collection
  const call = `${definition.name}.page`
  checkScope(call, owner)
  const { conditions, order, limit, after } = readPageQuery(call, definition, query)
  const { column, type, direction } = order
  const list: ListIdentity = [definition.name, owner === everyOwner ? null : owner, column, direction]
  const keys = sortKeys(table, column)
  const values = new Values()
  const where = [whereOf(values, table, owner, conditions)]
  if (after !== undefined) {
    const [value, id, ownerId] = readCursor(call, list, [type, 'text', 'text'], after)
    const cursor: Row = { ownerId, id, [column]: value }
    where.push(comesAfter(values, keys, cursor, direction))
  }
  const text = `select ${listOf(table.columns)} from ${table.name} where ${where.join(' and ')}
    order by ${orderBy(keys, direction)} limit ${values.add('bigint', String(limit + 1))}`
  const found = await readRecords(collection, text, values)
  const items = found.slice(0, limit)
  const last = found.length > limit ? (items.at(-1) as Row | undefined) : undefined
  const next = last && writeCursor(list, [last[column], last.id, last.ownerId] as ComparableValue[])
  return { items, ...defined({ next }) }
}

/** Returns the columns of an order in which no two records are equal. */
const sortKeys = (table: SqlTable, column: string): readonly SqlColumn[] =>
  [...new Set([column, 'id', 'ownerId'])].map((key) => columnIn(table, key))

/** Returns the condition on records that come after a cursor, in the order of these columns. */
function comesAfter(
  values: Values,
  keys: readonly SqlColumn[],
  cursor: Row,
  direction: 'asc' | 'desc',
): string {
  const operator = direction === 'asc' ? '>' : '<'
  const alternatives = keys.map((key, index) => {
    const equal = keys
      .slice(0, index)
      .map((one) => compare(values, one, '=', cursor[one.key] as ComparableValue))
    return `(${[...equal, compare(values, key, operator, cursor[key.key] as ComparableValue)].join(' and ')})`
  })
  const [first] = keys
  // The first column alone lets PostgreSQL use the index.
  const bound = first ? compare(values, first, `${operator}=`, cursor[first.key] as ComparableValue) : 'true'
  return `${bound} and (${alternatives.join(' or ')})`
}
