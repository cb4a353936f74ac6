import type { Row } from '@telltale/core/ports'
import type { Session } from './driver.js'
import { columnIn, listOf, type SqlTable, Values } from './sql.js'

const rowKeyColumns = ['ownerId', 'key', 'at', 'id'] as const

/** Returns the primary key of a row of a series, as text. */
const rowKey = ({ ownerId, key, at, id }: Row): string => JSON.stringify([ownerId, key, Number(at), id])

/** The time after a write for which a process reads an owner's rows from the server itself. */
export const ownWritesMs = 5_000

/** The number of owners from which on those without recent writes are forgotten. */
const maxOwners = 10_000

/** Records the time of a write for each owner. A replica may lack these rows for a while. */
function recordWrite({ lastWriteAt }: SqlTable, rows: readonly Row[]): void {
  const now = Date.now()
  if (lastWriteAt.size > maxOwners)
    for (const [ownerId, at] of lastWriteAt) if (now - at > ownWritesMs) lastWriteAt.delete(ownerId)
  let last: unknown
  for (const { ownerId } of rows) {
    if (ownerId !== last) lastWriteAt.set(String(ownerId), now)
    last = ownerId
  }
}

/** Inserts the rows that do not exist yet. Returns their number. */
export async function appendRows(session: Session, table: SqlTable, rows: readonly Row[]): Promise<number> {
  recordWrite(table, rows)
  const values = new Values()
  const text = `insert into ${table.name} (${listOf(table.columns)})
    ${values.addSelected(table.columns, rows)} on conflict do nothing`
  return (await session.run({ text, values: values.all })).count
}

/** Inserts the rows that do not exist yet, and overwrites the others. Returns the number of inserted rows. */
export async function replaceRows(session: Session, table: SqlTable, rows: readonly Row[]): Promise<number> {
  recordWrite(table, rows)
  // One statement cannot change a row twice: of several rows with one key, the last counts.
  const distinct = [...new Map(rows.map((row) => [rowKey(row), row])).values()]
  const values = new Values()
  const keyColumns = rowKeyColumns.map((key) => columnIn(table, key))
  const text = `insert into ${table.name} (${listOf(table.columns)})
    ${values.addSelected(table.columns, distinct)} on conflict do nothing returning ${listOf(keyColumns)}`
  const { rows: inserted } = await session.run({ text, values: values.all })
  const newKeys = new Set(inserted.map(([ownerId, key, at, id]) => rowKey({ ownerId, key, at, id })))
  const existing = distinct.filter((row) => !newKeys.has(rowKey(row)))
  if (existing.length > 0) await updateRows(session, table, existing)
  return newKeys.size
}

async function updateRows(session: Session, table: SqlTable, rows: readonly Row[]): Promise<void> {
  const values = new Values()
  const changed = table.columns.filter(({ key }) => !rowKeyColumns.includes(key as 'id'))
  if (changed.length === 0) return
  const times = rows.map(({ at }) => Number(at))
  const source = values.addRows(table.columns, rows)
  const [first, last] = [Math.min(...times), Math.max(...times)].map((at) => values.add('bigint', String(at)))
  // The time span excludes the partitions that hold none of these rows.
  const text = `update ${table.name} as stored
    set ${changed.map(({ name }) => `${name} = given.${name}`).join(', ')} from ${source}
    where stored.owner_id = given.owner_id and stored.key = given.key and stored.at = given.at
      and stored.id = given.id and stored.at between ${first} and ${last}`
  await session.run({ text, values: values.all })
}
