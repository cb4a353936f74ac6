import { fromMinor, type Money } from '../money/index.js'
import { dayMs } from '../time/index.js'
import { formatMoney } from './format.js'
import type { PriceInterval } from './timeline.js'

/** A price that goes back and forth between two levels: two sellers take turns, or a coupon comes and goes. */
export interface Alternation {
  /** The lower price, as it was asked last. */
  readonly low: Money
  /** The higher price, as it was asked last. */
  readonly high: Money
  /** The number of falls from the higher price to the lower one in the last 42 days: four or more. */
  readonly falls: number
  /** The verdict in words. */
  readonly reason: string
}

/**
 * The days in which an alternation is looked for, and the number of falls that make one: a price that is down every
 * second week has as many in six weeks.
 */
const [windowDays, minFalls] = [42, 4]

/** The minimum fall that counts, and the maximum difference of two prices of one level, in percent. */
const [minFallPercent, levelPercent] = [2n, 1n]

interface Fall {
  readonly at: number
  readonly from: bigint
  readonly to: bigint
}

const isSameLevel = (one: bigint, other: bigint): boolean =>
  (one < other ? other - one : one - other) * 100n <= levelPercent * (one < other ? other : one)

/** The falls of the last 42 days, which tell whether a price alternates. */
export class RecentFalls {
  #falls: Fall[] = []

  /** Adds a change of the price, if it is a fall of 2 % or more. Times must not go back. */
  add(at: number, from: bigint, to: bigint): void {
    if (to * 100n <= from * (100n - minFallPercent) && to < from) this.#falls.push({ at, from, to })
  }

  /** Returns the last falls that make an alternation, newest first: as few as prove it; none when there is none. */
  proof(now: number): readonly Fall[] {
    const alike = this.#alike(now, minFalls)
    return alike.length < minFalls ? [] : alike
  }

  /** Returns the verdict on an alternation that is going on; `undefined` when there is none. */
  verdict(now: number, currency: string): Alternation | undefined {
    const falls = this.#alike(now, Number.POSITIVE_INFINITY)
    const [last] = falls
    if (!last || falls.length < minFalls) return undefined
    const [low, high] = [fromMinor(last.to, currency), fromMinor(last.from, currency)]
    const reason =
      `it alternates between ${formatMoney(low)} and ${formatMoney(high)}: ` +
      `it fell from the higher to the lower price ${falls.length} times in the last ${windowDays} days`
    return { low, high, falls: falls.length, reason }
  }

  /** Returns up to `limit` falls like the last one, that included, newest first. */
  #alike(now: number, limit: number): readonly Fall[] {
    const kept = this.#falls.findIndex(({ at }) => at >= now - windowDays * dayMs)
    this.#falls.splice(0, kept < 0 ? this.#falls.length : kept)
    const last = this.#falls.at(-1)
    const alike: Fall[] = []
    for (let index = this.#falls.length - 1; last && index >= 0 && alike.length < limit; index--) {
      const fall = this.#falls[index] as Fall
      if (isSameLevel(fall.from, last.from) && isSameLevel(fall.to, last.to)) alike.push(fall)
    }
    return alike
  }
}

/** Returns the times of all falls that belong to an alternation, with hindsight. */
export function alternatingFalls(intervals: readonly PriceInterval[]): ReadonlySet<number> {
  const recent = new RecentFalls()
  const times = new Set<number>()
  for (const [index, { from, minor }] of intervals.entries()) {
    const before = intervals[index - 1]?.minor ?? minor
    if (minor >= before) continue
    recent.add(from, before, minor)
    for (const { at } of recent.proof(from)) times.add(at)
  }
  return times
}
