import { createHash } from 'node:crypto'
import type { CollectionShape, SeriesShape } from '@telltale/core/ports'
import type { Session } from './driver.js'
import { columnIn, prefixOf, quote, type SqlColumn, type SqlTable } from './sql.js'

const typeOf = ({ sqlType }: SqlColumn): string => (sqlType === 'text' ? 'text collate "C"' : sqlType)

const columnLines = (table: SqlTable): string[] =>
  table.columns.map((column) => `${column.name} ${typeOf(column)}${column.optional ? '' : ' not null'}`)

/** PostgreSQL cuts names at 63 bytes, where two could become one. */
function indexName(table: SqlTable, columns: readonly SqlColumn[], ending: string): string {
  const name = [table.shape.name, ...columns.map(({ name }) => name.slice(1, -1)), ending].join('_')
  if (name.length <= 63) return quote(name)
  return quote(`${name.slice(0, 50)}_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`)
}

/** An index. Of a text it holds the beginning, which any text fits in; of a unique one its hash too. */
function index(table: SqlTable, keys: readonly string[], isUnique = false): string {
  const columns = [...new Set(keys)].map((key) => columnIn(table, key))
  const name = indexName(table, columns, isUnique ? 'key' : 'idx')
  const places = columns.map((column) => (column.isPrefixIndexed ? prefixOf(column.name) : column.name))
  const texts = columns.filter(({ isPrefixIndexed }) => isUnique && isPrefixIndexed)
  const terms = [...places, ...texts.map((column) => `md5(${column.name})`)]
  return `create ${isUnique ? 'unique ' : ''}index if not exists ${name} on ${table.name} (${terms.join(', ')})`
}

/**
 * What makes a collection. Every index begins with the owner, save those for the engine's sweeps across all owners: by
 * id, and by the declared indexes that hold a time.
 */
function collectionStatements(table: SqlTable, { unique, indexes }: CollectionShape): string[] {
  const lines = [...columnLines(table), 'leased_until bigint', 'primary key (owner_id, id)']
  const sweeps = indexes.filter((keys) => keys.some((key) => columnIn(table, key).type === 'time'))
  return [
    `create table if not exists ${table.name} (${lines.join(', ')}, check (version >= 1), check (owner_id <> ''))`,
    index(table, ['id', 'ownerId']),
    ...unique.map((keys) => index(table, ['ownerId', ...keys], true)),
    ...indexes.map((keys) => index(table, ['ownerId', ...keys, 'id'])),
    ...sweeps.map((keys) => index(table, [...keys, 'id', 'ownerId'])),
  ]
}

const seriesStatements = (table: SqlTable): string[] => [
  `create table if not exists ${table.name}
    (${[...columnLines(table), 'primary key (owner_id, key, at, id)'].join(', ')}, check (owner_id <> ''))`,
  // Retention drops by time alone.
  index(table, ['at']),
]

/** Columns that a later definition has more must be optional; PostgreSQL says so where rows lack them. */
const laterColumns = (table: SqlTable): string[] =>
  columnLines(table).map((line) => `alter table ${table.name} add column if not exists ${line}`)

/** Makes what is missing, one process at a time. */
export async function createTables(
  session: Session,
  schema: string,
  tables: readonly SqlTable[],
): Promise<void> {
  await session.run({
    text: 'select pg_advisory_xact_lock(hashtextextended($1::text, 0))',
    values: [`telltale ${schema}`],
  })
  const shapes = tables.flatMap((table) => {
    const shape: CollectionShape | SeriesShape = table.shape
    const made = 'unique' in shape ? collectionStatements(table, shape) : seriesStatements(table)
    return [...made.slice(0, 1), ...laterColumns(table), ...made.slice(1)]
  })
  const counters = `create table if not exists ${quote(schema)}.counters (owner_id text collate "C" not null,
    key text collate "C" not null, value double precision not null, reset_at bigint, reserved_at bigint,
    primary key (owner_id, key))`
  for (const text of [`create schema if not exists ${quote(schema)}`, counters, ...shapes])
    await session.run({ text })
}
