import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { TelltaleError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { Cache, Clock } from '../../ports/index.js'
import { type HttpAnswer, type HttpCall, wasNotAsked } from '../client/call.js'
import { decodeText } from '../client/charset.js'
import { TimeLimit } from '../client/time-limit.js'
import { type RobotsRules, readRobots, robotsBytes } from './robots-rules.js'

/** What {@link RobotsFiles} is made of. */
export interface RobotsParts {
  readonly clock: Clock
  /** Where files are kept between processes. */
  readonly cache: Cache
  /** The name that groups of a robots.txt are looked up by. */
  readonly productToken: string
  /** Fetches a robots.txt, redirects included, at the pace of its site. */
  fetch(call: HttpCall): Promise<HttpAnswer>
}

/** A robots.txt as it is kept: its text, or only that the server failed. */
interface KeptFile {
  readonly fetchedAt: number
  readonly text?: string
}

interface KnownRules {
  readonly rules: RobotsRules
  readonly goodUntil: number
}

/** How long a file holds (RFC 9309, section 2.4: no more than 24 hours). */
const holdsMs = 86_400_000

/** How long nothing is asked of a site whose robots.txt could not be had. */
const retryMs = 300_000

/** How long an old file stands in for one that cannot be had. */
const standsInMs = 30 * 86_400_000

const fetchMs = 10_000
const nothingAllowed: RobotsRules = { isAllowed: () => false }

/**
 * The robots.txt of each origin, by RFC 9309: none (4xx) allows everything, a server that fails (5xx, no connection)
 * forbids everything, unless an older file is still there.
 */
export class RobotsFiles {
  readonly #parts: RobotsParts
  readonly #known = new LRUCache<string, KnownRules>({ max: 2_000 })
  /** Whoever comes while a file is fetched waits for the same one. */
  readonly #asking = new Map<string, Promise<KnownRules>>()

  constructor(parts: RobotsParts) {
    this.#parts = parts
  }

  /** What the robots.txt of a call's origin says. */
  async rulesFor(call: HttpCall): Promise<RobotsRules> {
    const key = `${call.trust} ${call.url.origin}`
    const before = this.#known.get(key)
    if (before && this.#parts.clock.now() < before.goodUntil) return before.rules
    const asking = this.#asking.get(key) ?? this.#know(key, call)
    this.#asking.set(key, asking)
    try {
      const known = await asking
      this.#known.set(key, known)
      return known.rules
    } finally {
      this.#asking.delete(key)
    }
  }

  async #know(key: string, call: HttpCall): Promise<KnownRules> {
    const { clock, cache, productToken } = this.#parts
    const cacheKey = `robots ${key}`
    const kept = readKept(await cache.get('http', cacheKey))
    const toKnown = ({ fetchedAt, text }: KeptFile): KnownRules => ({
      rules: text === undefined ? nothingAllowed : readRobots(text, productToken),
      goodUntil: fetchedAt + (text === undefined ? retryMs : holdsMs),
    })
    if (kept && clock.now() < toKnown(kept).goodUntil) return toKnown(kept)
    const text = await this.#fetch(call)
    const fetchedAt = clock.now()
    if (text === undefined && kept?.text !== undefined && fetchedAt - kept.fetchedAt < standsInMs)
      return { ...toKnown(kept), goodUntil: fetchedAt + retryMs }
    const file: KeptFile = { fetchedAt, ...defined({ text }) }
    await cache.set('http', cacheKey, file, { ttlMs: standsInMs })
    return toKnown(file)
  }

  /** Resolves to the text, empty where there is none; `undefined` when the server failed. */
  async #fetch({ url, trust, source }: HttpCall): Promise<string | undefined> {
    const phases = { connectMs: fetchMs, firstByteMs: fetchMs, betweenBytesMs: fetchMs }
    try {
      const { status, headers, body } = await this.#parts.fetch({
        ...defined({ source }),
        method: 'GET',
        url: new URL('/robots.txt', url),
        headers: { accept: 'text/plain, */*' },
        trust,

        maxBytes: robotsBytes + 1,
        beginningOnly: true,
        polite: true,
        redirect: 'follow',
        repeatable: true,
        time: new TimeLimit(fetchMs, phases),
      })
      if (status >= 500) return undefined
      return status >= 200 && status < 300 ? beginningOf(body, headers['content-type']) : ''
    } catch (cause) {
      const isFailure = TelltaleError.is(cause) && /^(ADAPTER_FAILED|TIMEOUT)$/.test(cause.code)
      if (isFailure && !wasNotAsked(cause)) return undefined
      throw cause
    }
  }
}

const keptSchema = z.object({ fetchedAt: z.number(), text: z.string().exactOptional() })
const readKept = (kept: unknown): KeptFile | undefined => keptSchema.safeParse(kept).data

/** Of a very long file its beginning is read, up to the last line that is whole. */
function beginningOf(body: Buffer, contentType: string | undefined): string {
  const text = decodeText(body.subarray(0, robotsBytes), contentType)
  return body.length <= robotsBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1)
}
