import type { Column } from './column.js'
import type { Page } from './page.js'

/** What every row of a series has. */
export interface SeriesRow {
  readonly ownerId: string
  /** What the row is about, such as a monitor's id. */
  readonly key: string
  /** When it was observed, in epoch milliseconds. */
  readonly at: number
  /** Tells rows of one key and time apart. */
  readonly id: string
}

/** A series' definition, whatever its rows. */
export interface SeriesShape {
  readonly name: string
  readonly columns: Readonly<Record<string, Column>>
}

/** Declares a series: its columns beside those of {@link SeriesRow}. */
export interface SeriesDefinition<Row extends SeriesRow> extends SeriesShape {
  /** Unique among collections and series; lower case, words joined by `_`; not `counters`. */
  readonly name: string
  readonly columns: { readonly [Name in Exclude<keyof Row, keyof SeriesRow>]-?: Column }
}

/** A span of time, from `from` on and before `to`. */
export interface TimeRange {
  /** @default the beginning */
  readonly from?: number
  /** @default the end */
  readonly to?: number
}

/** A question for the rows of several keys. */
export interface RangeQuery<Field extends string> extends TimeRange {
  /** The columns wanted beside `ownerId`, `key`, `at` and `id`. @default all */
  readonly fields?: readonly Field[]
}

/** A question for the rows of one key, a page at a time. */
export interface SeriesPageQuery extends TimeRange {
  /** At most so many, a whole number from 1 on. */
  readonly limit: number
  /** @default 'desc' (the newest first) */
  readonly direction?: 'asc' | 'desc'
  /** The `next` of the page before, of the same series, owner, key and direction. */
  readonly after?: string
}

/** What only grows. Rows of one key are ordered by `at`, then `id`. What is handed in and out is a copy. */
export interface Series<Row extends SeriesRow> {
  /** Adds rows of any owners; one whose owner, key, `at` and `id` are already there is ignored. Resolves to how many are new. */
  append(rows: readonly Row[]): Promise<number>
  /**
   * Adds rows of any owners; one whose owner, key, `at` and `id` are already there takes its place, the last of several
   * in one call. For what is computed anew, such as a roll-up. Resolves to how many are new.
   */
  replace(rows: readonly Row[]): Promise<number>
  /** The newest row of each key that has any. */
  latest(owner: string, keys: readonly string[]): Promise<ReadonlyMap<string, Row>>
  /**
   * All rows of these keys in the span, oldest first within each key, keys in the order asked for. A key that is named
   * twice is read once.
   */
  range<Field extends keyof Row & string = keyof Row & string>(
    owner: string,
    keys: readonly string[],
    query?: RangeQuery<Field>,
  ): Promise<readonly Pick<Row, Field | keyof SeriesRow>[]>
  /** By keyset: a row that is neither added nor removed meanwhile comes exactly once. */
  page(owner: string, key: string, query: SeriesPageQuery): Promise<Page<Row>>
  /** Removes all rows of these keys; resolves to how many. */
  deleteKeys(owner: string, keys: readonly string[]): Promise<number>
  /** Removes what is older than `at`, of every owner; resolves to how many. */
  dropBefore(at: number): Promise<number>
}
