import { ConflictError, ValidationError } from '@telltale/core'
import {
  type Columns,
  type DumpedRow,
  type DumpOptions,
  defined,
  type Row,
  readRecord,
  readRow,
} from '@telltale/core/ports'
import type { Session } from './driver.js'
import { isUniqueViolation, toStorageError } from './failures.js'
import { ensurePartitions, unknownMonths } from './partitions.js'
import { columnIn, decodeRow, listOf, quote, type SqlColumn, type SqlTable, Values } from './sql.js'

/** A table that dumps, loads and erasures go through. */
export interface DumpTable {
  readonly kind: DumpedRow['kind']
  readonly name: string
  /** The name in SQL: schema and table, quoted. */
  readonly table: string
  readonly columns: readonly SqlColumn[]
  /** The columns of the primary key. */
  readonly keyColumns: readonly SqlColumn[]
  readonly shape: Columns
  /** The table of a series, whose rows need partitions. */
  readonly series?: SqlTable
}

const counterColumn = (
  key: string,
  name: string,
  type: 'text' | 'real' | 'time',
  optional = false,
): SqlColumn => ({
  key,
  name,
  type,
  sqlType: type === 'text' ? 'text' : type === 'real' ? 'double precision' : 'bigint',
  optional,
})
const counterColumns = [
  counterColumn('ownerId', 'owner_id', 'text'),
  counterColumn('key', 'key', 'text'),
  counterColumn('value', 'value', 'real'),
  counterColumn('resetAt', 'reset_at', 'time', true),
  counterColumn('reservedAt', 'reserved_at', 'time', true),
]
const shapeOf = (columns: readonly SqlColumn[]): Columns =>
  Object.fromEntries(columns.map(({ key, type, optional }) => [key, { type, optional }]))

/** Returns every table of a storage, in the order of a dump. */
export function dumpTables(schema: string, tables: readonly SqlTable[]): readonly DumpTable[] {
  const own = tables.map((table): DumpTable => {
    const keys = table.kind === 'collection' ? ['ownerId', 'id'] : ['ownerId', 'key', 'at', 'id']
    const { kind, columns } = table
    return defined({
      kind,
      name: table.shape.name,
      table: table.name,
      columns,
      keyColumns: keys.map((key) => columnIn(table, key)),
      shape: shapeOf(columns),
      series: kind === 'series' ? table : undefined,
    })
  })
  const counters: DumpTable = {
    kind: 'counter',
    name: 'counters',
    table: `${quote(schema)}.counters`,
    columns: counterColumns,
    keyColumns: counterColumns.slice(0, 2),
    shape: shapeOf(counterColumns),
  }
  const orderOf = ({ kind, name }: DumpTable) => `${kind} ${name}`
  return [...own, counters].sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1))
}

/** The limits of one batch of rows. The limit of characters makes batches of long rows smaller. */
const maxBatch = { rows: 1_000, characters: 4_000_000 }

/** Reads the rows that the options ask for in batches, in the order of a dump. */
export async function* readRows(
  session: Session,
  tables: readonly DumpTable[],
  { ownerId, series }: DumpOptions,
): AsyncGenerator<readonly DumpedRow[]> {
  const wanted = tables.filter(({ kind, name }) => !series || (kind === 'series' && name === series.name))
  // The planner expects few rows after a key, and would sort all of them again for every batch.
  await session.run({ text: 'set local enable_sort = off' })
  for (const { kind, name, table, columns, keyColumns } of wanted) {
    let last: Row | undefined
    let limit = 100
    do {
      const values = new Values()
      const where = ownerId === undefined ? ['true'] : [`owner_id = ${values.add('text', ownerId)}`]
      if (series) where.push(`at < ${values.add('bigint', String(series.before))}`)
      if (last) where.push(`(${listOf(keyColumns)}) > (${keyValues(values, keyColumns, last)})`)
      const text = `select ${listOf(columns)} from ${table} where ${where.join(' and ')}
        order by ${listOf(keyColumns)} limit ${values.add('bigint', String(limit))}`
      const { rows } = await session.run({ text, values: values.all })
      const decoded = rows.map((row) => decodeRow(columns, row))
      if (decoded.length > 0) yield decoded.map((row) => ({ kind, name, row }))
      last = decoded.length === limit ? decoded.at(-1) : undefined
      limit = nextLimit(limit, rows)
    } while (last)
  }
}

const keyValues = (values: Values, keyColumns: readonly SqlColumn[], row: Row): string =>
  keyColumns.map(({ key, sqlType }) => values.add(sqlType, String(row[key]))).join(', ')

/** Returns the size of the next batch, by the length of the rows in the last one. It grows to twice the size at most. */
function nextLimit(limit: number, rows: readonly (readonly (string | null)[])[]): number {
  const characters = rows.flat().reduce((sum, text) => sum + (text?.length ?? 0), 1)
  const fitting = Math.floor((maxBatch.characters / characters) * rows.length)
  return Math.max(1, Math.min(fitting, 2 * limit, maxBatch.rows))
}

/** Checks a row to be loaded, and finds its table. */
function readDumped(tables: readonly DumpTable[], dumped: unknown): { table: DumpTable; row: Row } {
  const { kind, name, row } = Object(dumped)
  const table = tables.find((each) => each.kind === kind && each.name === name)
  if (!table)
    throw new ValidationError('storage.load', [
      { path: 'name', message: `expected a ${kind} of this storage, got ${name}; name it in \`tables\`` },
    ])
  const read = table.kind === 'collection' ? readRecord : readRow
  return { table, row: read('storage.load', table.shape, row) }
}

/**
 * Inserts rows in batches, each in place of an existing one with its key. Returns their number. An error of the rows'
 * source comes out unchanged.
 */
export async function loadRows(
  session: Session,
  tables: readonly DumpTable[],
  rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>,
): Promise<number> {
  let count = 0
  let characters = 0
  let batch: { readonly table: DumpTable; readonly rows: Row[] } | undefined
  for await (const dumped of rows) {
    const { table, row } = readDumped(tables, dumped)
    const isFull = characters > maxBatch.characters || batch?.rows.length === maxBatch.rows
    if (batch && (isFull || batch.table !== table)) {
      await upsertRows(session, batch.table, batch.rows)
      batch = undefined
    }
    if (!batch) {
      batch = { table, rows: [] }
      characters = 0
    }
    batch.rows.push(row)
    characters += JSON.stringify(row).length
    count++
  }
  if (batch) await upsertRows(session, batch.table, batch.rows)
  return count
}

async function upsertRows(
  session: Session,
  { kind, name, table, columns, keyColumns, series }: DumpTable,
  rows: readonly Row[],
) {
  if (series) await ensurePartitions(session, series, unknownMonths(series, rows))
  const values = new Values()
  const changes = columns.map((column) => `${column.name} = excluded.${column.name}`)
  if (kind === 'collection') changes.push('leased_until = null')
  // One statement cannot replace a row twice: of several rows with one key, the last counts.
  const keyOf = (row: Row) => JSON.stringify(keyColumns.map(({ key }) => row[key]))
  const distinct = [...new Map(rows.map((row) => [keyOf(row), row])).values()]
  const text = `insert into ${table} (${listOf(columns)}) ${values.addSelected(columns, distinct)}
    on conflict (${listOf(keyColumns)}) do update set ${changes.join(', ')}`
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

/** Deletes everything that belongs to an owner. Returns the number of rows of each table that had any. */
export async function eraseRows(session: Session, tables: readonly DumpTable[], ownerId: string) {
  const counts: Record<string, number> = {}
  for (const { name, table } of tables) {
    const text = `delete from ${table} where owner_id = $1::text`
    const { count } = await session.run({ text, values: [ownerId] })
    if (count > 0) counts[name] = count
  }
  return counts
}
