import { hash } from 'node:crypto'
import type { Cache, CacheKind, Clock, KeyvLike, Logger } from '../ports/index.js'
import { RecentMap } from './recent-map.js'

/** A cache that is let go of with Telltale. */
export interface OpenCache extends Cache {
  /** Lets go of the host's Keyv, which stays open. */
  close(): Promise<void>
}

/** What a cache is made of. */
export interface CacheParts {
  /** The host's own. @default one in memory, of 32 million characters */
  readonly keyv?: KeyvLike | undefined
  readonly times: Readonly<Record<CacheKind, number>>
  readonly clock: Pick<Clock, 'now'>
  readonly logger: Logger
}

interface Kept {
  readonly value: unknown
  readonly storedAt: number
  readonly expiresAt: number
}

/** Of characters, two bytes each at most. */
const maxChars = 32_000_000

const kindKey = (kind: CacheKind) => `telltale:${kind}`

/** By its hash: a URL may be longer than a backend takes, and what it says is nobody's business there. */
const entryKey = (kind: CacheKind, key: string) => `telltale:${kind}:${hash('sha256', key, 'base64url')}`

/**
 * Returns a cache over a Keyv. A kind is forgotten by noting when: what was stored up to then counts no more, in every
 * process, whatever the backend can list. The clock decides what is too old, and a Keyv that fails is an empty one.
 */
export function createCache({ keyv: given, times, clock, logger }: CacheParts): OpenCache {
  const onError = (err: unknown) => logger.warn({ err }, 'the cache failed; going on without it')
  const own = given ? undefined : new RecentMap(maxChars)
  let opened: Promise<KeyvLike> | undefined
  const open = () => {
    opened ??= openKeyv(given, own).then((keyv) => {
      keyv.on('error', onError)
      return keyv
    })
    return opened
  }
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
      // Every call to a source looks here first, mostly in vain: a map of our own is asked without the way around.
      if (own && !own.has(name)) return undefined
      return attempt(async (keyv) => {
        const [kept, forgottenAt] = await keyv.getMany([name, kindKey(kind)])
        if (!isKept(kept) || kept.expiresAt <= clock.now()) return undefined
        return typeof forgottenAt === 'number' && kept.storedAt <= forgottenAt ? undefined : kept.value
      })
    },
    set: async (kind, key, value, { ttlMs = times[kind] } = {}) => {
      if (ttlMs <= 0) return
      const storedAt = clock.now()
      const kept: Kept = { value, storedAt, expiresAt: storedAt + ttlMs }
      await attempt((keyv) => keyv.set(entryKey(kind, key), kept, ttlMs))
    },
    invalidate: async (kind, key) => {
      await attempt((keyv) =>
        key === undefined ? keyv.set(kindKey(kind), clock.now()) : keyv.delete(entryKey(kind, key)),
      )
    },
    close: async () => {
      const keyv = await opened?.catch(() => undefined)
      keyv?.off('error', onError)
    },
  }
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'storedAt' in value && 'expiresAt' in value

async function openKeyv(given: KeyvLike | undefined, own: RecentMap | undefined): Promise<KeyvLike> {
  if (given) return given
  const { Keyv } = await import('keyv')
  return new Keyv({ store: own, useKeyPrefix: false })
}
