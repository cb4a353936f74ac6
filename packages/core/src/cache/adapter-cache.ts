import type { Adapter, Cache, CacheKind } from '../ports/index.js'
import { parseDuration } from '../time/index.js'

/** Returns the part of a cache that belongs to one adapter. It keeps no value longer than the source's terms allow. */
export function adapterCache(
  cache: Cache,
  { id, keepFor }: Pick<Adapter, 'id' | 'keepFor'>,
  times: Readonly<Record<CacheKind, number>>,
): Pick<Cache, 'get' | 'set'> {
  const maxTtlMs = keepFor === undefined ? Number.POSITIVE_INFINITY : parseDuration(keepFor)
  return {
    get: (kind, key) => cache.get(kind, `${id} ${key}`),
    set: (kind, key, value, { ttlMs = times[kind] } = {}) =>
      cache.set(kind, `${id} ${key}`, value, { ttlMs: Math.min(ttlMs, maxTtlMs) }),
  }
}
