/**
 * The type of a column. A value that does not fit is refused with a `ValidationError`; a key that holds `undefined` is
 * an absent one.
 *
 * - `text`: well-formed Unicode without U+0000, ordered by code point
 * - `integer`: a whole number of at most ±(2^53 - 1)
 * - `real`: any finite number
 * - `boolean`: ordered `false` before `true`
 * - `time`: epoch milliseconds, a whole number within the years 1 to 9999
 * - `decimal`: an exact number in a string such as `'-12.50'` (no exponent, no needless zero before the point, no
 *   negative zero), given back as it was written and compared by its value
 * - `json`: plain JSON other than a bare `null`; cannot be searched, ordered by or unique
 */
export type ColumnType = 'text' | 'integer' | 'real' | 'boolean' | 'time' | 'decimal' | 'json'

/** One column of a table. */
export interface Column {
  readonly type: ColumnType
  /** Whether the key may be absent. @default false */
  readonly optional?: boolean
  /**
   * Of a text of a collection: the name of the collection whose record, of the same owner, it names by its id. A storage
   * may see to it: then what names no record is refused when its transaction ends, and goes with the record that it
   * names. @default none
   */
  readonly references?: string
}

/** A value that a column can be compared with. */
export type Comparable = string | number | boolean
