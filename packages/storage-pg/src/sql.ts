import { createHash } from 'node:crypto'
import type { CollectionShape, Row, SeriesShape } from '@telltale/core/ports'
import { type Columns, type ColumnType, defined, recordColumns, rowColumns } from '@telltale/core/ports'

/** Returns a name quoted for SQL. */
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

/** One column of a table. */
export interface SqlColumn {
  /** The name of the column in records. */
  readonly key: string
  /** The name of the column in SQL, quoted. */
  readonly name: string
  readonly type: ColumnType
  readonly sqlType: string
  readonly optional: boolean
  /** `true` for a text in an index, which holds only the beginning of it. */
  readonly isPrefixIndexed?: boolean
  /** The collection that the column refers to by a record's id. */
  readonly references?: string
}

/** A table of a schema, with what this process knows about its rows. */
export interface SqlTable {
  readonly kind: 'collection' | 'series'
  readonly shape: CollectionShape | SeriesShape
  /** The name in SQL: schema and table, quoted. */
  readonly name: string
  readonly columns: readonly SqlColumn[]
  readonly columnOf: ReadonlyMap<string, SqlColumn>
  readonly schema: string
  /** The names of the months whose partitions this process has seen, for a series. */
  readonly knownMonths: Set<string>
  /** The time of this process's last write for each owner, for a series. */
  readonly lastWriteAt: Map<string, number>
}

/** Returns the table of a definition. Its texts are ordered by code point. */
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

/** Shortens a name to 63 bytes with a hash. PostgreSQL would cut it, and two names could become one. */
export function shortName(name: string): string {
  if (name.length <= 63) return name
  return `${name.slice(0, 50)}_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`
}

/** Returns the name in SQL of the partition for one month of a series. */
export const partitionName = ({ schema, shape }: SqlTable, month: string): string =>
  `${quote(schema)}.${quote(shortName(`${shape.name}__${month}`))}`

/**
 * Returns a column of a table.
 *
 * @throws `Error` when there is none; names that callers give are checked before.
 */
export function columnIn(table: SqlTable, key: string): SqlColumn {
  const column = table.columnOf.get(key)
  if (!column) throw new Error(`${table.name} has no column for ${key}`)
  return column
}

/** Writes a value as text that PostgreSQL reads. */
export function encode(type: ColumnType, value: unknown): string | null {
  if (value === undefined) return null
  return type === 'json' ? JSON.stringify(value) : String(value)
}

/** Reads a value from the text that PostgreSQL writes. */
export function decode(type: ColumnType, text: string): unknown {
  if (type === 'text' || type === 'decimal') return text
  if (type === 'boolean') return text === 't' || text === 'true'
  return type === 'json' ? JSON.parse(text) : Number(text)
}

/** Reads a row from the texts of its columns. A key whose value is NULL is absent. */
export function decodeRow(columns: readonly SqlColumn[], values: readonly (string | null)[]): Row {
  const row: Record<string, unknown> = {}
  let index = 0
  for (const { key, type } of columns) {
    const text = values[index++]
    if (text !== null && text !== undefined) row[key] = decode(type, text)
  }
  return row
}

const specialCharacters = /["\\]/

const quoteElement = (text: string): string =>
  `"${specialCharacters.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`

/** Writes an array of texts as PostgreSQL reads it. */
export const encodeArray = (texts: readonly (string | null)[]): string =>
  `{${texts.map((text) => (text === null ? 'NULL' : quoteElement(text))).join()}}`

/** The types whose values need no quotes in an array. */
const unquotedTypes = new Set(['bigint', 'double precision', 'boolean', 'numeric', 'uuid'])

/**
 * Writes the values of a column as an array, in one pass, since most of the time of an append is spent here. Returns
 * `null` when no row has a value, which spares PostgreSQL the parsing.
 */
function encodeColumn({ key, type, sqlType }: SqlColumn, rows: readonly Row[]): string | null {
  const isUnquoted = unquotedTypes.has(sqlType)
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
    if (isUnquoted) text += String(value)
    else text += quoteElement(type === 'json' ? JSON.stringify(value) : String(value))
  }
  return isEmpty ? null : `{${text}}`
}

/** Returns the SQL of the beginning of a text, which an index holds. An index entry is limited to some 2,700 bytes. */
export const prefixOf = (text: string): string => `left(${text}, 128)`

/** Returns the names of columns, separated by commas. */
export const listOf = (columns: readonly SqlColumn[], prefix = ''): string =>
  columns.map(({ name }) => prefix + name).join(', ')

/** The parameters of a statement, each as text. */
export class Values {
  readonly all: (string | null)[] = []

  /** Adds a value. Returns its placeholder, such as `$1::text`. */
  add(sqlType: string, text: string | null): string {
    this.all.push(text)
    return `$${this.all.length}::${sqlType}`
  }

  /** Adds rows, column by column. Returns the table expression `given` that yields them in order. */
  addRows(columns: readonly SqlColumn[], rows: readonly Row[]): string {
    return `unnest(${this.#addArrays(columns, rows).join(', ')}) as given(${listOf(columns)})`
  }

  /**
   * Adds rows, column by column. Returns the `select` that yields them in order for an insert. PostgreSQL streams them
   * from the arrays, whereas a source in `from` would first be stored column by column.
   */
  addSelected(columns: readonly SqlColumn[], rows: readonly Row[]): string {
    const arrays = this.#addArrays(columns, rows)
    return `select ${arrays.map((array) => `unnest(${array})`).join(', ')}`
  }

  #addArrays(columns: readonly SqlColumn[], rows: readonly Row[]): string[] {
    return columns.map((column) => this.add(`${column.sqlType}[]`, encodeColumn(column, rows)))
  }
}
