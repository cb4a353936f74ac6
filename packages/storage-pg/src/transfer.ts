import { ConflictError, ValidationError } from '@telltale/core'
import { type Columns, type DumpedRow, type Row, readRecord, readRow } from '@telltale/core/ports'
import type { Session } from './driver.js'
import { isTaken } from './failures.js'
import { makePartitions, monthsWithoutPartition } from './partitions.js'
import { columnIn, decodeRow, listOf, quote, type SqlColumn, type SqlTable, Values } from './sql.js'

/** A table as dumps, loads and erasures go through it. */
export interface Transfer {
  readonly kind: DumpedRow['kind']
  readonly name: string
  /** Its name in SQL. */
  readonly table: string
  readonly columns: readonly SqlColumn[]
  /** The columns that tell its rows apart. */
  readonly place: readonly SqlColumn[]
  readonly shape: Columns
  /** Present where its rows need partitions. */
  readonly series?: SqlTable
}

const plain = (key: string, name: string, type: 'text' | 'real' | 'time', optional = false): SqlColumn => ({
  key,
  name,
  type,
  sqlType: type === 'text' ? 'text' : type === 'real' ? 'double precision' : 'bigint',
  optional,
})
const counterColumns = [
  plain('ownerId', 'owner_id', 'text'),
  plain('key', 'key', 'text'),
  plain('value', 'value', 'real'),
  plain('resetAt', 'reset_at', 'time', true),
  plain('reservedAt', 'reserved_at', 'time', true),
]
const shapeOf = (columns: readonly SqlColumn[]): Columns =>
  Object.fromEntries(columns.map(({ key, type, optional }) => [key, { type, optional }]))

/** Every table of a storage, in the order of a dump. */
export function transfersOf(schema: string, tables: readonly SqlTable[]): readonly Transfer[] {
  const own = tables.map((table): Transfer => {
    const keys = table.kind === 'collection' ? ['ownerId', 'id'] : ['ownerId', 'key', 'at', 'id']
    const place = keys.map((key) => columnIn(table, key))
    const { kind, columns } = table
    const series = kind === 'series' && { series: table }
    return {
      kind,
      name: table.shape.name,
      table: table.name,
      columns,
      place,
      shape: shapeOf(columns),
      ...series,
    }
  })
  const counters: Transfer = {
    kind: 'counter',
    name: 'counters',
    table: `${quote(schema)}.counters`,
    columns: counterColumns,
    place: counterColumns.slice(0, 2),
    shape: shapeOf(counterColumns),
  }
  const orderOf = ({ kind, name }: Transfer) => `${kind} ${name}`
  return [...own, counters].sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1))
}

const rowsAtOnce = 1_000

/** Reads every row, or those of one owner, in the order of a dump, some at a time. */
export async function* readAll(
  session: Session,
  transfers: readonly Transfer[],
  ownerId: string | undefined,
): AsyncGenerator<readonly DumpedRow[]> {
  for (const { kind, name, table, columns, place } of transfers) {
    let last: Row | undefined
    do {
      const values = new Values()
      const where = ownerId === undefined ? ['true'] : [`owner_id = ${values.add('text', ownerId)}`]
      if (last) {
        const row: Row = last
        const texts = place.map(({ key, sqlType }) => values.add(sqlType, String(row[key])))
        where.push(`(${listOf(place)}) > (${texts.join(', ')})`)
      }
      const text = `select ${listOf(columns)} from ${table} where ${where.join(' and ')}
        order by ${listOf(place)} limit ${rowsAtOnce}`
      const { rows } = await session.run({ text, values: values.all })
      const decoded = rows.map((row) => decodeRow(columns, row))
      if (decoded.length > 0) yield decoded.map((row) => ({ kind, name, row }))
      last = decoded.length === rowsAtOnce ? decoded.at(-1) : undefined
    } while (last)
  }
}

/** Checks what is to be loaded, and finds its table. */
export function readDumped(
  transfers: readonly Transfer[],
  dumped: unknown,
): { transfer: Transfer; row: Row } {
  const { kind, name, row } = Object(dumped)
  const transfer = transfers.find((each) => each.kind === kind && each.name === name)
  if (!transfer)
    throw new ValidationError('storage.load', [
      { path: 'name', message: `expected a ${kind} of this storage, got ${name}; name it in \`tables\`` },
    ])
  const read = transfer.kind === 'collection' ? readRecord : readRow
  return { transfer, row: read('storage.load', transfer.shape, row) }
}

/** Puts a row in, in place of the one that is there. */
export async function putRow(session: Session, { transfer, row }: { transfer: Transfer; row: Row }) {
  const { kind, name, table, columns, place, series } = transfer
  if (series) await makePartitions(session, series, monthsWithoutPartition(series, [row]))
  const values = new Values()
  const changes = columns.map((column) => `${column.name} = excluded.${column.name}`)
  if (kind === 'collection') changes.push('leased_until = null')
  const text = `insert into ${table} (${listOf(columns)}) select * from ${values.addRows(columns, [row])}
    on conflict (${listOf(place)}) do update set ${changes.join(', ')}`
  try {
    await session.run({ text, values: values.all })
  } catch (cause) {
    if (!isTaken(cause)) throw cause
    throw new ConflictError(
      `storage.load: another record of ${name} has a unique key of ${row.id}; load into an empty storage`,
      { cause },
    )
  }
}

/** Removes all that belongs to an owner; gives how many rows of each table that had any. */
export async function eraseAll(session: Session, transfers: readonly Transfer[], ownerId: string) {
  const counts: Record<string, number> = {}
  for (const { name, table } of transfers) {
    const text = `delete from ${table} where owner_id = $1::text`
    const { count } = await session.run({ text, values: [ownerId] })
    if (count > 0) counts[name] = count
  }
  return counts
}
