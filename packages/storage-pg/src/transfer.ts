import { ConflictError, ValidationError } from '@telltale/core'
import {
  type Columns,
  type DumpedRow,
  type DumpOptions,
  type Row,
  readRecord,
  readRow,
} from '@telltale/core/ports'
import type { Session } from './driver.js'
import { isUniqueViolation, toStorageError } from './failures.js'
import { ensurePartitions, unknownMonths } from './partitions.js'
import { columnIn, decodeRow, listOf, quote, type SqlColumn, type SqlTable, Values } from './sql.js'

/** A table as dumps, loads and erasures go through it. */
export interface DumpTable {
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
export function dumpTables(schema: string, tables: readonly SqlTable[]): readonly DumpTable[] {
  const own = tables.map((table): DumpTable => {
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
  const counters: DumpTable = {
    kind: 'counter',
    name: 'counters',
    table: `${quote(schema)}.counters`,
    columns: counterColumns,
    place: counterColumns.slice(0, 2),
    shape: shapeOf(counterColumns),
  }
  const orderOf = ({ kind, name }: DumpTable) => `${kind} ${name}`
  return [...own, counters].sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1))
}

/** Of rows that are read or put in together: how many at most, and how much text, so that long ones are few. */
const atOnce = { rows: 1_000, characters: 4_000_000 }

/** Reads the rows that are asked for, in the order of a dump, some at a time. */
export async function* readRows(
  session: Session,
  transfers: readonly DumpTable[],
  { ownerId, series }: DumpOptions,
): AsyncGenerator<readonly DumpedRow[]> {
  const wanted = transfers.filter(({ kind, name }) => !series || (kind === 'series' && name === series.name))
  // Beyond a place the planner sees few rows, and would sort all that there are, for every page again.
  await session.run({ text: 'set local enable_sort = off' })
  for (const { kind, name, table, columns, place } of wanted) {
    let last: Row | undefined
    let limit = 100
    do {
      const values = new Values()
      const where = ownerId === undefined ? ['true'] : [`owner_id = ${values.add('text', ownerId)}`]
      if (series) where.push(`at < ${values.add('bigint', String(series.before))}`)
      if (last) where.push(`(${listOf(place)}) > (${placeIn(values, place, last)})`)
      const text = `select ${listOf(columns)} from ${table} where ${where.join(' and ')}
        order by ${listOf(place)} limit ${values.add('bigint', String(limit))}`
      const { rows } = await session.run({ text, values: values.all })
      const decoded = rows.map((row) => decodeRow(columns, row))
      if (decoded.length > 0) yield decoded.map((row) => ({ kind, name, row }))
      last = decoded.length === limit ? decoded.at(-1) : undefined
      limit = nextLimit(limit, rows)
    } while (last)
  }
}

const placeIn = (values: Values, place: readonly SqlColumn[], row: Row): string =>
  place.map(({ key, sqlType }) => values.add(sqlType, String(row[key]))).join(', ')

/** As many rows as hold no more text than they may, by those that were read last; never more than twice as many. */
function nextLimit(limit: number, rows: readonly (readonly (string | null)[])[]): number {
  const characters = rows.flat().reduce((sum, text) => sum + (text?.length ?? 0), 1)
  const fitting = Math.floor((atOnce.characters / characters) * rows.length)
  return Math.max(1, Math.min(fitting, 2 * limit, atOnce.rows))
}

/** Checks what is to be loaded, and finds its table. */
function readDumped(transfers: readonly DumpTable[], dumped: unknown): { transfer: DumpTable; row: Row } {
  const { kind, name, row } = Object(dumped)
  const transfer = transfers.find((each) => each.kind === kind && each.name === name)
  if (!transfer)
    throw new ValidationError('storage.load', [
      { path: 'name', message: `expected a ${kind} of this storage, got ${name}; name it in \`tables\`` },
    ])
  const read = transfer.kind === 'collection' ? readRecord : readRow
  return { transfer, row: read('storage.load', transfer.shape, row) }
}

/**
 * Puts rows in, each in place of the one that is there, some at a time; gives how many. What the rows themselves end
 * in comes out as it is.
 */
export async function loadRows(
  session: Session,
  transfers: readonly DumpTable[],
  rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>,
): Promise<number> {
  let count = 0
  let characters = 0
  let batch: { readonly transfer: DumpTable; readonly rows: Row[] } | undefined
  for await (const dumped of rows) {
    const { transfer, row } = readDumped(transfers, dumped)
    const isFull = characters > atOnce.characters || batch?.rows.length === atOnce.rows
    if (batch && (isFull || batch.transfer !== transfer)) {
      await putRows(session, batch.transfer, batch.rows)
      batch = undefined
    }
    if (!batch) {
      batch = { transfer, rows: [] }
      characters = 0
    }
    batch.rows.push(row)
    characters += JSON.stringify(row).length
    count++
  }
  if (batch) await putRows(session, batch.transfer, batch.rows)
  return count
}

async function putRows(
  session: Session,
  { kind, name, table, columns, place, series }: DumpTable,
  rows: readonly Row[],
) {
  if (series) await ensurePartitions(session, series, unknownMonths(series, rows))
  const values = new Values()
  const changes = columns.map((column) => `${column.name} = excluded.${column.name}`)
  if (kind === 'collection') changes.push('leased_until = null')
  // One statement cannot replace a row twice: of rows with one place, the last counts.
  const placeOf = (row: Row) => JSON.stringify(place.map(({ key }) => row[key]))
  const distinct = [...new Map(rows.map((row) => [placeOf(row), row])).values()]
  const text = `insert into ${table} (${listOf(columns)}) ${values.addSelected(columns, distinct)}
    on conflict (${listOf(place)}) do update set ${changes.join(', ')}`
  try {
    await session.run({ text, values: values.all })
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw toStorageError(cause)
    throw new ConflictError(
      `storage.load: another record of ${name} has a unique key of a loaded one; load into an empty storage`,
      { cause },
    )
  }
}

/** Removes all that belongs to an owner; gives how many rows of each table that had any. */
export async function eraseRows(session: Session, transfers: readonly DumpTable[], ownerId: string) {
  const counts: Record<string, number> = {}
  for (const { name, table } of transfers) {
    const text = `delete from ${table} where owner_id = $1::text`
    const { count } = await session.run({ text, values: [ownerId] })
    if (count > 0) counts[name] = count
  }
  return counts
}
