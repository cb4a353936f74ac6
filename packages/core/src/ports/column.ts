/**
 * The type of a column. A value that does not fit is refused with a `ValidationError`. A key that holds `undefined` counts
 * as absent. Every text, in a `text` column or anywhere within `json`, is well-formed Unicode (no lone surrogates)
 * without U+0000: the texts that every storage takes. `toStorableText` makes one of any string. Negative zero is stored
 * as 0.
 *
 * - `text`: such a text that does not begin with U+FEFF, a byte order mark; ordered by code point
 * - `integer`: a whole number of at most ±(2^53 - 1)
 * - `real`: any finite number
 * - `boolean`: ordered `false` before `true`
 * - `time`: epoch milliseconds, a whole number within the years 1 to 9999
 * - `decimal`: an exact number of at most 1,000 digits in a string such as `'-12.50'` (no exponent, no needless zero before the point, no
 *   negative zero), given back as it was written and compared by its value
 * - `json`: plain JSON other than a bare `null`, at most 100 levels deep; cannot be searched, ordered by or unique
 */
export type ColumnType = 'text' | 'integer' | 'real' | 'boolean' | 'time' | 'decimal' | 'json'

/** One column of a table. */
export interface Column {
  /** The type of its values. */
  readonly type: ColumnType
  /** `true` when the key may be absent. @default false */
  readonly optional?: boolean
  /**
   * A foreign key, for a `text` column of a collection: the name of the collection whose record, of the same owner, the
   * value names by id. A storage may enforce it. Then a value that names no record is refused when its transaction ends,
   * and a record is removed together with the one that it names. @default none
   */
  readonly references?: string
}

/** A value that a column can be compared with. */
export type ComparableValue = string | number | boolean
