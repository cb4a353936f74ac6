import type { Row } from '@telltale/core/ports'
import type { Session } from './driver.js'
import { columnIn, listOf, type SqlTable, Values } from './sql.js'

const placeKeys = ['ownerId', 'key', 'at', 'id'] as const

/** What tells the rows of a series apart. */
const placeOfRow = ({ ownerId, key, at, id }: Row): string => JSON.stringify([ownerId, key, Number(at), id])

/** How long a process reads an owner's rows where it wrote them. */
export const ownWritesMs = 5_000

/** From so many owners on, those whose time is over are forgotten. */
const ownersNoted = 10_000

/** Notes whose rows are written, which a replica may not have yet. */
function noteOwners({ lastWriteAt }: SqlTable, rows: readonly Row[]): void {
  const now = Date.now()
  if (lastWriteAt.size > ownersNoted)
    for (const [ownerId, at] of lastWriteAt) if (now - at > ownWritesMs) lastWriteAt.delete(ownerId)
  let last: unknown
  for (const { ownerId } of rows) {
    if (ownerId !== last) lastWriteAt.set(String(ownerId), now)
    last = ownerId
  }
}

/** Adds the rows that are not there yet; gives how many those are. */
export async function appendRows(session: Session, table: SqlTable, rows: readonly Row[]): Promise<number> {
  noteOwners(table, rows)
  const values = new Values()
  const text = `insert into ${table.name} (${listOf(table.columns)})
    ${values.addSelected(table.columns, rows)} on conflict do nothing`
  return (await session.run({ text, values: values.all })).count
}

/** Adds the rows that are not there yet, and puts the others in the place of those that are; gives how many are new. */
export async function replaceRows(session: Session, table: SqlTable, rows: readonly Row[]): Promise<number> {
  noteOwners(table, rows)
  // One statement cannot change a row twice: of rows with one place, the last counts.
  const wanted = [...new Map(rows.map((row) => [placeOfRow(row), row])).values()]
  const values = new Values()
  const place = placeKeys.map((key) => columnIn(table, key))
  const text = `insert into ${table.name} (${listOf(table.columns)})
    ${values.addSelected(table.columns, wanted)} on conflict do nothing returning ${listOf(place)}`
  const { rows: added } = await session.run({ text, values: values.all })
  const isNew = new Set(added.map(([ownerId, key, at, id]) => placeOfRow({ ownerId, key, at, id })))
  const others = wanted.filter((row) => !isNew.has(placeOfRow(row)))
  if (others.length > 0) await updateRows(session, table, others)
  return isNew.size
}

async function updateRows(session: Session, table: SqlTable, rows: readonly Row[]): Promise<void> {
  const values = new Values()
  const changes = table.columns.filter(({ key }) => !placeKeys.includes(key as 'id'))
  if (changes.length === 0) return
  const times = rows.map(({ at }) => Number(at))
  const source = values.addRows(table.columns, rows)
  const [first, last] = [Math.min(...times), Math.max(...times)].map((at) => values.add('bigint', String(at)))
  // The span spares the partitions that hold none of these rows.
  const text = `update ${table.name} as stored
    set ${changes.map(({ name }) => `${name} = given.${name}`).join(', ')} from ${source}
    where stored.owner_id = given.owner_id and stored.key = given.key and stored.at = given.at
      and stored.id = given.id and stored.at between ${first} and ${last}`
  await session.run({ text, values: values.all })
}
