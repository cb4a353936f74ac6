import type { Bus } from './bus.js'
import type { BaseRecord, Collection, CollectionDefinition } from './collection.js'
import type { Counters } from './counters.js'
import type { Series, SeriesDefinition, SeriesRow } from './series.js'

/** Access to tables, of the storage itself or of a transaction. */
export interface Tables {
  /**
   * Returns the collection of a definition.
   *
   * @throws `ValidationError` when the definition is malformed, or differs from one used before under its name.
   */
  collection<Item extends BaseRecord>(definition: CollectionDefinition<Item>): Collection<Item>
  /**
   * Returns the series of a definition.
   *
   * @throws `ValidationError` when the definition is malformed, or differs from one used before under its name.
   */
  series<Row extends SeriesRow>(definition: SeriesDefinition<Row>): Series<Row>
  /** The counters. */
  readonly counters: Counters
}

/** One row of a dump, as plain JSON. Leases are not dumped. */
export interface DumpedRow {
  /** The kind of table. */
  readonly kind: 'collection' | 'series' | 'counter'
  /** The name of the collection or series, or `counters`. */
  readonly name: string
  /**
   * The record or row as it was written. A counter has `ownerId`, `key`, the sum as `value`, and where they exist
   * `resetAt` and, as `reservedAt`, the time of the last reserved place.
   */
  readonly row: Readonly<Record<string, unknown>>
}

/** Options of a dump: the part of the storage to read. */
export interface DumpOptions {
  /** Only the rows of this owner. @default every owner */
  readonly ownerId?: string
  /** Only the rows of this series that are older than `before`. @default every table, whatever its age */
  readonly series?: { readonly name: string; readonly before: number }
}

/**
 * The storage of the engine: collections, series and counters. Making one does no I/O. Every read and write names its
 * owner. Shared data has the owner `shared`, which only the engine writes and which a storage treats like any other.
 * A call that fails rejects with a `StorageError` and has stored nothing. Values are limited to what every storage takes
 * (see `ColumnType`), and each storage refuses others with a `ValidationError`.
 */
export interface Storage extends Tables {
  /** The version of this contract. */
  readonly specVersion: 1
  /**
   * Runs `work` in a serializable transaction: all of its writes happen or none, and nobody else sees some of them.
   * On a conflict `work` runs again; a storage that gives up rejects with a `ConflictError` that is `retryable`. So `work`
   * uses only the tables it is given, which end with it (code `CLOSED` afterwards), and does no other I/O. An error that
   * it throws undoes its writes and comes out unchanged.
   */
  transaction<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>
  /** Removes all rows of an owner in one transaction. Resolves to the number removed by table, for tables that had any. */
  erase(ownerId: string): Promise<Readonly<Record<string, number>>>
  /**
   * Reads everything, or the part asked for, as of one moment: collections, counters, series, each by name, and each
   * table's rows by `ownerId` and then `id`, or `key`, or `key`, `at` and `id`. Rows are read in batches as the loop takes
   * them. The dump may hold a connection until the loop ends.
   */
  dump(options?: DumpOptions): AsyncIterable<DumpedRow>
  /**
   * Writes dumped rows, all or none. A row that exists already is replaced, and of several for one place the last counts.
   * Rows are taken one after the other, and a storage that can keeps only a batch of them in memory. Resolves to the number
   * of rows.
   *
   * @throws `ValidationError` when a row is malformed, `ConflictError` when a unique key is taken by another record.
   */
  load(rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>): Promise<number>
  /** Creates and updates the tables that this version needs. May be called twice, and by several processes at once. */
  migrate(): Promise<void>
  /**
   * Makes a bus between the processes that share this storage, for a host that brings none. Whoever calls this closes the
   * bus, before the storage. Absent where a storage belongs to one process.
   */
  openBus?(): Bus
  /**
   * Waits for pending calls, flushes pending writes, and releases the resources that the storage opened itself. May be
   * called twice. Calls after it reject with a `TelltaleError` of code `CLOSED`.
   */
  close(): Promise<void>
}
