import type { BaseRecord, Collection, CollectionDefinition } from './collection.js'
import type { Counters } from './counters.js'
import type { Series, SeriesDefinition, SeriesRow } from './series.js'

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

/** What of a storage a dump gives. */
export interface DumpOptions {
  /** Only what belongs to this owner. @default every owner */
  readonly ownerId?: string
  /** Only the rows of this series that are older than `before`. @default every table, whatever its age */
  readonly series?: { readonly name: string; readonly before: number }
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
   * Everything, or what is asked for, as it stands at one moment: collections, counters, series, each by name, each
   * table's rows by `ownerId` and then `id`, or `key`, or `key`, `at` and `id`. It is read as it is taken, some rows at a
   * time, and may hold a connection until it has ended or is left.
   */
  dump(options?: DumpOptions): AsyncIterable<DumpedRow>
  /**
   * Puts dumped rows in, all or none; a row that is already there is replaced, and of several for one place the last
   * counts. The rows are taken one after the other, and a storage that can holds only some of them at a time. Resolves to
   * how many.
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
