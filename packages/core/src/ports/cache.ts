/**
 * The kinds of cached values, each with its own time to live: results of a search, data of a market, values of cars,
 * facts of a region, and HTTP responses that state their own time to live (`http`).
 */
export type CacheKind = 'search' | 'market' | 'valuation' | 'regional' | 'http'

/** Options of {@link Cache.set}. */
export interface CacheSetOptions {
  /** The time to live in milliseconds. @default the time of the kind; 0 for `http`, which keeps nothing */
  readonly ttlMs?: number
}

/** A cache. It may lose values at any time, and never rejects: one that cannot be reached counts as empty. */
export interface Cache {
  /** Resolves to a value, or `undefined`. Check the value: another version of the code may have stored it. */
  get(kind: CacheKind, key: string): Promise<unknown>
  /** Stores a value, which must be plain JSON. */
  set(kind: CacheKind, key: string, value: unknown, options?: CacheSetOptions): Promise<void>
  /** Removes one value, or without a key all values of the kind. */
  invalidate(kind: CacheKind, key?: string): Promise<void>
}

/** The part of a Keyv that is used. A `Keyv` of version 5 with any backend fits. */
export interface KeyvLike {
  /** Resolves to the values of the keys, in their order; `undefined` for a missing one. */
  getMany(keys: string[]): Promise<readonly unknown[]>
  /** Stores a value, with a time to live in milliseconds. */
  set(key: string, value: unknown, ttlMs?: number): Promise<unknown>
  /** Removes a value. */
  delete(key: string): Promise<unknown>
  /** Adds a listener of backend errors. */
  on(event: 'error', listener: (cause: unknown) => void): unknown
  /** Removes a listener of backend errors. */
  off(event: 'error', listener: (cause: unknown) => void): unknown
}
