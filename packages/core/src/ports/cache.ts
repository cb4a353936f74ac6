/**
 * What is cached, each kind for its own time: results of a search, data of a market, what a car is worth, facts of a
 * region, and answers that say themselves how long they may be kept (`http`).
 */
export type CacheKind = 'search' | 'market' | 'valuation' | 'regional' | 'http'

/** How a value is kept. */
export interface CacheSetOptions {
  /** @default the time of the kind; of `http` there is none, and nothing is kept without one */
  readonly ttlMs?: number
}

/** What was looked up before. It may forget at any time: a cache that cannot be reached knows nothing, and fails nobody. */
export interface Cache {
  /** Resolves to `undefined` when nothing is kept. Check what comes out: another version may have put it in. */
  get(kind: CacheKind, key: string): Promise<unknown>
  /** Keeps a value: plain JSON. */
  set(kind: CacheKind, key: string, value: unknown, options?: CacheSetOptions): Promise<void>
  /** Forgets one value, or without a key every value of the kind. */
  invalidate(kind: CacheKind, key?: string): Promise<void>
}

/** The part of a Keyv that is used; a `Keyv` of version 5 fits, with any of its backends. */
export interface KeyvLike {
  getMany(keys: string[]): Promise<readonly unknown[]>
  set(key: string, value: unknown, ttlMs?: number): Promise<unknown>
  delete(key: string): Promise<unknown>
  on(event: 'error', listener: (cause: unknown) => void): unknown
  off(event: 'error', listener: (cause: unknown) => void): unknown
}
