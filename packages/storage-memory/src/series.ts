import {
  type ComparableValue,
  checkOwner,
  checkTexts,
  copyRow,
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
import { takePage } from './selection.js'
import type { StateAccess } from './state.js'

/** A series and the way to its state. */
interface SeriesAccess<Item extends SeriesRow> {
  readonly definition: SeriesDefinition<Item>
  readonly access: StateAccess
}

/** Makes the series of a definition that was checked. Copies rows on their way in and out. */
export function memorySeries<Item extends SeriesRow>(
  definition: SeriesDefinition<Item>,
  access: StateAccess,
): Series<Item> {
  const { name } = definition
  const columns = rowColumns(definition)

  return {
    append: async (rows) => {
      const checked = rows.map((row) => readRow(`${name}.append`, columns, row))
      return access.write((state) => state.series(definition).append(checked))
    },
    replace: async (rows) => {
      const checked = rows.map((row) => readRow(`${name}.replace`, columns, row))
      return access.write((state) => state.series(definition).replace(checked))
    },
    latest: async (owner, keys) => {
      const wanted = readKeys(`${name}.latest`, owner, keys)
      return access.read((state) => {
        const series = state.series(definition)
        const newest = wanted.map((key) => series.latest(owner, key)).filter((row) => row !== undefined)
        return new Map(newest.map((row) => [String(row.key), copyRow(columns, row) as Row as Item]))
      })
    },
    range: async (owner, keys, query = {}) => {
      const { from, to, fields } = readRangeQuery(`${name}.range`, columns, query)
      const distinct = readKeys(`${name}.range`, owner, keys)
      const wanted = fields && new Set(['ownerId', 'key', 'at', 'id', ...fields])
      return access.read((state) => {
        const series = state.series(definition)
        const spans = distinct.map((key) => series.span(owner, key, { from, to, direction: 'asc' }))
        return spans.flatMap((rows) =>
          Array.from(rows, (row) => copyRow(columns, row, wanted) as Row as Item),
        )
      })
    },
    page: (owner, key, query) => readPage({ definition, access }, owner, key, query),
    deleteKeys: async (owner, keys) => {
      const unwanted = readKeys(`${name}.deleteKeys`, owner, keys)
      return access.write((state) => {
        const series = state.series(definition)
        return unwanted.reduce((removed, key) => removed + series.deleteKey(owner, key), 0)
      })
    },
    dropBefore: async (at) => {
      const { to } = readRangeQuery(`${name}.dropBefore`, columns, { to: at })
      return access.write((state) => state.series(definition).dropBefore(to))
    },
  }
}

function readKeys(call: string, owner: unknown, keys: readonly string[]): readonly string[] {
  checkOwner(call, owner)
  checkTexts(call, 'keys', keys)
  return [...new Set(keys)]
}

async function readPage<Item extends SeriesRow>(
  { definition, access }: SeriesAccess<Item>,
  owner: string,
  key: string,
  query: SeriesPageQuery,
): Promise<Page<Item>> {
  const call = `${definition.name}.page`
  readKeys(call, owner, [key])
  const { from, to, limit, direction, after } = readSeriesPageQuery(call, query)
  const list: ListIdentity = [definition.name, owner, key, direction]
  const [at, id] = after === undefined ? [] : readCursor(call, list, ['time', 'text'], after)
  const position = after === undefined ? undefined : { at: Number(at), id: String(id) }
  const columns = rowColumns(definition)
  return access.read((state) => {
    const rows = state.series(definition).span(owner, key, { from, to, direction, position })
    const { items, last } = takePage(rows, limit)
    return {
      items: items.map((row) => copyRow(columns, row) as Row as Item),
      ...defined({ next: last ? writeCursor(list, [last.at, last.id] as ComparableValue[]) : undefined }),
    }
  })
}
