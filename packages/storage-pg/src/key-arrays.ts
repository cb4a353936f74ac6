import type { ColumnType, Row } from '@telltale/core/ports'
import { decode, listOf, type SqlColumn } from './sql.js'

/**
 * Returns the columns in which the rows of one key differ, when the server can aggregate each of them into one array for
 * a key. Most of the time of reading many rows goes into passing single values on. Returns `undefined` where a column
 * holds texts of any length, which are read row by row.
 */
export function arrayColumns(columns: readonly SqlColumn[]): readonly SqlColumn[] | undefined {
  const own = columns.filter(({ key }) => key !== 'ownerId' && key !== 'key')
  const isShort = own.every(({ key, type }) => key === 'id' || (type !== 'text' && type !== 'json'))
  return isShort ? own : undefined
}

/** The parts of a statement that reads the rows of some keys. */
export interface KeysQuery {
  /** The columns to read. */
  readonly columns: readonly SqlColumn[]
  /** The parameter that holds the array of keys. */
  readonly keys: string
  /** The name of the table in SQL. */
  readonly table: string
  /** The conditions on its rows. */
  readonly where: string
}

/** Returns the statement that selects each key, and one array of each column in the order of time. */
export function arraysSql({ columns, keys, table, where }: KeysQuery): string {
  const arrays = columns.map(({ name }) => `array_agg(${name}) as ${name}`).join(', ')
  return `select asked.key, ${listOf(columns, 'packed.')} from unnest(${keys}) as asked(key)
    cross join lateral (select ${arrays} from (
      select ${listOf(columns)} from ${table} as stored where stored.key = asked.key and ${where} order by at, id
    ) as ordered) as packed`
}

const numericTypes = new Set<ColumnType>(['integer', 'real', 'time'])

/** Parses an array as PostgreSQL writes it, with NULL as `null`. Numbers are parsed all at once, as JSON. */
function parseArray(type: ColumnType, array: string): unknown[] {
  const inside = array.slice(1, -1)
  if (numericTypes.has(type)) return JSON.parse(`[${inside.replaceAll('NULL', 'null')}]`)
  const isUnquoted = !inside.includes('"')
  const elements = isUnquoted ? inside.split(',') : (inside.match(/"(?:[^"\\]|\\.)*"|[^,]+/gs) ?? [])
  return elements.map((element) => {
    if (element === 'NULL') return null
    return decode(type, element.startsWith('"') ? element.slice(1, -1).replace(/\\(.)/gs, '$1') : element)
  })
}

/** Returns the rows of a key from the arrays of these columns. A key without rows has no arrays. */
export function rowsFromArrays(
  ownerId: string,
  key: string,
  columns: readonly SqlColumn[],
  arrays: readonly (string | null | undefined)[],
): Row[] {
  if (!arrays[0]) return []
  const values = columns.map(({ type }, index) => parseArray(type, arrays[index] ?? '{}'))
  return Array.from({ length: values[0]?.length ?? 0 }, (_, rowIndex) => {
    const row: Record<string, unknown> = { ownerId, key }
    for (let index = 0; index < columns.length; index++) {
      const value = values[index]?.[rowIndex]
      const column = columns[index]
      if (column && value !== null) row[column.key] = value
    }
    return row
  })
}
