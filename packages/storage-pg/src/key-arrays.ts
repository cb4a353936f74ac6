import type { ColumnType, Row } from '@telltale/core/ports'
import { decode, listOf, type SqlColumn } from './sql.js'

/**
 * The columns in which the rows of a key differ, where the server can pack each into one array for a key: most of the
 * time of reading many rows goes to handing over single values. `undefined` where a column holds texts of any length,
 * which come row by row.
 */
export function arrayColumns(wanted: readonly SqlColumn[]): readonly SqlColumn[] | undefined {
  const own = wanted.filter(({ key }) => key !== 'ownerId' && key !== 'key')
  const isShort = own.every(({ key, type }) => key === 'id' || (type !== 'text' && type !== 'json'))
  return isShort ? own : undefined
}

/** What packs these columns, in the order of time, of the rows of each key of `asked`: the key, then the arrays. */
export function arraysSql(
  columns: readonly SqlColumn[],
  asked: string,
  table: string,
  where: string,
): string {
  const arrays = columns.map(({ name }) => `array_agg(${name}) as ${name}`).join(', ')
  return `select asked.key, ${listOf(columns, 'packed.')} from unnest(${asked}) as asked(key)
    cross join lateral (select ${arrays} from (
      select ${listOf(columns)} from ${table} as stored where stored.key = asked.key and ${where} order by at, id
    ) as ordered) as packed`
}

const numeric = new Set<ColumnType>(['integer', 'real', 'time'])

/** The values of an array as PostgreSQL writes it, NULL as null. Numbers are read all at once, as JSON. */
function valuesOf(type: ColumnType, array: string): unknown[] {
  const inside = array.slice(1, -1)
  if (numeric.has(type)) return JSON.parse(`[${inside.replaceAll('NULL', 'null')}]`)
  const isPlain = !inside.includes('"')
  const elements = isPlain ? inside.split(',') : (inside.match(/"(?:[^"\\]|\\.)*"|[^,]+/gs) ?? [])
  return elements.map((element) => {
    if (element === 'NULL') return null
    return decode(type, element.startsWith('"') ? element.slice(1, -1).replace(/\\(.)/gs, '$1') : element)
  })
}

/** The rows of a key that these arrays of these columns are; a key without rows has no arrays. */
export function rowsFromArrays(
  ownerId: string,
  key: string,
  columns: readonly SqlColumn[],
  arrays: readonly (string | null | undefined)[],
): Row[] {
  const values = columns.map(({ type }, index) => valuesOf(type, arrays[index] ?? '{}'))
  return (arrays[0] ? (values[0] ?? []) : []).map((_, place) => {
    const row: Record<string, unknown> = { ownerId, key }
    for (let index = 0; index < columns.length; index++) {
      const value = values[index]?.[place]
      const column = columns[index]
      if (column && value !== null) row[column.key] = value
    }
    return row
  })
}
