import { LRUCache } from 'lru-cache'
import pLimit, { type LimitFunction } from 'p-limit'
import { AdapterError, type TelltaleError } from '../../errors/index.js'
import type { Clock, Counters } from '../../ports/index.js'
import { setAlarm } from '../client/alarm.js'
import { type HttpAnswer, type HttpCall, notAsked, type Send, type Turn } from '../client/call.js'
import { retryAfterMs } from '../client/retry-after.js'
import { callAborted } from '../client/time-limit.js'
import { Places, type TakePlaces } from './host-queue.js'

/** What {@link Pace} is made of. */
export interface PaceParts {
  readonly clock: Clock
  /** Gives out places in the queue of a site, to all processes that share a storage. */
  readonly reserve: Counters['reserve']
  /** Does what would delay a call once it is its turn; resolves to why it cannot be made. */
  prepare(call: HttpCall): Promise<TelltaleError | undefined>
  /** How many calls to one site run at once in this process. */
  readonly concurrency: number
  /** The longest that a call waits for its turn. */
  readonly patienceMs: number
}

/** What is known of one site. Two clocks: the places in the queue, and until when the site wants to be left alone. */
interface Site {
  readonly domain: string
  /** Calls that run at once. */
  readonly slots: LimitFunction
  /** Of those, the one that is sent next. */
  readonly sending: LimitFunction
  readonly places: Places
  /** Calls that are not sent yet. */
  waiting: number
  pausedUntil: number
  /** Refusals in a row, which double a pause that the site did not name. */
  refusals: number
}

/** A call at a site. */
interface Visit {
  readonly site: Site
  readonly gapMs: number
  readonly call: HttpCall
  /** When its turn must have come. */
  readonly patientUntil: number
}

/** How far ahead of now a place is taken: at first, since the first call of a process is a slow one, and at most. */
const firstLeadMs = 250
const longestLeadMs = 2_000

/** How long before its turn a call that had to wait looks for a connection again: the first one may have been closed. */
const openAheadMs = 500

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
    const { clock, prepare, patienceMs } = this.#parts
    const site = this.#siteOf(domain)
    const visit = { site, gapMs, call, patientUntil: clock.now() + patienceMs }
    const wait = waitingAt(site)
    const leave = await this.#enter(site.slots, visit).catch((cause) => {
      wait.end()
      throw cause
    })
    try {
      const unreachable = await prepare(call)
      if (unreachable) return await next({ ...call, unreachable })
      const answer = await this.#inTurn(visit, wait.end, next)
      await this.#note(visit, answer)
      return answer
    } finally {
      wait.end()
      leave()
    }
  }

  #siteOf(domain: string): Site {
    const known = this.#sites.get(domain)
    if (known) return known
    const places = new Places((some) => this.#reserve(domain, some))
    const slots = pLimit(this.#parts.concurrency)
    const site = { domain, slots, sending: pLimit(1), places, waiting: 0, pausedUntil: 0, refusals: 0 }
    this.#sites.set(domain, site)
    return site
  }

  /** Waits for a slot, outside of the call's time; resolves to what gives it back. */
  #enter(limit: LimitFunction, { site, call, patientUntil }: Visit): Promise<() => void> {
    const { clock, patienceMs } = this.#parts
    return call.time.uncounted(async () => {
      const slot = takeSlot(limit)
      const alarm = setAlarm(clock, patientUntil, call.time)
      const first = await Promise.race([slot.free, alarm.rang])
      alarm.cancel()
      if (first === 'free') return slot.leave
      slot.leave()
      throw first === 'time' ? this.#busy(site, patienceMs) : callAborted(site.domain, call.time)
    })
  }

  /** Sends a call when it is its turn. Until it is sent, or has ended without, no other one of this process is. */
  async #inTurn(visit: Visit, onSent: () => void, next: Send): Promise<HttpAnswer> {
    const { clock } = this.#parts
    const { site, gapMs, call } = visit
    let leave = await this.#enter(site.sending, visit)
    let isSent = false
    const turn: Turn = {
      take: () => {
        if (isSent || !site.places.use(clock.now(), { gapMs, pausedUntil: site.pausedUntil })) return false
        isSent = true
        leave()
        onSent()
        return true
      },
      again: async () => {
        // It was sent over a connection that had broken, and it is not known whether it arrived.
        if (isSent) leave = await this.#enter(site.sending, visit)
        isSent = false
        await this.#awaitPlace(visit)
      },
    }
    try {
      await this.#awaitPlace(visit)
      return await next({ ...call, turn })
    } finally {
      leave()
    }
  }

  async #awaitPlace(visit: Visit): Promise<void> {
    const { clock, prepare } = this.#parts
    const { site, gapMs, call, patientUntil } = visit
    const { waiting, pausedUntil } = site
    const refuseBeyond = (at: number) => {
      if (at > patientUntil) throw this.#busy(site, at - clock.now())
    }
    refuseBeyond(pausedUntil)
    const asking = { gapMs, waiting: Math.max(1, waiting), pausedUntil }
    const at = await call.time.uncounted(() => site.places.next(clock.now(), asking))
    refuseBeyond(at)
    if (at - clock.now() > 2 * openAheadMs) {
      await this.#waitUntil(at - openAheadMs, visit)
      void prepare(call)
    }
    await this.#waitUntil(at, visit)
  }

  #waitUntil(at: number, { site, call }: Visit): Promise<void> {
    return call.time.uncounted(async () => {
      if ((await setAlarm(this.#parts.clock, at, call.time).rang) === 'aborted')
        throw callAborted(site.domain, call.time)
    })
  }

  /** Takes places, no earlier than the answer of the storage can be here. */
  async #reserve(domain: string, places: Parameters<TakePlaces>[0]): Promise<number> {
    const { clock, reserve } = this.#parts
    const askedAt = clock.now()
    const now = Math.max(places.now, Math.ceil(askedAt + this.#leadMs))
    const at = await reserve('shared', `pace:${domain}`, { ...places, now })
    this.#leadMs = Math.min(longestLeadMs, Math.max(1.5 * (clock.now() - askedAt), 0.9 * this.#leadMs))
    return at
  }

  /** A site that says it is asked too much is left alone for as long as it says, by all processes. */
  async #note({ site, gapMs }: Visit, { status, headers }: HttpAnswer): Promise<void> {
    const { clock, reserve } = this.#parts
    const now = clock.now()
    const asked = status === 429 || status === 503
    const named = asked ? retryAfterMs(headers['retry-after'], now) : undefined
    site.refusals = status === 429 ? site.refusals + 1 : 0
    const guessed = status === 429 ? shortestPauseMs * 2 ** (site.refusals - 1) : 0
    const pauseMs = Math.min(named ?? guessed, longestPauseMs)
    if (pauseMs === 0) return
    site.pausedUntil = Math.max(site.pausedUntil, now + pauseMs)
    await reserve('shared', `pace:${site.domain}`, { now: site.pausedUntil, gapMs })
  }

  #busy({ domain }: Site, waitMs: number): AdapterError {
    const seconds = Math.ceil(waitMs / 1_000)
    const message = `${domain} is to be left alone for another ${seconds} s; ask again later, or less often`
    return notAsked(new AdapterError(message, { retryable: true }))
  }
}

/** Counts a call among those that wait, until it is sent or given up. */
function waitingAt(site: Site): { end(): void } {
  let isWaiting = true
  site.waiting += 1
  const end = () => {
    if (isWaiting) site.waiting -= 1
    isWaiting = false
  }
  return { end }
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
