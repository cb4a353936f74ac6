import {
  type Columns,
  type ComparableValue,
  checkOwner,
  checkTexts,
  defined,
  type ListIdentity,
  type Page,
  type RangeQuery,
  type Row,
  readCursor,
  readRangeQuery,
  readRow,
  readSeriesPageQuery,
  rowColumns,
  type Series,
  type SeriesDefinition,
  type SeriesPageQuery,
  type SeriesRow,
  writeCursor,
} from '@telltale/core/ports'
import type { Session } from './driver.js'
import type { Executor } from './executor.js'
import { arrayColumns, arraysSql, rowsFromArrays } from './key-arrays.js'
import {
  deleteRows,
  dropRowsBefore,
  ensurePartitions,
  ensurePartitionsAhead,
  unknownMonths,
} from './partitions.js'
import { replaceRows } from './rows.js'
import { columnIn, decodeRow, encodeArray, listOf, type SqlTable, Values } from './sql.js'

/** A series and the way to it. Its rows are untyped; `pgSeries` gives them the type of the definition. */
interface SeriesAccess {
  readonly table: SqlTable
  readonly columns: Columns
  readonly executor: Executor
}

/** Makes the series of a definition that was checked. */
export function pgSeries<Item extends SeriesRow>(
  definition: SeriesDefinition<Item>,
  table: SqlTable,
  executor: Executor,
): Series<Item> {
  const { name } = definition
  const series: SeriesAccess = { table, columns: rowColumns(definition), executor }
  return {
    append: async (rows) => {
      const checked = rows.map((row) => readRow(`${name}.append`, series.columns, row))
      return checked.length === 0 ? 0 : executor.operations.append(table, checked)
    },
    replace: async (rows) => {
      const checked = rows.map((row) => readRow(`${name}.replace`, series.columns, row))
      if (checked.length === 0) return 0
      return executor.withTransaction(async (session) => {
        await ensurePartitions(session, table, unknownMonths(table, checked))
        return replaceRows(session, table, checked)
      })
    },
    latest: async (owner, keys) => {
      const rows = await readLatest(series, owner, keys)
      return rows as ReadonlyMap<string, Row> as ReadonlyMap<string, Item>
    },
    range: async (owner, keys, query = {}) =>
      (await readRange(series, owner, keys, query)) as Row[] as Item[],
    page: async (owner, key, query) => (await readPage(series, owner, key, query)) as Page<Row> as Page<Item>,
    deleteKeys: (owner, keys) => deleteKeys(series, owner, keys),
    dropBefore: async (at) => {
      const { to } = readRangeQuery(`${name}.dropBefore`, series.columns, { to: at })
      return executor.withTransaction(async (session) => {
        if (executor.isInTransaction) return deleteRows(session, table, Number.MIN_SAFE_INTEGER, to)
        await ensurePartitionsAhead(session, table)
        return dropRowsBefore(session, table, to)
      })
    },
  }
}

interface KeysStatement {
  readonly owner: string
  readonly keys: readonly string[]
  readonly text: string
  readonly values: Values
}

/** Runs a statement that reads some keys. Returns its rows as PostgreSQL writes them. */
async function readKeys({ table, executor }: SeriesAccess, { owner, keys, text, values }: KeysStatement) {
  const run = (session: Session) => session.run({ text, values: values.all })
  return (await executor.operations.read({ table, owner, keys, run })).rows
}

/** Reads the newest row of each key, in the order of the keys. */
async function readLatest(
  series: SeriesAccess,
  owner: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const { table } = series
  const distinct = checkKeys(`${table.shape.name}.latest`, owner, keys)
  const values = new Values()
  const asked = values.add('text[]', encodeArray(distinct))
  const text = `select ${listOf(table.columns, 'newest.')} from unnest(${asked}) as asked(key)
    cross join lateral (select * from ${table.name} as stored
      where stored.owner_id = ${values.add('text', owner)} and stored.key = asked.key
      order by at desc, id desc limit 1) as newest`
  const found = await readKeys(series, { owner, keys: distinct, text, values })
  const byKey = new Map(
    found.map((encoded) => {
      const row = decodeRow(table.columns, encoded)
      return [row.key, row] as const
    }),
  )
  return new Map(
    distinct.flatMap((key) => {
      const row = byKey.get(key)
      return row ? [[key, row] as const] : []
    }),
  )
}

/** Reads the rows of a time span, key by key in the order of the keys, and in the order of time. */
async function readRange(
  series: SeriesAccess,
  owner: string,
  keys: readonly string[],
  query: RangeQuery<string>,
): Promise<Row[]> {
  const { table } = series
  const call = `${table.shape.name}.range`
  const { from, to, fields } = readRangeQuery(call, series.columns, query)
  const distinct = checkKeys(call, owner, keys)
  const names = fields && new Set(['ownerId', 'key', 'at', 'id', ...fields])
  const columns = names ? [...names].map((key) => columnIn(table, key)) : table.columns
  const values = new Values()
  const asked = values.add('text[]', encodeArray(distinct))
  const where = [`owner_id = ${values.add('text', owner)}`, ...spanConditions(values, from, to)].join(' and ')
  const inArrays = arrayColumns(columns)
  const byKey = new Map(distinct.map((key): [string, Row[]] => [key, []]))
  if (inArrays) {
    const text = arraysSql({ columns: inArrays, keys: asked, table: table.name, where })
    for (const [key, ...arrays] of await readKeys(series, { owner, keys: distinct, text, values }))
      if (typeof key === 'string') byKey.set(key, rowsFromArrays(owner, key, inArrays, arrays))
  } else {
    const text = `select ${listOf(columns)} from ${table.name} where ${where} and key = any(${asked}) order by key, at, id`
    for (const encoded of await readKeys(series, { owner, keys: distinct, text, values })) {
      const row = decodeRow(columns, encoded)
      byKey.get(String(row.key))?.push(row)
    }
  }
  return [...byKey.values()].flat()
}

async function readPage(
  series: SeriesAccess,
  owner: string,
  key: string,
  query: SeriesPageQuery,
): Promise<Page<Row>> {
  const { table } = series
  const { name } = table.shape
  const call = `${name}.page`
  checkKeys(call, owner, [key])
  const { from, to, limit, direction, after } = readSeriesPageQuery(call, query)
  const list: ListIdentity = [name, owner, key, direction]
  const values = new Values()
  const where = [
    `owner_id = ${values.add('text', owner)} and key = ${values.add('text', key)}`,
    ...spanConditions(values, from, to),
  ]
  if (after !== undefined) {
    const [at, id] = readCursor(call, list, ['time', 'text'], after)
    const operator = direction === 'asc' ? '>' : '<'
    where.push(
      `(at, id) ${operator} (${values.add('bigint', String(at))}, ${values.add('text', String(id))})`,
    )
  }
  const text = `select ${listOf(table.columns)} from ${table.name} where ${where.join(' and ')}
    order by at ${direction}, id ${direction} limit ${values.add('bigint', String(limit + 1))}`
  const encoded = await readKeys(series, { owner, keys: [key], text, values })
  const found = encoded.map((row) => decodeRow(table.columns, row))
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  return defined({
    items,
    next: last ? writeCursor(list, [last.at, last.id] as ComparableValue[]) : undefined,
  })
}

async function deleteKeys({ table, executor }: SeriesAccess, owner: string, keys: readonly string[]) {
  const unwanted = checkKeys(`${table.shape.name}.deleteKeys`, owner, keys)
  table.lastWriteAt.set(owner, Date.now())
  const values = new Values()
  const where = `owner_id = ${values.add('text', owner)} and key = any(${values.add('text[]', encodeArray(unwanted))})`
  const text = `with gone as (delete from ${table.name} where ${where} returning 1) select count(*) from gone`
  const { rows } = await executor.withSession((session) => session.run({ text, values: values.all }))
  return Number(rows[0]?.[0])
}

function spanConditions(values: Values, from: number, to: number): string[] {
  return [
    ...(Number.isFinite(from) ? [`at >= ${values.add('bigint', String(from))}`] : []),
    ...(Number.isFinite(to) ? [`at < ${values.add('bigint', String(to))}`] : []),
  ]
}

/** Checks an owner and keys. Returns the keys without repeats. */
function checkKeys(call: string, owner: unknown, keys: readonly string[]): readonly string[] {
  checkOwner(call, owner)
  checkTexts(call, 'keys', keys)
  return [...new Set(keys)]
}
