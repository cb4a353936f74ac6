import { LRUCache } from 'lru-cache'
import pLimit, { type LimitFunction } from 'p-limit'
import { AdapterError, type TelltaleError } from '../../errors/index.js'
import type { Clock, Counters } from '../../ports/index.js'
import { retryAfterMs } from '../../ports/retry-after.js'
import { withoutPlace } from '../../schedule/place.js'
import { hourMs } from '../../time/index.js'
import { startTimer } from '../client/abortable-timer.js'
import {
  type BufferedResponse,
  type CallHandler,
  type HttpCall,
  markRejectedLocally,
  type SendPermit,
} from '../client/call.js'
import { callAborted } from '../client/time-limit.js'
import { type ReserveSlots, SiteQueue } from './site-queue.js'

/** The dependencies and settings of {@link SiteRateLimiter}. */
export interface RateLimiterDependencies {
  readonly clock: Clock
  /** Reserves slots in the queue of a site, which all processes with the same storage share. */
  readonly reserve: Counters['reserve']
  /** Opens a connection ahead of time; resolves to the error when it cannot. */
  preconnect(call: HttpCall): Promise<TelltaleError | undefined>
  /** The maximum number of concurrent calls to one site in this process. */
  readonly concurrency: number
  /** The maximum time that a call waits to be sent. */
  readonly maxWaitMs: number
}

/** The state of one site in this process. */
interface Site {
  readonly domain: string
  /** The limit of concurrent calls. */
  readonly concurrency: LimitFunction
  /** The lock of the one call that is sent next. */
  readonly sendLock: LimitFunction
  readonly queue: SiteQueue
  /** The number of calls that are not sent yet. */
  waitingCount: number
  /** The end of the pause that the site asked for. */
  pausedUntil: number
  /** The number of responses of status 429 in a row. Each doubles a pause whose length the site does not name. */
  rejectionsInRow: number
}

/** A call in the queue of its site. */
interface QueuedCall {
  readonly site: Site
  readonly gapMs: number
  readonly call: HttpCall
  /** The time by which the call must be sent. */
  readonly sendBefore: number
}

/**
 * The time that a reservation lies ahead of now, so that the storage has answered by then: of the first one, which may have
 * to open a connection; at least of the second one, when a single answer is known; and at most.
 */
const initialLeadMs = 250
const secondLeadMs = 20
const maxLeadMs = 2_000

/** The time before its slot at which a waiting call opens a connection again: the server may have closed the first. */
const reconnectBeforeMs = 500

const minPauseMs = 1_000
const maxPauseMs = hourMs

/** Sends calls to one site one at a time and a gap apart, across all processes. */
export class SiteRateLimiter {
  readonly #dependencies: RateLimiterDependencies
  /** The current lead of reservations, which follows the latency of the storage; none before its first answer. */
  #leadMs: number | undefined
  readonly #sites = new LRUCache<string, Site>({ max: 10_000 })

  constructor(dependencies: RateLimiterDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * Sends a call to a site when its rate limit allows. The wait does not count towards the call's time limit, and holds no
   * place of the scheduler.
   *
   * @throws `AdapterError` when the next slot is too far away; nothing is sent then.
   */
  async send(domain: string, gapMs: number, call: HttpCall, next: CallHandler): Promise<BufferedResponse> {
    const { clock, preconnect, maxWaitMs } = this.#dependencies
    const site = this.#siteOf(domain)
    const queued = { site, gapMs, call, sendBefore: clock.now() + maxWaitMs }
    const stopWaiting = countWaiting(site)
    const release = await withoutPlace(() => this.#acquire(site.concurrency, queued)).catch((cause) => {
      stopWaiting()
      throw cause
    })
    try {
      const connectError = await preconnect(call)
      if (connectError) return await next({ ...call, connectError })
      const response = await this.#sendInTurn(queued, stopWaiting, next)
      await this.#notePause(queued, response)
      return response
    } finally {
      stopWaiting()
      release()
    }
  }

  #siteOf(domain: string): Site {
    const known = this.#sites.get(domain)
    if (known) return known
    const site = {
      domain,
      concurrency: pLimit(this.#dependencies.concurrency),
      sendLock: pLimit(1),
      queue: new SiteQueue((slots) => this.#reserve(domain, slots)),
      waitingCount: 0,
      pausedUntil: 0,
      rejectionsInRow: 0,
    }
    this.#sites.set(domain, site)
    return site
  }

  /** Waits until the limit admits the call, outside of the call's time limit; resolves to a release function. */
  #acquire(limit: LimitFunction, { site, call, sendBefore }: QueuedCall): Promise<() => void> {
    const { clock, maxWaitMs } = this.#dependencies
    return call.time.uncounted(async () => {
      const { acquired, release } = acquire(limit)
      const timer = startTimer(clock, sendBefore, call.time)
      const first = await Promise.race([acquired, timer.ended])
      timer.cancel()
      if (first === 'acquired') return release
      release()
      throw first === 'elapsed' ? this.#tooBusy(site, maxWaitMs) : callAborted(site.domain, call.time)
    })
  }

  /** Sends a call at its slot. Holds the send lock until it is sent or has failed. */
  async #sendInTurn(queued: QueuedCall, onSent: () => void, next: CallHandler): Promise<BufferedResponse> {
    const { clock } = this.#dependencies
    const { site, gapMs, call } = queued
    let release: (() => void) | undefined
    const unlock = () => {
      release?.()
      release = undefined
    }
    const waitForTurn = () =>
      withoutPlace(async () => {
        release ??= await this.#acquire(site.sendLock, queued)
        await this.#waitForSlot(queued)
      })
    const permit: SendPermit = {
      tryAcquire: () => {
        if (!release || !site.queue.trySend(clock.now(), { gapMs, pausedUntil: site.pausedUntil }))
          return false
        unlock()
        onSent()
        return true
      },
      // Where the connection broke while the request was written, it may have arrived: a repetition takes another turn.
      renew: waitForTurn,
    }
    try {
      await waitForTurn()
      return await next({ ...call, permit })
    } finally {
      unlock()
    }
  }

  async #waitForSlot(queued: QueuedCall): Promise<void> {
    const { clock, preconnect } = this.#dependencies
    const { site, gapMs, call, sendBefore } = queued
    const { waitingCount, pausedUntil } = site
    const rejectBeyond = (at: number) => {
      if (at > sendBefore) throw this.#tooBusy(site, at - clock.now())
    }
    rejectBeyond(pausedUntil)
    const request = { gapMs, waitingCount: Math.max(1, waitingCount), pausedUntil }
    const slotAt = await call.time.uncounted(() => site.queue.nextSlot(clock.now(), request))
    rejectBeyond(slotAt)
    if (slotAt - clock.now() > 2 * reconnectBeforeMs) {
      await this.#waitUntil(slotAt - reconnectBeforeMs, queued)
      void preconnect(call)
    }
    await this.#waitUntil(slotAt, queued)
  }

  #waitUntil(at: number, { site, call }: QueuedCall): Promise<void> {
    return call.time.uncounted(async () => {
      if ((await startTimer(this.#dependencies.clock, at, call.time).ended) === 'aborted')
        throw callAborted(site.domain, call.time)
    })
  }

  /** Reserves slots that begin no earlier than the storage is expected to answer. */
  async #reserve(domain: string, slots: Parameters<ReserveSlots>[0]): Promise<number> {
    const { clock, reserve } = this.#dependencies
    const askedAt = clock.now()
    const now = Math.max(slots.now, Math.ceil(askedAt + (this.#leadMs ?? initialLeadMs)))
    const at = await reserve('shared', `pace:${domain}`, { ...slots, now })
    const latencyMs = clock.now() - askedAt
    const leastMs = this.#leadMs === undefined ? secondLeadMs : 0.9 * this.#leadMs
    this.#leadMs = Math.min(maxLeadMs, Math.max(1.5 * latencyMs, leastMs))
    return at
  }

  /** Pauses a site that responds "too many requests" or "unavailable", in all processes and for as long as it says. */
  async #notePause({ site, gapMs }: QueuedCall, { status, headers }: BufferedResponse): Promise<void> {
    const { clock, reserve } = this.#dependencies
    const now = clock.now()
    const mayNamePause = status === 429 || status === 503
    const namedMs = mayNamePause ? retryAfterMs(headers['retry-after'], now) : undefined
    site.rejectionsInRow = status === 429 ? site.rejectionsInRow + 1 : 0
    const defaultMs = status === 429 ? minPauseMs * 2 ** (site.rejectionsInRow - 1) : 0
    const pauseMs = Math.min(namedMs ?? defaultMs, maxPauseMs)
    if (pauseMs === 0) return
    site.pausedUntil = Math.max(site.pausedUntil, now + pauseMs)
    await reserve('shared', `pace:${site.domain}`, { now: site.pausedUntil, gapMs })
  }

  #tooBusy({ domain }: Site, waitMs: number): AdapterError {
    const seconds = Math.ceil(waitMs / 1_000)
    const message = `${domain} is to be left alone for another ${seconds} s; ask again later, or less often`
    return markRejectedLocally(new AdapterError(message, { retryable: true }))
  }
}

/** Counts a call among those that wait; returns a function that ends the count, which may be called twice. */
function countWaiting(site: Site): () => void {
  let isWaiting = true
  site.waitingCount += 1
  return () => {
    if (isWaiting) site.waitingCount -= 1
    isWaiting = false
  }
}

/** Enters a limit. `release` leaves it, or its queue when the limit has not admitted the caller yet. */
function acquire(limit: LimitFunction): { readonly acquired: Promise<'acquired'>; release(): void } {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const acquired = new Promise<'acquired'>((resolve) => {
    void limit(() => {
      resolve('acquired')
      return released
    })
  })
  return { acquired, release: () => release() }
}
