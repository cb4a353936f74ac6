import type { Column, ComparableValue } from './column.js'
import type { OwnerScope } from './owner.js'
import type { Page } from './page.js'

/** The columns of every record. */
export interface BaseRecord {
  /** A UUID of version 7, in lower case; no two records of one owner and collection share it. */
  readonly id: string
  /** The owner of the record. */
  readonly ownerId: string
  /** The version: 1 when inserted, one more with each update or claim. */
  readonly version: number
  /** The time of the insert, in epoch milliseconds. */
  readonly createdAt: number
  /** The time of the last update, in epoch milliseconds. */
  readonly updatedAt: number
}

/** A collection's definition without the type of its records. */
export interface CollectionShape {
  /** The name, unique among collections and series. */
  readonly name: string
  /** The columns beside those of {@link BaseRecord}, by name. */
  readonly columns: Readonly<Record<string, Column>>
  /** Unique keys: sets of columns. */
  readonly unique: readonly (readonly string[])[]
  /** Indexes: sets of columns. */
  readonly indexes: readonly (readonly string[])[]
}

/** The definition of a collection: its columns beside those of {@link BaseRecord}, its unique keys and its indexes. */
export interface CollectionDefinition<Item extends BaseRecord> extends CollectionShape {
  /** The name, unique among collections and series: lower-case words joined by `_`, not `counters`. */
  readonly name: string
  /** The columns beside those of {@link BaseRecord}, by name. */
  readonly columns: { readonly [Name in Exclude<keyof Item, keyof BaseRecord>]-?: Column }
  /** Unique keys: sets of columns whose values no two records of one owner share. A record that lacks one of the columns conflicts with none. */
  readonly unique: readonly (readonly (keyof Item & string)[])[]
  /** Indexes: sets of columns to search and order by, for one owner or for all. */
  readonly indexes: readonly (readonly (keyof Item & string)[])[]
}

/** A condition on a column: equal to a value, one of several values, or within bounds. Without bounds any value matches. */
export type Condition =
  | ComparableValue
  | { readonly in: readonly ComparableValue[] }
  | {
      readonly lt?: ComparableValue
      readonly lte?: ComparableValue
      readonly gt?: ComparableValue
      readonly gte?: ComparableValue
    }

/** Conditions by column. A record matches when it has each named column and meets its condition. */
export type Where<Item> = { readonly [Name in keyof Item]?: Condition }

/** An order by one column that is never absent, then by `id` in the same direction. */
export interface OrderBy<Item> {
  /** The column. */
  readonly column: keyof Item & string
  /** `asc` for lowest first, `desc` for highest first. */
  readonly direction: 'asc' | 'desc'
}

/** A query for one page of records. */
export interface PageQuery<Item> {
  /** The conditions. @default every record */
  readonly where?: Where<Item>
  /** The order. @default { column: 'id', direction: 'asc' } */
  readonly orderBy?: OrderBy<Item>
  /** The number of records at most: a whole number from 1 on. */
  readonly limit: number
  /** The `next` of the previous page, of the same collection, owner and order. @default the first page */
  readonly after?: string
}

/**
 * An insert, which is stored with version 1, or an update, which replaces the record with this id and owner, and
 * succeeds only while the stored version is still the one in `update.version`.
 */
export type WriteOperation<Item> = { readonly insert: Item } | { readonly update: Item }

/** The result of one operation. `record` is as stored, with its new version. */
export type WriteResult<Item> =
  | { readonly ok: true; readonly record: Item }
  | {
      readonly ok: false
      /**
       * The reason: `missing` when this owner has no such record, `version` when it changed meanwhile, `unique` when
       * another record of this owner has the id or a unique key. Where several apply, the first in this order.
       */
      readonly reason: 'missing' | 'version' | 'unique'
    }

/** A query for records to work on. */
export interface ClaimQuery<Item> {
  /** The conditions. @default every record */
  readonly where?: Where<Item>
  /** The order. @default { column: 'id', direction: 'asc' } */
  readonly orderBy?: OrderBy<Item>
  /** The number of records at most: a whole number from 1 on. */
  readonly limit: number
  /** The current time, in epoch milliseconds. Records whose lease ends at or before it can be claimed. */
  readonly now: number
  /** The length of the lease, during which nobody else can claim the records: whole milliseconds, at least 1. */
  readonly leaseMs: number
}

/**
 * The records of one kind. A query may name `id`, `createdAt`, `updatedAt` and the columns of a declared index or unique
 * key. A query with another column, or with a value or cursor that does not fit, rejects with a `ValidationError` before
 * anything is done. Records are copied on the way in and out. A record of another owner is treated exactly like one that
 * does not exist.
 */
export interface Collection<Item extends BaseRecord> {
  /**
   * Applies each operation by itself, in order; each sees the ones before it. Resolves to one result for each, in the same
   * order. An update ends the record's lease. One record that does not fit its columns makes the whole call reject.
   */
  write(operations: readonly WriteOperation<Item>[]): Promise<readonly WriteResult<Item>[]>
  /** Resolves to the record with this id, or `undefined`. */
  get(owner: OwnerScope, id: string): Promise<Item | undefined>
  /** Reads one page, by keyset: a record that is neither inserted nor removed meanwhile comes exactly once. */
  page(owner: OwnerScope, query: PageQuery<Item>): Promise<Page<Item>>
  /** Counts the records that match. */
  count(owner: OwnerScope, where?: Where<Item>): Promise<number>
  /**
   * Leases records that have no lease, and resolves to them in the order asked for. Each goes to one caller only. A claim
   * raises the record's version by one, which fences late writes, and changes nothing else.
   */
  claim(owner: OwnerScope, query: ClaimQuery<Item>): Promise<readonly Item[]>
  /** Removes records of this owner by id. Resolves to the number removed. */
  delete(owner: OwnerScope, ids: readonly string[]): Promise<number>
}
