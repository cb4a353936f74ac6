import type { CollectionShape } from '@telltale/core/ports'
import { columnIn, prefixOf, quote, type SqlColumn, type SqlTable, shortName } from './sql.js'

const typeOf = ({ sqlType }: SqlColumn): string => (sqlType === 'text' ? 'text collate "C"' : sqlType)

const columnLines = (table: SqlTable): string[] =>
  table.columns.map((column) => `${column.name} ${typeOf(column)}${column.optional ? '' : ' not null'}`)

const inLines = (lines: readonly string[]): string => `(\n  ${lines.join(',\n  ')}\n)`

/** Returns the statement of an index. It holds the beginning of each text, and its hash when it is unique. */
function index(table: SqlTable, keys: readonly string[], isUnique = false): string {
  const { shape } = table
  const columns = [...new Set(keys)].map((key) => columnIn(table, key))
  const words = [shape.name, ...columns.map(({ name }) => name.slice(1, -1)), isUnique ? 'key' : 'idx']
  const places = columns.map((column) => (column.isPrefixIndexed ? prefixOf(column.name) : column.name))
  const texts = columns.filter(({ isPrefixIndexed }) => isUnique && isPrefixIndexed)
  const terms = [...places, ...texts.map((column) => `md5(${column.name})`)].join(', ')
  const name = quote(shortName(words.join('_')))
  return `create ${isUnique ? 'unique ' : ''}index if not exists ${name} on ${quote(shape.name)} (${terms})`
}

/**
 * Returns the foreign keys of a collection. They are checked when a transaction ends, so that records may come in any
 * order, as those of a dump do.
 */
const foreignKeys = (table: SqlTable): string[] =>
  table.columns.flatMap(({ name, references }) =>
    references === undefined
      ? []
      : [
          `foreign key (owner_id, ${name}) references ${quote(references)} (owner_id, id)
    on delete cascade deferrable initially deferred`,
        ],
  )

/** Free space on each page, so that a claimed record stays on its page and its index entries remain valid. */
const claimFillFactor = ' with (fillfactor = 50)'

/**
 * Returns the statements that create a collection. Every index begins with the owner, except those for queries across
 * all owners: by id, and by the declared indexes that contain a time.
 */
function collectionStatements(table: SqlTable, { name, unique, indexes }: CollectionShape): string[] {
  const lines = [
    ...columnLines(table),
    'leased_until bigint',
    'primary key (owner_id, id)',
    'check (version >= 1)',
    `check (owner_id <> '')`,
    ...foreignKeys(table),
  ]
  const acrossOwners = indexes.filter((keys) => keys.some((key) => columnIn(table, key).type === 'time'))
  return [
    `create table if not exists ${quote(name)} ${inLines(lines)}${acrossOwners.length > 0 ? claimFillFactor : ''}`,
    index(table, ['id', 'ownerId']),
    ...unique.map((keys) => index(table, ['ownerId', ...keys], true)),
    ...indexes.map((keys) => index(table, ['ownerId', ...keys, 'id'])),
    ...acrossOwners.map((keys) => index(table, [...keys, 'id', 'ownerId'])),
  ]
}

/**
 * Returns the statements that create a series, partitioned by time. Its rows arrive in the order of time, so that a BRIN
 * index finds the old ones at a thousandth of the cost of a B-tree. Triggers count inserted and deleted rows.
 */
function seriesStatements(table: SqlTable): string[] {
  const { name } = table.shape
  const lines = [...columnLines(table), 'primary key (owner_id, key, at, id)', `check (owner_id <> '')`]
  const counting = (event: 'insert' | 'delete', rows: 'new' | 'old') =>
    `create or replace trigger telltale__${event} after ${event} on ${quote(name)}
  referencing ${rows} table as changed for each statement execute function telltale__count_rows()`
  return [
    `create table if not exists ${quote(name)} ${inLines(lines)} partition by range (at)`,
    `create index if not exists ${quote(shortName(`${name}_at_brin`))} on ${quote(name)}
  using brin (at) with (pages_per_range = 32, autosummarize = on)`,
    counting('insert', 'new'),
    counting('delete', 'old'),
  ]
}

/**
 * The statements that create the tables of every schema. Each backend of PostgreSQL counts rows in a row of its own, so
 * that none waits for another.
 */
export const commonStatements: readonly string[] = [
  `create table if not exists counters ${inLines([
    'owner_id text collate "C" not null',
    'key text collate "C" not null',
    'value double precision not null',
    'reset_at bigint',
    'reserved_at bigint',
    'primary key (owner_id, key)',
  ])}`,
  `create table if not exists telltale__rows ${inLines([
    'series text collate "C" not null',
    'month bigint not null',
    'backend integer not null',
    'rows bigint not null',
    'primary key (series, month, backend)',
  ])} with (fillfactor = 50)`,
  `create or replace function telltale__count_rows() returns trigger
  language plpgsql set search_path from current as $$
begin
  insert into telltale__rows as kept (series, month, backend, rows)
    select tg_table_name,
      extract(epoch from date_trunc('month', to_timestamp(at / 1000.0) at time zone 'UTC'))::bigint * 1000,
      pg_backend_pid(), case tg_op when 'INSERT' then count(*) else -count(*) end
    from changed group by 2
  on conflict (series, month, backend) do update set rows = kept.rows + excluded.rows;
  return null;
end $$`,
]

/** Returns the statements that create a missing table, in the schema of the search path. */
export const tableStatements = (table: SqlTable): readonly string[] =>
  'unique' in table.shape ? collectionStatements(table, table.shape) : seriesStatements(table)

/**
 * Returns the statements that add missing columns to a table. The columns must be optional: PostgreSQL refuses others
 * where rows lack them. Foreign keys are not added.
 */
export const columnStatements = (table: SqlTable): readonly string[] =>
  columnLines(table).map((line) => `alter table ${quote(table.shape.name)} add column if not exists ${line}`)
