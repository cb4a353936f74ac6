import { LRUCache } from 'lru-cache'
import pLimit, { type LimitFunction } from 'p-limit'
import { AdapterError } from '../../errors/index.js'
import type { Clock, Counters, ReserveOptions } from '../../ports/index.js'
import { setAlarm } from '../alarm.js'
import { type HttpAnswer, type HttpCall, notAsked, type Send, type Turn } from '../call.js'
import { retryAfterMs } from '../retry-after.js'
import { callAborted } from '../time-limit.js'

/** What {@link Pace} is made of. */
export interface PaceParts {
  readonly clock: Clock
  /** Gives out places in the queue of a site, to all processes that share a storage. */
  readonly reserve: Counters['reserve']
  /** Does what would delay a call once it is its turn. */
  prepare(call: HttpCall): Promise<unknown>
  /** How many calls to one site run at once in this process. */
  readonly concurrency: number
  /** The longest that a call waits for its turn. */
  readonly patienceMs: number
}

/** What is known of one site. Two clocks: the places in the queue, and until when the site wants to be left alone. */
interface Site {
  readonly limit: LimitFunction
  pausedUntil: number
  /** Refusals in a row, which double a pause that the site did not name. */
  refusals: number
}

/** Places in the queue of a site that one call takes. */
type Places = Pick<ReserveOptions, 'gapMs' | 'count'>

/**
 * How much further apart than the gap places lie: a share of the gap, and a few milliseconds, since timers are no better.
 * A call may be sent that much after its place, less what its way to the site may take longer than the next one's.
 */
const spareShare = 0.06
const leastSpareMs = 5
const latenessShare = 2 / 3

/** A process that missed this many places in a row has little time, and takes several at once to be in time for one. */
const singlePlaces = 3

/** How far ahead of now a place is taken: at first, since the first call of a process is a slow one, and at most. */
const firstLeadMs = 50
const longestLeadMs = 500

const shortestPauseMs = 1_000
const longestPauseMs = 3_600_000

/** Lets calls to one site go one by one, a gap apart, in whichever process they are made. */
export class Pace {
  readonly #parts: PaceParts
  /** How far ahead of now a place is taken, by how long the storage took of late. */
  #leadMs = firstLeadMs
  readonly #sites = new LRUCache<string, Site>({ max: 10_000 })

  constructor(parts: PaceParts) {
    this.#parts = parts
  }

  /**
   * Makes a call to a site when it is its turn. The wait does not count towards the call's time.
   *
   * @throws `AdapterError` when the turn is too far away, without asking.
   */
  async take(domain: string, gapMs: number, call: HttpCall, next: Send): Promise<HttpAnswer> {
    const site = this.#siteOf(domain)
    await this.#parts.prepare(call)
    const leave = await call.time.uncounted(() => this.#enter(site, domain, call))
    try {
      const turn = await call.time.uncounted(() => this.#turn(site, domain, gapMs, call))
      const answer = await next({ ...call, turn })
      await this.#note(site, domain, gapMs, answer)
      return answer
    } finally {
      leave()
    }
  }

  #siteOf(domain: string): Site {
    const known = this.#sites.get(domain)
    if (known) return known
    const site = { limit: pLimit(this.#parts.concurrency), pausedUntil: 0, refusals: 0 }
    this.#sites.set(domain, site)
    return site
  }

  /** Waits for one of the site's slots in this process; resolves to what gives it back. */
  async #enter(site: Site, domain: string, call: HttpCall): Promise<() => void> {
    const { clock, patienceMs } = this.#parts
    const slot = takeSlot(site.limit)
    const alarm = setAlarm(clock, clock.now() + patienceMs, call.time)
    const first = await Promise.race([slot.free, alarm.rang])
    alarm.cancel()
    if (first === 'free') return slot.leave
    slot.leave()
    throw first === 'time' ? this.#busy(domain, patienceMs) : callAborted(domain, call.time)
  }

  /** Waits for the first turn of a call. */
  async #turn(site: Site, domain: string, gapMs: number, call: HttpCall): Promise<Turn> {
    const { clock } = this.#parts
    const spareMs = Math.max(leastSpareMs, Math.ceil(gapMs * spareShare))
    const placeGapMs = gapMs + spareMs
    let missed = -1
    let until = Number.NEGATIVE_INFINITY
    const isNow = () => clock.now() <= until && clock.now() >= site.pausedUntil
    const again = async () => {
      do {
        missed++
        const count = Math.max(1, missed - singlePlaces + 2)
        const at = await this.#await(site, domain, { gapMs: placeGapMs, count }, call)
        until = at + (count - 1) * placeGapMs + spareMs * latenessShare
      } while (!isNow())
    }
    await again()
    return { isNow, again: () => call.time.uncounted(again) }
  }

  /** Waits for the first of some places in the queue of all processes; resolves to when that was to be. */
  async #await(site: Site, domain: string, places: Places, call: HttpCall): Promise<number> {
    const { clock, patienceMs } = this.#parts
    const pauseMs = site.pausedUntil - clock.now()
    if (pauseMs > patienceMs) throw this.#busy(domain, pauseMs)
    const at = await this.#reserve(domain, places)
    const waitMs = at - clock.now()
    if (waitMs > patienceMs) {
      // Another process was told to wait, or many wait already: who comes now need not queue behind.
      site.pausedUntil = Math.max(site.pausedUntil, at - patienceMs)
      throw this.#busy(domain, waitMs)
    }
    if ((await setAlarm(clock, at, call.time).rang) === 'aborted') throw callAborted(domain, call.time)
    return at
  }

  /** Takes places, no earlier than the answer of the storage can be here. */
  async #reserve(domain: string, places: Places): Promise<number> {
    const { clock, reserve } = this.#parts
    const askedAt = clock.now()
    const now = Math.ceil(askedAt + this.#leadMs)
    const at = await reserve('shared', `pace:${domain}`, { now, ...places })
    this.#leadMs = Math.min(longestLeadMs, Math.max(1.5 * (clock.now() - askedAt), 0.9 * this.#leadMs))
    return at
  }

  /** A site that says it is asked too much is left alone for as long as it says, by all processes. */
  async #note(site: Site, domain: string, gapMs: number, answer: HttpAnswer): Promise<void> {
    const { clock, reserve } = this.#parts
    const now = clock.now()
    const asked = answer.status === 429 || answer.status === 503
    const named = asked ? retryAfterMs(answer.headers['retry-after'], now) : undefined
    site.refusals = answer.status === 429 ? site.refusals + 1 : 0
    const guessed = answer.status === 429 ? shortestPauseMs * 2 ** (site.refusals - 1) : 0
    const pauseMs = Math.min(named ?? guessed, longestPauseMs)
    if (pauseMs === 0) return
    site.pausedUntil = Math.max(site.pausedUntil, now + pauseMs)
    await reserve('shared', `pace:${domain}`, { now: site.pausedUntil, gapMs })
  }

  #busy(domain: string, waitMs: number): AdapterError {
    const seconds = Math.ceil(waitMs / 1_000)
    const message = `${domain} is to be left alone for another ${seconds} s; ask again later, or less often`
    return notAsked(new AdapterError(message, { retryable: true }))
  }
}

/** Queues for a slot; `leave` gives it back, or the place in the line where it is not free yet. */
function takeSlot(limit: LimitFunction): { readonly free: Promise<'free'>; leave(): void } {
  let leave = () => {}
  const left = new Promise<void>((resolve) => {
    leave = resolve
  })
  const free = new Promise<'free'>((resolve) => {
    void limit(() => {
      resolve('free')
      return left
    })
  })
  return { free, leave: () => leave() }
}
