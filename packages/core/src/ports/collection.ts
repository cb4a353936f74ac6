import type { Column, Comparable } from './column.js'
import type { OwnerScope } from './owner.js'
import type { Page } from './page.js'

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
