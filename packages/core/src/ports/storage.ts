/** Stands for all owners at once. Only the engine's own sweeps use it; it cannot come in as text. */
export const everyOwner: unique symbol = Symbol.for('telltale.every-owner')

/** One owner, or the engine looking across all of them. */
export type OwnerScope = string | typeof everyOwner

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
}

/** What every record has. */
export interface BaseRecord {
  /** A UUID of version 7, in lower case; no two records of one owner and collection share it. */
  readonly id: string
  readonly ownerId: string
  /** 1 when inserted, one more with each update. */
  readonly version: number
  /** When it was inserted, in epoch milliseconds. */
  readonly createdAt: number
  /** When it was last updated, in epoch milliseconds. */
  readonly updatedAt: number
}

/** A collection's definition, whatever its records. */
export interface CollectionShape {
  readonly name: string
  readonly columns: Readonly<Record<string, Column>>
  readonly unique: readonly (readonly string[])[]
  readonly indexes: readonly (readonly string[])[]
}

/** Declares a collection: its columns beside those of {@link BaseRecord}, its unique keys and its indexes. */
export interface CollectionDefinition<Item extends BaseRecord> extends CollectionShape {
  /** Unique among collections and series; lower case, words joined by `_`; not `counters`. */
  readonly name: string
  readonly columns: { readonly [Name in Exclude<keyof Item, keyof BaseRecord>]-?: Column }
  /** Sets of columns whose values no two records of one owner share. A record that lacks one of them shares with none. */
  readonly unique: readonly (readonly (keyof Item & string)[])[]
  /** Sets of columns that are searched and ordered by, for one owner or for all. */
  readonly indexes: readonly (readonly (keyof Item & string)[])[]
}

/** A value that a column can be compared with. */
export type Comparable = string | number | boolean

/** What a column must be: a value, one of several, or within bounds (with none, any value). */
export type Condition =
  | Comparable
  | { readonly in: readonly Comparable[] }
  | {
      readonly lt?: Comparable
      readonly lte?: Comparable
      readonly gt?: Comparable
      readonly gte?: Comparable
    }

/** What each named column must be; a record without the column does not match. */
export type Where<Item> = { readonly [Name in keyof Item]?: Condition }

/** An order by one column that is never absent, and in the same direction by `id` where that is equal. */
export interface OrderBy<Item> {
  readonly column: keyof Item & string
  readonly direction: 'asc' | 'desc'
}

/** A question to a collection. */
export interface PageQuery<Item> {
  readonly where?: Where<Item>
  /** @default { column: 'id', direction: 'asc' } */
  readonly orderBy?: OrderBy<Item>
  /** At most so many, a whole number from 1 on. */
  readonly limit: number
  /** The `next` of the page before, of the same collection, owner and order. */
  readonly after?: string
}

/** Part of a longer list. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Handed in as `after`, gives the page that follows; absent on the last one. */
  readonly next?: string
}

/**
 * An insert, which is stored with version 1, or an update, which replaces the record with this id and owner, and
 * succeeds only while the stored version is still the one in `update.version`.
 */
export type WriteOperation<Item> = { readonly insert: Item } | { readonly update: Item }

/** What came of one operation. `record` is as stored, with its new version. */
export type WriteResult<Item> =
  | { readonly ok: true; readonly record: Item }
  | {
      readonly ok: false
      /**
       * `missing`: no such record of this owner · `version`: changed meanwhile · `unique`: another record of this owner
       * has the id or a unique key. The first that holds, in this order.
       */
      readonly reason: 'missing' | 'version' | 'unique'
    }

/** A question for records to work on. */
export interface ClaimQuery<Item> {
  readonly where?: Where<Item>
  /** @default { column: 'id', direction: 'asc' } */
  readonly orderBy?: OrderBy<Item>
  /** At most so many, a whole number from 1 on. */
  readonly limit: number
  /** The time now: records whose lease ends at or before it can be claimed. */
  readonly now: number
  /** How long nobody else gets the claimed records: whole milliseconds, at least 1. */
  readonly leaseMs: number
}

/**
 * Records of one kind. A query may name `id`, `createdAt`, `updatedAt` and the columns of a declared index or unique
 * key; with another column, or a value or cursor that does not belong there, it is refused with a `ValidationError`
 * before anything is done. What is handed in and out is a copy. A record of another owner is answered for exactly as
 * one that does not exist.
 */
export interface Collection<Item extends BaseRecord> {
  /**
   * Applies each operation by itself, in order, each seeing those before it; a result for each, in the same order. An
   * update ends the record's lease. One record that does not fit its columns has the whole call refused.
   */
  write(operations: readonly WriteOperation<Item>[]): Promise<readonly WriteResult<Item>[]>
  get(owner: OwnerScope, id: string): Promise<Item | undefined>
  /** By keyset: a record that is neither inserted nor removed meanwhile comes exactly once. */
  page(owner: OwnerScope, query: PageQuery<Item>): Promise<Page<Item>>
  count(owner: OwnerScope, where?: Where<Item>): Promise<number>
  /**
   * Leases records that nobody holds, and resolves to them in the order asked for. Each goes to one caller only, and
   * its version, which is one more than before, fences late writes; nothing else of it changes.
   */
  claim(owner: OwnerScope, query: ClaimQuery<Item>): Promise<readonly Item[]>
  /** Removes those that are there and of this owner; resolves to how many. */
  delete(owner: OwnerScope, ids: readonly string[]): Promise<number>
}

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

/** How an amount is added to a counter. */
export interface AddOptions {
  readonly now: number
  /**
   * The sum that must not be passed; an addition that would is refused whole. Zero, which asks for the sum, and negative
   * amounts are never refused. @default none
   */
  readonly limit?: number
  /**
   * When the sum begins at 0 again, that is, with the first addition whose `now` has reached it; kept from the first
   * accepted addition of a period that names one. @default never
   */
  readonly resetAt?: number
}

/** What came of an addition. */
export interface AddResult {
  readonly ok: boolean
  /** The sum, after the addition or as it stays. Never below 0. */
  readonly value: number
}

/** Which places of a queue are taken. */
export interface ReserveOptions {
  readonly now: number
  /** How far the places are apart: whole milliseconds, at least 0. */
  readonly gapMs: number
  /** How many, `gapMs` apart: a whole number from 1 on. @default 1 */
  readonly count?: number
}

/** Numbers that many processes count on together. What `add` and `reserve` keep under one key does not mix. */
export interface Counters {
  /** Adds any finite amount; resolves to whether it was accepted, and the sum. */
  add(owner: string, key: string, amount: number, options: AddOptions): Promise<AddResult>
  /**
   * Takes the next places of a queue, and resolves to the time of the first: `now`, or `gapMs` after the last place
   * given out when that is later.
   */
  reserve(owner: string, key: string, options: ReserveOptions): Promise<number>
}

/** The tables, as they are reached by themselves and within a transaction. */
export interface Tables {
  /** @throws `ValidationError` when the definition is malformed, or differs from one used before under its name. */
  collection<Item extends BaseRecord>(definition: CollectionDefinition<Item>): Collection<Item>
  /** @throws `ValidationError` when the definition is malformed, or differs from one used before under its name. */
  series<Row extends SeriesRow>(definition: SeriesDefinition<Row>): Series<Row>
  readonly counters: Counters
}

/** One row of a whole storage, as it is taken out and put back; plain JSON. Leases are left behind. */
export interface DumpedRow {
  readonly kind: 'collection' | 'series' | 'counter'
  /** The name of the collection or series; `counters` for a counter. */
  readonly name: string
  /**
   * The record or row as it was written. Of a counter: `ownerId`, `key`, the sum as `value`, and where there are any,
   * `resetAt` and the time of the last place given out as `reservedAt`.
   */
  readonly row: Readonly<Record<string, unknown>>
}

/**
 * Where the engine keeps everything. Making one does no I/O. Every read and write names its owner; what belongs to
 * nobody has the owner `shared`, which only the engine writes, and which is an owner like any other here. What fails
 * rejects with a `StorageError`, and nothing of that call was kept.
 */
export interface Storage extends Tables {
  /** The version of this contract. */
  readonly specVersion: 1
  /**
   * Runs `work` so that all of its writes happen or none, and nobody else sees some of them; `work` itself does.
   * Transactions behave towards each other as if they ran one after another. Where that could not be kept, `work` is
   * run again; a storage that gives up rejects with a `ConflictError` that is `retryable`. So `work` touches only the
   * tables it is given, which end with it (code `CLOSED` afterwards), and does no other I/O. What it throws undoes its
   * writes and comes out unchanged.
   */
  transaction<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>
  /** Removes all that belongs to the owner, in one transaction; resolves to how many of each table that had any, by name. */
  erase(ownerId: string): Promise<Readonly<Record<string, number>>>
  /**
   * Everything, or everything of one owner, as it stands at one moment: collections, counters, series, each by name,
   * each table's rows by `ownerId` and then `id`, or `key`, or `key`, `at` and `id`.
   */
  dump(options?: { readonly ownerId?: string }): AsyncIterable<DumpedRow>
  /**
   * Puts dumped rows in, all or none; a row that is already there is replaced. Resolves to how many.
   *
   * @throws `ValidationError` when a row is malformed, `ConflictError` when a unique key is taken by another record.
   */
  load(rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>): Promise<number>
  /** Makes the tables what this version needs. May be called twice, and by several processes at once. */
  migrate(): Promise<void>
  /**
   * Waits for the calls under way, writes what is still to be written, and lets go of what the storage opened itself.
   * May be called twice. Whatever is called after it rejects with a `TelltaleError` of code `CLOSED`.
   */
  close(): Promise<void>
}
