import type { Column } from './column.js'
import type { Page } from './page.js'

/** The columns of every row of a series. */
export interface SeriesRow {
  /** The owner of the row. */
  readonly ownerId: string
  /** The key that groups rows, such as a monitor's id. */
  readonly key: string
  /** The time of the row, in epoch milliseconds. */
  readonly at: number
  /** An id that distinguishes rows of one key and time. */
  readonly id: string
}

/** A series' definition without the type of its rows. */
export interface SeriesShape {
  /** The name, unique among collections and series. */
  readonly name: string
  /** The columns beside those of {@link SeriesRow}, by name. */
  readonly columns: Readonly<Record<string, Column>>
}

/** The definition of a series: its columns beside those of {@link SeriesRow}. */
export interface SeriesDefinition<Row extends SeriesRow> extends SeriesShape {
  /** The name, unique among collections and series: lower-case words joined by `_`, not `counters`. */
  readonly name: string
  /** The columns beside those of {@link SeriesRow}, by name. */
  readonly columns: { readonly [Name in Exclude<keyof Row, keyof SeriesRow>]-?: Column }
}

/** A half-open range of time: from `from` on, and before `to`. */
export interface TimeRange {
  /** The first time in the range, in epoch milliseconds. @default the beginning */
  readonly from?: number
  /** The end of the range, itself not in it, in epoch milliseconds. @default the end */
  readonly to?: number
}

/** A query for the rows of several keys. */
export interface RangeQuery<Field extends string> extends TimeRange {
  /** The columns to read beside `ownerId`, `key`, `at` and `id`. @default all */
  readonly fields?: readonly Field[]
}

/** A query for one page of the rows of one key. */
export interface SeriesPageQuery extends TimeRange {
  /** The number of rows at most: a whole number from 1 on. */
  readonly limit: number
  /** The order by time. @default 'desc' (newest first) */
  readonly direction?: 'asc' | 'desc'
  /** The `next` of the previous page, of the same series, owner, key and direction. @default the first page */
  readonly after?: string
}

/** A time series, which only grows. Rows of one key are ordered by `at`, then `id`. Rows are copied on the way in and out. */
export interface Series<Row extends SeriesRow> {
  /** Adds rows of any owners. A row whose owner, key, `at` and `id` exist already is ignored. Resolves to the number of new rows. */
  append(rows: readonly Row[]): Promise<number>
  /**
   * Adds rows of any owners. A row whose owner, key, `at` and `id` exist already replaces the old one; of several in one
   * call the last counts. For rows that are computed again, such as roll-ups. Resolves to the number of new rows.
   */
  replace(rows: readonly Row[]): Promise<number>
  /** Resolves to the newest row of each key that has rows. */
  latest(owner: string, keys: readonly string[]): Promise<ReadonlyMap<string, Row>>
  /**
   * Reads all rows of these keys in the range, oldest first within each key, keys in the order asked for. A key that is
   * named twice is read once.
   */
  range<Field extends keyof Row & string = keyof Row & string>(
    owner: string,
    keys: readonly string[],
    query?: RangeQuery<Field>,
  ): Promise<readonly Pick<Row, Field | keyof SeriesRow>[]>
  /** Reads one page, by keyset: a row that is neither added nor removed meanwhile comes exactly once. */
  page(owner: string, key: string, query: SeriesPageQuery): Promise<Page<Row>>
  /** Removes all rows of these keys. Resolves to the number removed. */
  deleteKeys(owner: string, keys: readonly string[]): Promise<number>
  /** Removes the rows of every owner that are older than `at`. Resolves to the number removed. */
  dropBefore(at: number): Promise<number>
}
