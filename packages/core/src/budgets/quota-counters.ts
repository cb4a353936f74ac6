import type { Clock, Counters } from '../ports/index.js'
import { periodEnd } from './period.js'
import type { Quota } from './quota.js'

/** The state of a quota after an amount was counted on it or refused. */
export interface QuotaUsage {
  readonly quota: Quota
  /** `true` when the amount was counted. */
  readonly isAccepted: boolean
  /** The sum of the period, in units. A refused amount is not in it. */
  readonly used: number
  /** The end of the period, at which the sum begins at 0 again. */
  readonly resetsAt: number
  /** The time at which a refused amount would be accepted, if nothing else is counted before. */
  readonly retryAt?: number
}

/** The part of a period over which the rest of a limit is spread. */
interface Pacing {
  readonly from: number
  readonly resetsAt: number
}

/** An amount that is counted on a quota, and when. */
interface Amount {
  readonly units: number
  readonly now: number
  readonly resetsAt: number
}

/** The owner of the sums: they belong to the host as a whole. */
const owner = 'shared'

/**
 * The sums of quotas in the storage's counters, which all processes share and restarts keep. A sum never exceeds its
 * limit. From a share of the limit on, amounts are paced: the next one is accepted once the sum lies below a line that
 * rises evenly from that share to the limit, over the rest of the period.
 */
export class QuotaCounters {
  readonly #counters: Counters
  readonly #clock: Pick<Clock, 'now'>
  readonly #paceFrom: number
  readonly #timeZone: string
  readonly #pacings = new Map<string, Pacing>()

  constructor(
    counters: Counters,
    clock: Pick<Clock, 'now'>,
    { paceFrom, timeZone }: { readonly paceFrom: number; readonly timeZone: string },
  ) {
    this.#counters = counters
    this.#clock = clock
    this.#paceFrom = paceFrom
    this.#timeZone = timeZone
  }

  /** Counts an amount in units, or refuses all of it. */
  async charge(quota: Quota, units: number): Promise<QuotaUsage> {
    const now = this.#clock.now()
    const resetsAt = periodEnd(now, quota.period, this.#timeZone)
    if (quota.limit === undefined) {
      const { value } = await this.#counters.add(owner, quota.key, units, { now, resetAt: resetsAt })
      return { quota, isAccepted: true, used: value, resetsAt }
    }
    return this.#chargeLimited({ ...quota, limit: quota.limit }, { units, now, resetsAt })
  }

  /** Takes back an amount, unless its period is over: the next period has a sum of its own. */
  async refund({ quota, resetsAt }: QuotaUsage, units: number): Promise<void> {
    const now = this.#clock.now()
    if (now < resetsAt) await this.#counters.add(owner, quota.key, -units, { now, resetAt: resetsAt })
  }

  /** Reads the current sum. */
  async read(quota: Quota): Promise<QuotaUsage> {
    const now = this.#clock.now()
    const { value } = await this.#counters.add(owner, quota.key, 0, { now })
    const resetsAt = periodEnd(now, quota.period, this.#timeZone)
    return { quota, isAccepted: true, used: value, resetsAt }
  }

  /** Records an event once in a period; resolves to `true` for the first of all processes that records it. */
  async recordOnce({ key }: Quota, event: string, resetsAt: number): Promise<boolean> {
    const limits = { now: this.#clock.now(), limit: 1, resetAt: resetsAt }
    return (await this.#counters.add(owner, `${key}:${event}`, 1, limits)).ok
  }

  async #chargeLimited(quota: Quota & { readonly limit: number }, amount: Amount): Promise<QuotaUsage> {
    const { key, limit } = quota
    const { units, now, resetsAt } = amount
    const start = limit * this.#paceFrom
    const attempt = async (pacing: Pacing | undefined) => {
      const line = pacing ? start + (limit - start) * elapsedShare(pacing, now) : start
      const maxUsed = Math.min(limit, Math.ceil(line) - 1 + units)
      return this.#counters.add(owner, key, units, { now, limit: maxUsed, resetAt: resetsAt })
    }
    const known = this.#pacings.get(key)
    let pacing = known?.resetsAt === resetsAt ? known : undefined
    let result = await attempt(pacing)
    if (!result.ok && !pacing && result.value + units <= limit) {
      pacing = await this.#beginPacing(key, amount)
      result = await attempt(pacing)
    }
    const { ok: isAccepted, value: used } = result
    if (isAccepted) return { quota, isAccepted, used, resetsAt }
    const retryAt = pacing && used + units <= limit ? crossingTime(pacing, { start, limit, used }) : resetsAt
    return { quota, isAccepted, used, resetsAt, retryAt }
  }

  /**
   * Begins the pacing of a period. The first process sets its start: the counter holds a time, refuses every later one and
   * returns the first.
   */
  async #beginPacing(key: string, { now, resetsAt }: Amount): Promise<Pacing> {
    const limits = { now, limit: now, resetAt: resetsAt }
    const { value: from } = await this.#counters.add(owner, `${key}:paced`, now, limits)
    const pacing = { from, resetsAt }
    this.#pacings.set(key, pacing)
    return pacing
  }
}

/** Returns the share of the paced time that has elapsed. */
const elapsedShare = ({ from, resetsAt }: Pacing, now: number): number =>
  Math.min(1, Math.max(0, (now - from) / (resetsAt - from)))

/** Returns the time at which the line from `start` to `limit` rises above `used`. */
function crossingTime(
  { from, resetsAt }: Pacing,
  { start, limit, used }: { readonly start: number; readonly limit: number; readonly used: number },
): number {
  const share = Math.max(0, (used - start) / (limit - start))
  return Math.min(resetsAt, Math.floor(from + share * (resetsAt - from)) + 1)
}
