import type { Adapter, Cache, CacheKind } from '../ports/index.js'
import { parseDuration } from '../time/index.js'

/** The part of a cache that is one adapter's own, in which nothing is kept for longer than its source's terms allow. */
export function adapterCache(
  cache: Cache,
  { id, keepFor }: Pick<Adapter, 'id' | 'keepFor'>,
  times: Readonly<Record<CacheKind, number>>,
): Pick<Cache, 'get' | 'set'> {
  const mostMs = keepFor === undefined ? Number.POSITIVE_INFINITY : parseDuration(keepFor)
  return {
    get: (kind, key) => cache.get(kind, `${id} ${key}`),
    set: (kind, key, value, { ttlMs = times[kind] } = {}) =>
      cache.set(kind, `${id} ${key}`, value, { ttlMs: Math.min(ttlMs, mostMs) }),
  }
}
