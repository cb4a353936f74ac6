import type { CollectionShape, Row } from '@telltale/core/ports'
import type { Session } from './driver.js'
import { isUniqueViolation } from './failures.js'
import { columnIn, decodeRow, encodeArray, listOf, type SqlTable, Values } from './sql.js'

/** A write whose record was checked and copied. */
export interface CheckedWrite {
  readonly kind: 'insert' | 'update'
  readonly record: Row
}

/** The outcome of one write: the stored record, or the reason why nothing was written. */
export type WriteOutcome =
  | { readonly ok: true; readonly record: Row }
  | { readonly ok: false; readonly reason: 'missing' | 'version' | 'unique' }

/** The primary key of a record. */
export interface RecordKey {
  readonly owner: string
  /** A UUID. */
  readonly id: string
}

const keyText = (owner: unknown, id: unknown): string => JSON.stringify([owner, id])
const keyOf = ({ ownerId, id }: Row): string => keyText(ownerId, id)

/** Returns the records with these keys, in their order, and `undefined` where there is none. */
export async function getRecords(session: Session, table: SqlTable, keys: readonly RecordKey[]) {
  const owners = encodeArray(keys.map(({ owner }) => owner))
  const ids = encodeArray(keys.map(({ id }) => id))
  const text = `select ${listOf(table.columns, 'stored.')}
    from unnest($1::text[], $2::uuid[]) as asked(owner_id, id)
    join ${table.name} as stored on stored.owner_id = asked.owner_id and stored.id = asked.id`
  const { rows } = await session.run({ text, values: [owners, ids] })
  const ownerIndex = table.columns.findIndex(({ key }) => key === 'ownerId')
  const idIndex = table.columns.findIndex(({ key }) => key === 'id')
  const found = new Map(rows.map((row) => [keyText(row[ownerIndex], row[idIndex]), row]))
  return keys.map(({ owner, id }) => {
    const row = found.get(keyText(owner, id))
    return row && decodeRow(table.columns, row)
  })
}

/** Splits writes, in order, into batches of one kind with no record twice, so that each can be one statement. */
export function batchesOf(writes: readonly CheckedWrite[]): readonly (readonly CheckedWrite[])[] {
  const batches: CheckedWrite[][] = []
  let keys = new Set<string>()
  for (const write of writes) {
    const last = batches.at(-1)
    const key = keyOf(write.record)
    if (last?.[0]?.kind === write.kind && !keys.has(key)) last.push(write)
    else {
      batches.push([write])
      keys = new Set()
    }
    keys.add(key)
  }
  return batches
}

/** Applies writes in order. Returns the outcome of each. */
export async function writeRecords(
  session: Session,
  table: SqlTable,
  writes: readonly CheckedWrite[],
): Promise<readonly WriteOutcome[]> {
  const outcomes: WriteOutcome[] = []
  for (const batch of batchesOf(writes)) {
    const records = batch.map(({ record }) => record)
    const apply = batch[0]?.kind === 'insert' ? insertRecords : updateRecords
    outcomes.push(...(await apply(session, table, records)))
  }
  return outcomes
}

async function insertRecords(session: Session, table: SqlTable, records: readonly Row[]) {
  const values = new Values()
  const first = records.map((record) => ({ ...record, version: 1 }) as Row)
  const text = `insert into ${table.name} (${listOf(table.columns)})
    ${values.addSelected(table.columns, first)} on conflict do nothing returning owner_id, id`
  const { rows } = await session.run({ text, values: values.all })
  const inserted = new Set(rows.map(([ownerId, id]) => keyText(ownerId, id)))
  return first.map(
    (record): WriteOutcome =>
      inserted.has(keyOf(record)) ? { ok: true, record } : { ok: false, reason: 'unique' },
  )
}

/** Returns the columns of the unique keys of a collection. */
const uniqueColumns = (table: SqlTable) =>
  [...new Set((table.shape as CollectionShape).unique.flat())].map((key) => columnIn(table, key))

/**
 * Updates records whose versions match. Returns the keys of those that were updated.
 *
 * @param keepsUniqueKeys - `true` to leave records alone whose unique keys would change.
 */
async function update(
  session: Session,
  table: SqlTable,
  records: readonly Row[],
  keepsUniqueKeys: boolean,
): Promise<ReadonlySet<string>> {
  const values = new Values()
  const source = values.addRows(table.columns, records)
  const changes = table.columns
    .filter(({ key }) => key !== 'version')
    .map(({ name }) => `${name} = given.${name}`)
  const unchanged = keepsUniqueKeys
    ? uniqueColumns(table).map(({ name }) => `and stored.${name} is not distinct from given.${name}`)
    : []
  const text = `update ${table.name} as stored
    set ${changes.join(', ')}, version = stored.version + 1, leased_until = null from ${source}
    where stored.owner_id = given.owner_id and stored.id = given.id and stored.version = given.version
    ${unchanged.join(' ')} returning stored.owner_id, stored.id`
  const { rows } = await session.run({ text, values: values.all })
  return new Set(rows.map(([ownerId, id]) => keyText(ownerId, id)))
}

/**
 * Updates, in one statement, the records that keep their unique keys, whose order does not matter. Then updates those
 * that change them, one by one.
 */
async function updateRecords(session: Session, table: SqlTable, records: readonly Row[]) {
  const updated = await update(session, table, records, true)
  const remaining = records.filter((record) => !updated.has(keyOf(record)))
  const versions =
    remaining.length > 0 ? await readVersions(session, table, remaining) : new Map<string, number>()
  const outcomes: WriteOutcome[] = []
  for (const record of records) {
    const version = versions.get(keyOf(record))
    if (updated.has(keyOf(record))) outcomes.push(written(record))
    else if (version === undefined) outcomes.push({ ok: false, reason: 'missing' })
    else if (version !== record.version) outcomes.push({ ok: false, reason: 'version' })
    else outcomes.push(await changeUniqueKeys(session, table, record))
  }
  return outcomes
}

const written = (record: Row): WriteOutcome => ({
  ok: true,
  record: { ...record, version: Number(record.version) + 1 },
})

async function readVersions(session: Session, table: SqlTable, records: readonly Row[]) {
  const values = new Values()
  const keyColumns = [columnIn(table, 'ownerId'), columnIn(table, 'id')]
  const text = `select stored.owner_id, stored.id, stored.version from ${table.name} as stored
    join ${values.addRows(keyColumns, records)} on stored.owner_id = given.owner_id and stored.id = given.id`
  const { rows } = await session.run({ text, values: values.all })
  return new Map(rows.map(([ownerId, id, version]) => [keyText(ownerId, id), Number(version)]))
}

async function changeUniqueKeys(session: Session, table: SqlTable, record: Row): Promise<WriteOutcome> {
  try {
    const updated = await withSavepoint(session, () => update(session, table, [record], false))
    return updated.size === 1 ? written(record) : { ok: false, reason: 'version' }
  } catch (cause) {
    if (isUniqueViolation(cause)) return { ok: false, reason: 'unique' }
    throw cause
  }
}

/** Runs work that may meet a taken key, so that the transaction around it can go on. */
async function withSavepoint<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  if (!session.inTransaction) return work()
  await session.run({ text: 'savepoint attempt' })
  try {
    const result = await work()
    await session.run({ text: 'release savepoint attempt' })
    return result
  } catch (cause) {
    if (isUniqueViolation(cause)) await session.run({ text: 'rollback to savepoint attempt' })
    throw cause
  }
}
