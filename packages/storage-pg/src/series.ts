import {
  type Comparable,
  checkOwner,
  checkTexts,
  defined,
  type ListIdentity,
  type Page,
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
import { columnIn, decodeRow, encodeArray, listOf, type SqlColumn, type SqlTable, Values } from './sql.js'

/** The series of a definition that was checked. */
export function pgSeries<Item extends SeriesRow>(
  definition: SeriesDefinition<Item>,
  table: SqlTable,
  executor: Executor,
): Series<Item> {
  const { name } = definition
  const columns = rowColumns(definition)
  const ask = async (owner: string, keys: readonly string[], text: string, values: Values) => {
    const run = (session: Session) => session.run({ text, values: values.all })
    return (await executor.operations.read({ table, owner, keys, run })).rows
  }
  const read: ReadRows<Item> = async (owner, keys, wanted, text, values) =>
    (await ask(owner, keys, text, values)).map((row) => decodeRow(wanted, row) as Row as Item)
  const count = async (text: string, values: Values) => {
    const { rows } = await executor.withSession((session) => session.run({ text, values: values.all }))
    return Number(rows[0]?.[0])
  }
  return {
    append: async (rows) => {
      const checked = rows.map((row) => readRow(`${name}.append`, columns, row))
      return checked.length === 0 ? 0 : executor.operations.append(table, checked)
    },
    replace: async (rows) => {
      const checked = rows.map((row) => readRow(`${name}.replace`, columns, row))
      if (checked.length === 0) return 0
      return executor.withTransaction(async (session) => {
        await ensurePartitions(session, table, unknownMonths(table, checked))
        return replaceRows(session, table, checked)
      })
    },
    latest: async (owner, keys) => {
      const wanted = readKeys(`${name}.latest`, owner, keys)
      const values = new Values()
      const asked = values.add('text[]', encodeArray(wanted))
      const text = `select ${listOf(table.columns, 'newest.')} from unnest(${asked}) as asked(key)
        cross join lateral (select * from ${table.name} as stored
          where stored.owner_id = ${values.add('text', owner)} and stored.key = asked.key
          order by at desc, id desc limit 1) as newest`
      const byKey = new Map(
        (await read(owner, wanted, table.columns, text, values)).map((row) => [row.key, row]),
      )
      return new Map(
        wanted.flatMap((key) => {
          const row = byKey.get(key)
          return row ? [[key, row] as const] : []
        }),
      )
    },
    range: async (owner, keys, query = {}) => {
      const { from, to, fields } = readRangeQuery(`${name}.range`, columns, query)
      const distinct = readKeys(`${name}.range`, owner, keys)
      const names = fields && new Set(['ownerId', 'key', 'at', 'id', ...fields])
      const wanted = names ? [...names].map((key) => columnIn(table, key)) : table.columns
      const values = new Values()
      const asked = values.add('text[]', encodeArray(distinct))
      const where = [`owner_id = ${values.add('text', owner)}`, ...spanOf(values, from, to)].join(' and ')
      const own = arrayColumns(wanted)
      const byKey = new Map(distinct.map((key): [string, Item[]] => [key, []]))
      if (own) {
        const text = arraysSql(own, asked, table.name, where)
        for (const [key, ...arrays] of await ask(owner, distinct, text, values))
          if (typeof key === 'string')
            byKey.set(key, rowsFromArrays(owner, key, own, arrays) as Row[] as Item[])
      } else {
        const text = `select ${listOf(wanted)} from ${table.name} where ${where} and key = any(${asked}) order by key, at, id`
        for (const row of await read(owner, distinct, wanted, text, values)) byKey.get(row.key)?.push(row)
      }
      return [...byKey.values()].flat()
    },
    page: (owner, key, query) => readPage(definition, table, read, owner, key, query),
    deleteKeys: async (owner, keys) => {
      const unwanted = readKeys(`${name}.deleteKeys`, owner, keys)
      table.lastWriteAt.set(owner, Date.now())
      const values = new Values()
      const where = `owner_id = ${values.add('text', owner)} and key = any(${values.add('text[]', encodeArray(unwanted))})`
      return count(removal(table, where), values)
    },
    dropBefore: async (at) => {
      const { to } = readRangeQuery(`${name}.dropBefore`, columns, { to: at })
      return executor.withTransaction(async (session) => {
        if (executor.isInTransaction) return deleteRows(session, table, Number.MIN_SAFE_INTEGER, to)
        await ensurePartitionsAhead(session, table)
        return dropRowsBefore(session, table, to)
      })
    },
  }
}

const removal = (table: SqlTable, where: string): string =>
  `with gone as (delete from ${table.name} where ${where} returning 1) select count(*) from gone`

function spanOf(values: Values, from: number, to: number): string[] {
  return [
    ...(Number.isFinite(from) ? [`at >= ${values.add('bigint', String(from))}`] : []),
    ...(Number.isFinite(to) ? [`at < ${values.add('bigint', String(to))}`] : []),
  ]
}

function readKeys(call: string, owner: unknown, keys: readonly string[]): readonly string[] {
  checkOwner(call, owner)
  checkTexts(call, 'keys', keys)
  return [...new Set(keys)]
}

type ReadRows<Item> = (
  owner: string,
  keys: readonly string[],
  wanted: readonly SqlColumn[],
  text: string,
  values: Values,
) => Promise<Item[]>

async function readPage<Item extends SeriesRow>(
  definition: SeriesDefinition<Item>,
  table: SqlTable,
  read: ReadRows<Item>,
  owner: string,
  key: string,
  query: SeriesPageQuery,
): Promise<Page<Item>> {
  const call = `${definition.name}.page`
  readKeys(call, owner, [key])
  const { from, to, limit, direction, after } = readSeriesPageQuery(call, query)
  const list: ListIdentity = [definition.name, owner, key, direction]
  const values = new Values()
  const where = [
    `owner_id = ${values.add('text', owner)} and key = ${values.add('text', key)}`,
    ...spanOf(values, from, to),
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
  const found = await read(owner, [key], table.columns, text, values)
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  return {
    items,
    ...defined({ next: last ? writeCursor(list, [last.at, last.id] satisfies Comparable[]) : undefined }),
  }
}
