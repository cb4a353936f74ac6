import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { once } from '../async/index.js'
import type { Cache, CacheKind, Clock, KeyvLike, Logger } from '../ports/index.js'

/** A cache with a lifetime. */
export interface OpenCache extends Cache {
  /** Detaches from the host's Keyv, which stays open. */
  close(): Promise<void>
}

/** The dependencies and settings of {@link createCache}. */
export interface CacheDependencies {
  /** The host's Keyv. @default one in memory, of 32 million characters */
  readonly keyv?: KeyvLike | undefined
  /** The time to live of each kind, in milliseconds. */
  readonly times: Readonly<Record<CacheKind, number>>
  readonly clock: Pick<Clock, 'now'>
  readonly logger: Logger
}

interface CachedValue {
  readonly value: unknown
  readonly storedAt: number
  readonly expiresAt: number
}

/** The maximum size of the cache in memory, in UTF-16 code units of keys and values: two bytes each at most. */
const maxChars = 32_000_000

const kindKey = (kind: CacheKind) => `telltale:${kind}`

/** Returns the key in the backend. It is hashed, since a URL may be too long for a backend, and may be confidential. */
const entryKey = (kind: CacheKind, key: string) => `telltale:${kind}:${hash('sha256', key, 'base64url')}`

/**
 * Makes a cache over a Keyv. To invalidate a kind, it stores the time: older values are ignored in every process, even if
 * the backend cannot list its keys. The clock decides which values have expired. A Keyv that fails counts as empty.
 */
export function createCache({ keyv: given, times, clock, logger }: CacheDependencies): OpenCache {
  const onError = (err: unknown) => logger.warn({ err }, 'the cache failed; going on without it')
  const memory = given ? undefined : new MemoryStore()
  const open = once(async () => {
    const keyv = given ?? (await createMemoryKeyv(memory))
    keyv.on('error', onError)
    return keyv
  })
  const attempt = async <Result>(work: (keyv: KeyvLike) => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work(await open())
    } catch (cause) {
      onError(cause)
      return undefined
    }
  }

  return {
    get: async (kind, key) => {
      const name = entryKey(kind, key)
      // This is a hot path, and most lookups miss: the memory is asked directly, without Keyv's promises.
      if (memory && !memory.has(name)) return undefined
      return attempt(async (keyv) => {
        const [cached, invalidatedAt] = await keyv.getMany([name, kindKey(kind)])
        if (!isCachedValue(cached) || cached.expiresAt <= clock.now()) return undefined
        const isInvalidated = typeof invalidatedAt === 'number' && cached.storedAt <= invalidatedAt
        return isInvalidated ? undefined : cached.value
      })
    },
    set: async (kind, key, value, { ttlMs = times[kind] } = {}) => {
      if (ttlMs <= 0) return
      const storedAt = clock.now()
      const cached: CachedValue = { value, storedAt, expiresAt: storedAt + ttlMs }
      await attempt((keyv) => keyv.set(entryKey(kind, key), cached, ttlMs))
    },
    invalidate: async (kind, key) => {
      await attempt((keyv) =>
        key === undefined ? keyv.set(kindKey(kind), clock.now()) : keyv.delete(entryKey(kind, key)),
      )
    },
    close: async () => {
      given?.off('error', onError)
    },
  }
}

const isCachedValue = (value: unknown): value is CachedValue =>
  typeof value === 'object' && value !== null && 'storedAt' in value && 'expiresAt' in value

/**
 * The memory of a cache, which evicts the least recently used values. Keyv reads a value before the time at which its kind
 * was invalidated, so that the time is evicted after all values that it applies to.
 */
class MemoryStore extends LRUCache<string, string> {
  constructor() {
    super({ maxSize: maxChars, sizeCalculation: (value, key) => key.length + value.length })
  }

  /** Stores a value. Keyv passes its time to live as a third argument, which LRUCache would take for an object. */
  override set(key: string, value: string): this {
    return super.set(key, value)
  }
}

async function createMemoryKeyv(memory: MemoryStore | undefined): Promise<KeyvLike> {
  const { Keyv } = await import('keyv')
  return new Keyv({ store: memory, useKeyPrefix: false })
}
