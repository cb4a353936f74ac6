import { createHash } from 'node:crypto'
import type { CollectionShape, Row, SeriesShape } from '@telltale/core/ports'
import { type Columns, type ColumnType, defined, recordColumns, rowColumns } from '@telltale/core/ports'

/** A name as SQL takes it. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  real: 'double precision',
  boolean: 'boolean',
  time: 'bigint',
  decimal: 'numeric',
  json: 'jsonb',
}

/** One column, as records and SQL call it. */
export interface SqlColumn {
  readonly key: string
  /** Its name in SQL, quoted. */
  readonly name: string
  readonly type: ColumnType
  readonly sqlType: string
  readonly optional: boolean
  /** Whether it is a text of an index, which holds its beginning only. */
  readonly isPrefixIndexed?: boolean
  /** The collection whose record it names by its id. */
  readonly references?: string
}

/** A table as statements name it. */
export interface SqlTable {
  readonly kind: 'collection' | 'series'
  readonly shape: CollectionShape | SeriesShape
  /** With its schema, quoted. */
  readonly name: string
  readonly columns: readonly SqlColumn[]
  readonly columnOf: ReadonlyMap<string, SqlColumn>
  readonly schema: string
  /** The months of a series whose partitions this process has seen, by their names. */
  readonly knownMonths: Set<string>
  /** When this process last wrote rows of each owner to a series. */
  readonly lastWriteAt: Map<string, number>
}

/** The table that keeps a definition's rows. Text is kept ordered by code point. */
export function sqlTable(schema: string, shape: CollectionShape | SeriesShape): SqlTable {
  const kind = 'unique' in shape ? 'collection' : 'series'
  const all: Columns = 'unique' in shape ? recordColumns(shape) : rowColumns(shape)
  const indexed = new Set('unique' in shape ? [...shape.unique, ...shape.indexes].flat() : [])
  const columns = Object.entries(all).map(([key, { type, optional = false, references }]): SqlColumn => {
    const isId = kind === 'collection' && (key === 'id' || references !== undefined)
    const sqlType = isId ? 'uuid' : sqlTypes[type]
    const isPrefixIndexed = sqlType === 'text' && key !== 'ownerId' && indexed.has(key)
    const name = quote(snake(key))
    return {
      key,
      name,
      type,
      sqlType,
      optional,
      isPrefixIndexed,
      ...defined({ references: references || undefined }),
    }
  })
  const columnOf = new Map(columns.map((column) => [column.key, column]))
  const name = `${quote(schema)}.${quote(shape.name)}`
  return { kind, shape, name, columns, columnOf, schema, knownMonths: new Set(), lastWriteAt: new Map() }
}

/** A name as PostgreSQL keeps it: cut at 63 bytes, two could become one. */
export function shortName(name: string): string {
  if (name.length <= 63) return name
  return `${name.slice(0, 50)}_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`
}

/** The table that keeps one month of a series. */
export const partitionOf = ({ schema, shape }: SqlTable, month: string): string =>
  `${quote(schema)}.${quote(shortName(`${shape.name}__${month}`))}`

/** A column of a table whose name was checked. */
export function columnIn(table: SqlTable, key: string): SqlColumn {
  const column = table.columnOf.get(key)
  if (!column) throw new Error(`${table.name} has no column for ${key}`)
  return column
}

/** A value as PostgreSQL reads it. */
export function encode(type: ColumnType, value: unknown): string | null {
  if (value === undefined) return null
  return type === 'json' ? JSON.stringify(value) : String(value)
}

/** The value that PostgreSQL writes so. */
export function decode(type: ColumnType, text: string): unknown {
  if (type === 'text' || type === 'decimal') return text
  if (type === 'boolean') return text === 't' || text === 'true'
  return type === 'json' ? JSON.parse(text) : Number(text)
}

/** The row that these values of these columns are; what is NULL is absent. */
export function decodeRow(columns: readonly SqlColumn[], values: readonly (string | null)[]): Row {
  const row: Record<string, unknown> = {}
  let index = 0
  for (const { key, type } of columns) {
    const text = values[index++]
    if (text !== null && text !== undefined) row[key] = decode(type, text)
  }
  return row
}

const special = /["\\]/

const element = (text: string): string => `"${special.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`

/** An array of texts as PostgreSQL reads it. */
export const encodeArray = (texts: readonly (string | null)[]): string =>
  `{${texts.map((text) => (text === null ? 'NULL' : element(text))).join()}}`

/** The types whose values need no quotes within an array. */
const bare = new Set(['bigint', 'double precision', 'boolean', 'numeric', 'uuid'])

/**
 * The values of a column as an array, in one pass: this is where most of the time of an append goes. `null` where no row
 * has one, which PostgreSQL need not take apart.
 */
function encodeColumn({ key, type, sqlType }: SqlColumn, rows: readonly Row[]): string | null {
  const isBare = bare.has(sqlType)
  let isEmpty = true
  let text = ''
  for (const row of rows) {
    const value = row[key]
    if (text !== '') text += ','
    if (value === undefined) {
      text += 'NULL'
      continue
    }
    isEmpty = false
    if (isBare) text += String(value)
    else text += element(type === 'json' ? JSON.stringify(value) : String(value))
  }
  return isEmpty ? null : `{${text}}`
}

/** The beginning of a text that stands in an index: an index entry may hold no more than some 2,700 bytes. */
export const prefixOf = (text: string): string => `left(${text}, 128)`

/** The names of columns, in a list. */
export const listOf = (columns: readonly SqlColumn[], prefix = ''): string =>
  columns.map(({ name }) => prefix + name).join(', ')

/** Values that a statement is given, each as its text. */
export class Values {
  readonly all: (string | null)[] = []

  /** Adds a value; gives its place in the statement. */
  add(sqlType: string, text: string | null): string {
    this.all.push(text)
    return `$${this.all.length}::${sqlType}`
  }

  /** Adds rows, column by column; gives the source to join them from, in their order. */
  addRows(columns: readonly SqlColumn[], rows: readonly Row[]): string {
    return `unnest(${this.#addArrays(columns, rows).join(', ')}) as given(${listOf(columns)})`
  }

  /**
   * Adds rows, column by column; gives what selects them to be inserted, in their order. PostgreSQL hands on each row as
   * it takes it from the arrays, where a source in `from` would keep every column in a store of its own first.
   */
  addSelected(columns: readonly SqlColumn[], rows: readonly Row[]): string {
    const arrays = this.#addArrays(columns, rows)
    return `select ${arrays.map((array) => `unnest(${array})`).join(', ')}`
  }

  #addArrays(columns: readonly SqlColumn[], rows: readonly Row[]): string[] {
    return columns.map((column) => this.add(`${column.sqlType}[]`, encodeColumn(column, rows)))
  }
}
