import type { CollectionShape, Row } from '@telltale/core/ports'
import type { Session } from './driver.js'
import { errorCode, isUniqueViolation } from './failures.js'
import { columnIn, decodeRow, encodeArray, listOf, type SqlTable, Values } from './sql.js'

/** A write whose record was checked and copied. */
export interface CheckedWrite {
  readonly kind: 'insert' | 'update'
  readonly record: Row
}

/** What came of a write. */
export type WriteOutcome =
  | { readonly ok: true; readonly record: Row }
  | { readonly ok: false; readonly reason: 'missing' | 'version' | 'unique' }

const placeOf = ({ ownerId, id }: Row): string => JSON.stringify([ownerId, id])

/** Where a record is looked for. */
export interface RecordKey {
  readonly owner: string
  /** A UUID. */
  readonly id: string
}

/** The records at these places, in their order; `undefined` where there is none. */
export async function getRecords(session: Session, table: SqlTable, places: readonly RecordKey[]) {
  const owners = encodeArray(places.map(({ owner }) => owner))
  const ids = encodeArray(places.map(({ id }) => id))
  const text = `select ${listOf(table.columns, 'stored.')}
    from unnest($1::text[], $2::uuid[]) as asked(owner_id, id)
    join ${table.name} as stored on stored.owner_id = asked.owner_id and stored.id = asked.id`
  const { rows } = await session.run({ text, values: [owners, ids] })
  const [ownerAt, idAt] = ['ownerId', 'id'].map((key) =>
    table.columns.findIndex((column) => column.key === key),
  )
  const found = new Map(rows.map((row) => [JSON.stringify([row[ownerAt ?? 0], row[idAt ?? 0]]), row]))
  return places.map(({ owner, id }) => {
    const row = found.get(placeOf({ ownerId: owner, id }))
    return row && decodeRow(table.columns, row)
  })
}

/** Stretches of writes of one kind, in order, no record twice in one: each can be one statement. */
export function batchesOf(writes: readonly CheckedWrite[]): readonly (readonly CheckedWrite[])[] {
  const batches: CheckedWrite[][] = []
  let places = new Set<string>()
  for (const write of writes) {
    const last = batches.at(-1)
    const place = placeOf(write.record)
    if (last?.[0]?.kind === write.kind && !places.has(place)) last.push(write)
    else {
      batches.push([write])
      places = new Set()
    }
    places.add(place)
  }
  return batches
}

/** Applies writes in order; gives what came of each. */
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
  const inserted = new Set(rows.map(([ownerId, id]) => JSON.stringify([ownerId, id])))
  return first.map(
    (record): WriteOutcome =>
      inserted.has(placeOf(record)) ? { ok: true, record } : { ok: false, reason: 'unique' },
  )
}

/** The columns that no two records of one owner share. */
const keyColumns = (table: SqlTable) =>
  [...new Set((table.shape as CollectionShape).unique.flat())].map((key) => columnIn(table, key))

async function update(session: Session, table: SqlTable, records: readonly Row[], keepsKeys: boolean) {
  const values = new Values()
  const source = values.addRows(table.columns, records)
  const changes = table.columns
    .filter(({ key }) => key !== 'version')
    .map(({ name }) => `${name} = given.${name}`)
  const kept = keepsKeys
    ? keyColumns(table).map(({ name }) => `and stored.${name} is not distinct from given.${name}`)
    : []
  const text = `update ${table.name} as stored
    set ${changes.join(', ')}, version = stored.version + 1, leased_until = null from ${source}
    where stored.owner_id = given.owner_id and stored.id = given.id and stored.version = given.version
    ${kept.join(' ')} returning stored.owner_id, stored.id`
  const { rows } = await session.run({ text, values: values.all })
  return new Set(rows.map(([ownerId, id]) => JSON.stringify([ownerId, id])))
}

/**
 * Updates, in one statement, those that keep their unique keys, which no order can change anything about; then those
 * that change them, one by one.
 */
async function updateRecords(session: Session, table: SqlTable, records: readonly Row[]) {
  const updated = await update(session, table, records, true)
  const left = records.filter((record) => !updated.has(placeOf(record)))
  const versions = left.length > 0 ? await versionsOf(session, table, left) : new Map<string, number>()
  const outcomes: WriteOutcome[] = []
  for (const record of records) {
    const version = versions.get(placeOf(record))
    if (updated.has(placeOf(record))) outcomes.push(stored(record))
    else if (version === undefined) outcomes.push({ ok: false, reason: 'missing' })
    else if (version !== record.version) outcomes.push({ ok: false, reason: 'version' })
    else outcomes.push(await changeKeys(session, table, record))
  }
  return outcomes
}

const stored = (record: Row): WriteOutcome => ({
  ok: true,
  record: { ...record, version: Number(record.version) + 1 },
})

async function versionsOf(session: Session, table: SqlTable, records: readonly Row[]) {
  const values = new Values()
  const place = [columnIn(table, 'ownerId'), columnIn(table, 'id')]
  const text = `select stored.owner_id, stored.id, stored.version from ${table.name} as stored
    join ${values.addRows(place, records)} on stored.owner_id = given.owner_id and stored.id = given.id`
  const { rows } = await session.run({ text, values: values.all })
  return new Map(rows.map(([ownerId, id, version]) => [JSON.stringify([ownerId, id]), Number(version)]))
}

async function changeKeys(session: Session, table: SqlTable, record: Row): Promise<WriteOutcome> {
  try {
    const updated = await attempt(session, () => update(session, table, [record], false))
    return updated.size === 1 ? stored(record) : { ok: false, reason: 'version' }
  } catch (cause) {
    if (isUniqueViolation(cause)) return { ok: false, reason: 'unique' }
    throw cause
  }
}

/** Runs what may fail, so that a transaction can go on after it. */
async function attempt<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  if (!session.inTransaction) return work()
  await session.run({ text: 'savepoint attempt' })
  try {
    const result = await work()
    await session.run({ text: 'release savepoint attempt' })
    return result
  } catch (cause) {
    if (errorCode(cause) === '23505') await session.run({ text: 'rollback to savepoint attempt' })
    throw cause
  }
}
