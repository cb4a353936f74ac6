import { isIP } from 'node:net'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { TelltaleError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { Cache, Clock } from '../../ports/index.js'
import { withoutPlace } from '../../schedule/place.js'
import { dayMs, minuteMs } from '../../time/index.js'
import { type BufferedResponse, type HttpCall, isRejectedLocally } from '../client/call.js'
import { decodeText } from '../client/charset.js'
import { TimeLimit } from '../client/time-limit.js'
import { maxRobotsBytes, parseRobots, type RobotsRules } from './robots-rules.js'

/** The dependencies of {@link RobotsFiles}. */
export interface RobotsDependencies {
  readonly clock: Clock
  /** The cache that keeps files across processes. */
  readonly cache: Cache
  /** The crawler's name in the groups of a robots.txt. */
  readonly productToken: string
  /** Fetches a robots.txt, redirects included, within the rate limit of its site. */
  fetch(call: HttpCall): Promise<BufferedResponse>
}

/** A robots.txt, or the reason in words why it could not be fetched. */
type FetchedFile = { readonly text: string } | { readonly failure: string }

/** A cached robots.txt. Without `text`, the server failed. */
interface CachedFile {
  readonly fetchedAt: number
  readonly text?: string
  readonly failure?: string
}

interface ValidRules {
  readonly rules: RobotsRules
  readonly validUntil: number
  /** The length of the text that the rules are from. */
  readonly chars: number
}

/** A fetch under way that several callers share. */
interface SharedFetch {
  readonly loading: Promise<ValidRules>
  readonly time: TimeLimit
  waitingCount: number
}

/** The maximum length of all texts whose rules are kept. */
const maxRulesChars = 20_000_000

/** The time that a file is valid (RFC 9309, section 2.4: no more than 24 hours). */
const validMs = dayMs

/** The time until a robots.txt that could not be fetched is tried again. Its site is forbidden meanwhile. */
const retryMs = 5 * minuteMs

/** The age up to which an old file is used in place of one that cannot be fetched. */
const maxStaleMs = 30 * dayMs

const fetchTimeoutMs = 10_000
const unknownRules = (unknownBecause: string): RobotsRules => ({ isAllowed: () => false, unknownBecause })

/**
 * The robots.txt files of all origins, by RFC 9309. A missing file (4xx) allows everything. A failing server (5xx, no
 * connection) forbids everything, unless an older file is still cached.
 */
export class RobotsFiles {
  readonly #dependencies: RobotsDependencies
  readonly #rules = new LRUCache<string, ValidRules>({ max: 2_000, maxSize: maxRulesChars })
  readonly #fetches = new Map<string, SharedFetch>()

  constructor(dependencies: RobotsDependencies) {
    this.#dependencies = dependencies
  }

  /** Resolves to the rules for the origin of a call. A fetch ends with the last call that waits for it. */
  async rulesFor(call: HttpCall): Promise<RobotsRules> {
    const key = `${call.trust} ${call.url.origin}`
    const known = this.#rules.get(key)
    if (known && this.#dependencies.clock.now() < known.validUntil) return known.rules
    const underWay = this.#fetches.get(key)
    const shared = underWay ?? this.#begin(key, call)
    shared.waitingCount += 1
    const removeListener = call.time.onAbort(() => {
      shared.waitingCount -= 1
      if (shared.waitingCount > 0) return
      this.#forget(key, shared)
      shared.time.abort()
    })
    try {
      return (await (underWay ? withoutPlace(() => shared.loading) : shared.loading)).rules
    } finally {
      removeListener()
    }
  }

  #begin(key: string, call: HttpCall): SharedFetch {
    const phases = {
      connectMs: fetchTimeoutMs,
      firstByteMs: fetchTimeoutMs,
      betweenBytesMs: fetchTimeoutMs,
    }
    const time = new TimeLimit(fetchTimeoutMs, phases)
    const shared: SharedFetch = { loading: this.#load(key, { ...call, time }), time, waitingCount: 0 }
    this.#fetches.set(key, shared)
    shared.loading.then(
      (loaded) => {
        this.#rules.set(key, loaded, { size: Math.max(1, loaded.chars) })
        this.#forget(key, shared)
      },
      () => this.#forget(key, shared),
    )
    return shared
  }

  #forget(key: string, shared: SharedFetch): void {
    if (this.#fetches.get(key) === shared) this.#fetches.delete(key)
  }

  async #load(key: string, call: HttpCall): Promise<ValidRules> {
    const { clock, cache, productToken } = this.#dependencies
    const cacheKey = `robots ${key}`
    const cached = readCached(await cache.get('http', cacheKey))
    const toRules = ({ fetchedAt, text, failure = 'its server failed' }: CachedFile): ValidRules => ({
      rules: text === undefined ? unknownRules(failure) : parseRobots(text, productToken),
      validUntil: fetchedAt + (text === undefined ? retryMs : validMs),
      chars: text?.length ?? 0,
    })
    if (cached && clock.now() < toRules(cached).validUntil) return toRules(cached)
    const fetched = await this.#fetch(call)
    const fetchedAt = clock.now()
    if ('failure' in fetched && cached?.text !== undefined && fetchedAt - cached.fetchedAt < maxStaleMs)
      return { ...toRules(cached), validUntil: fetchedAt + retryMs }
    const file: CachedFile = { fetchedAt, ...fetched }
    await cache.set('http', cacheKey, file, { ttlMs: maxStaleMs })
    return toRules(file)
  }

  /** Resolves to the text, which is empty when there is no file, or to the reason when the server failed. */
  async #fetch({ url, trust, source, time }: HttpCall): Promise<FetchedFile> {
    try {
      const { status, headers, body } = await this.#dependencies.fetch({
        ...defined({ source }),
        method: 'GET',
        url: new URL('/robots.txt', url),
        headers: { accept: 'text/plain, */*' },
        trust,
        maxBytes: maxRobotsBytes + 1,
        mayTruncate: true,
        polite: true,
        redirect: 'follow',
        isIdempotent: true,
        time,
      })
      if (status >= 500) return { failure: `${url.host} answered with status ${status}` }
      return { text: status >= 200 && status < 300 ? textOf(body, headers['content-type']) : '' }
    } catch (cause) {
      if (isServerFailure(cause, url)) return { failure: cause.message }
      throw cause
    }
  }
}

/**
 * Returns `true` when the server could not answer. A name that may not be called is such a failure, like one that does not
 * exist; an address that may not be called is not.
 */
function isServerFailure(cause: unknown, { hostname }: URL): cause is TelltaleError {
  if (!TelltaleError.is(cause) || isRejectedLocally(cause)) return false
  const isName = isIP(hostname.replace(/^\[|\]$/g, '')) === 0
  return /^(ADAPTER_FAILED|TIMEOUT)$/.test(cause.code) || (cause.code === 'FORBIDDEN' && isName)
}

const cachedSchema = z.object({
  fetchedAt: z.number(),
  text: z.string().exactOptional(),
  failure: z.string().exactOptional(),
})
const readCached = (value: unknown): CachedFile | undefined => cachedSchema.safeParse(value).data

/** Returns the text of a file; of one that is too long, the beginning up to the last whole line. */
function textOf(body: Buffer, contentType: string | undefined): string {
  const text = decodeText(body.subarray(0, maxRobotsBytes), contentType)
  return body.length <= maxRobotsBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1)
}
