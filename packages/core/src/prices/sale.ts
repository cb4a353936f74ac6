import { fromMinor, type Money } from '../money/index.js'
import { defined } from '../options/checks.js'
import { dayMs } from '../time/index.js'
import { type Alternation, RecentFalls } from './alternation.js'
import { type PriceInterval, priceValidityMs, type Timeline } from './timeline.js'
import { createPriceWindow, type UsualPriceWindow } from './usual-price.js'

/** A sale: a price that is really reduced. */
export interface Sale {
  /**
   * The time at which the reduced price was first seen, in epoch milliseconds. It stays the same while the sale
   * lasts, also when the price falls further.
   */
  readonly startedAt: number
  /** The discount from the usual price in percent, rounded down to one decimal. */
  readonly depthPercent: number
  /** The reduced price. */
  readonly price: Money
  /**
   * The usual price before the sale: the one that held longest in 90 days, or the one that the previous sale returned
   * to.
   */
  readonly usual: Money
  /**
   * `true` when it only repeats the one before: that ended at most eight days earlier, and this one is not lower by more
   * than 1 %. No event and no rule tells of it.
   */
  readonly repeats?: true
}

/** The reason why a sale ended. */
export type SaleEnding = 'price-rose' | 'became-usual' | 'lost-sight'

/** A sale in a history, ended or still on. */
export interface PastSale {
  /** The time at which the reduced price was first seen, in epoch milliseconds. */
  readonly startedAt: number
  /** The time at which it ended, in epoch milliseconds; absent while it is on. */
  readonly endedAt?: number
  /**
   * The reason why it ended; absent while it is on.
   *
   * - `price-rose`: a price less than 5 % below the usual one was seen
   * - `became-usual`: the reduced price had held longest of the last 90 days; where the usual price before is known not
   *   to have come back within 90 days of the start, this was no sale but a lasting cut, and is left out
   * - `lost-sight`: no price was known for 90 days
   */
  readonly ending?: SaleEnding
  /** The discount of the lowest price from the usual one in percent, rounded down to one decimal. */
  readonly depthPercent: number
  /** The lowest price of the sale. */
  readonly lowest: Money
  /**
   * The usual price before the sale: the one that held longest in 90 days, or the one that the previous sale returned
   * to. For a sale that only later prices reveal, the price that it fell from and returned to.
   */
  readonly usual: Money
}

/** The minimum discount of a sale from the usual price, in percent. */
const minDepthPercent = 5n

/** The minimum number of observations of the usual price, so that one misread price makes no sale. */
const minObservations = 2

/**
 * The time for which a reduction counts as a sale in any case, as long as the law looks back. After it, only while it
 * is below the price that has become usual.
 */
const gracePeriodMs = 30 * dayMs

/**
 * The time after a sale in which another one at no lower price is a repetition, which is not announced: a week and a
 * day, so that a sale of each weekend is announced once.
 */
export const coolDownMs = priceValidityMs

/** The percentage by which a price must be lower than the last one announced to be news. */
const newsPercent = 1n

/** Checks whether a price is lower than another by enough to be news. */
export const isNews = (minor: bigint, announced: bigint): boolean =>
  minor * 100n < announced * (100n - newsPercent)

/** The time for which the price that a sale returned to is remembered. */
const memoryMs = 90 * dayMs

/** A sale under analysis, with amounts in minor units. */
export interface SaleEpisode {
  readonly startedAt: number
  /** The time at which it was news; absent while it only repeats the one before. */
  announcedAt?: number
  readonly usual: bigint
  lowest: bigint
  endedAt?: number
  ending?: SaleEnding
}

/** A rise of the price, with what was usual before it. */
export interface Rise {
  readonly at: number
  readonly usual: bigint | undefined
}

/** The sales of a history, and the usual prices that they are measured by. */
export interface SaleHistory {
  /** The sales, oldest first. The last one may still be on. */
  readonly sales: readonly SaleEpisode[]
  /** The rises, oldest first. */
  readonly rises: readonly Rise[]
  /** The usual price now. */
  readonly usual: bigint | undefined
  /** The alternation that is going on; absent when there is none. */
  readonly alternation?: Alternation
}

/**
 * Follows the sales of a history from what was known at each moment.
 *
 * A sale begins when the price falls to 5 % or more below the usual price, if that was observed at least twice. The
 * usual price is the one that held longest in the 90 days before or, where that is higher, the one that a sale of
 * these 90 days returned to: after many sales in a row the reduced price would otherwise pass for the usual one. Where
 * the price alternates, the usual price is the one that held longest, and a fall to the lower of its prices begins no
 * sale. A sale lasts through further changes, gaps and stock-outs. It ends when a price less than 5 % below the usual
 * one is seen, or when it is 30 days old and no longer 5 % below the price that held longest in the last 90 days. Later
 * prices never change an earlier decision.
 */
export function followSales({ intervals, currency }: Timeline, now: number): SaleHistory {
  const follower = new SaleFollower(intervals)
  for (const interval of intervals) follower.add(interval)
  return follower.result(now, currency)
}

class SaleFollower {
  readonly #window: UsualPriceWindow
  readonly #observations = new Map<bigint, number>()
  readonly #falls = new RecentFalls()
  readonly #sales: SaleEpisode[] = []
  readonly #rises: Rise[] = []
  #open: SaleEpisode | undefined
  #last: PriceInterval | undefined
  /** The lowest price that was announced, and when the sale at that price ended. */
  #announced: { low: bigint; until: number } | undefined

  constructor(intervals: readonly PriceInterval[]) {
    this.#window = createPriceWindow(intervals)
  }

  add(interval: PriceInterval): void {
    const { from, minor } = interval
    const last = this.#last
    if (last) {
      if (this.#open && closeIfUsual(this.#open, last, from, this.#window)) this.#endSale(from)
      if (minor > last.minor) this.#rises.push({ at: from, usual: this.#usualAt(from) })
      if (this.#open && !isReduced(minor, this.#open.usual)) {
        close(this.#open, from, 'price-rose')
        this.#endSale(from)
      }
      if (minor < last.minor) {
        this.#falls.add(from, last.minor, minor)
        if (!this.#open) this.#startSale(interval)
      }
    }
    if (this.#open) this.#follow(this.#open, interval)
    this.#observations.set(minor, (this.#observations.get(minor) ?? 0) + interval.sampleCount)
    this.#last = interval
  }

  result(now: number, currency: string): SaleHistory {
    if (this.#open && this.#last && closeIfUsual(this.#open, this.#last, now, this.#window))
      this.#endSale(now)
    const usual = this.#usualAt(now)
    const alternation = this.#falls.verdict(now, currency)
    return { sales: this.#sales, rises: this.#rises, usual, ...defined({ alternation }) }
  }

  #endSale(at: number): void {
    if (this.#announced) this.#announced.until = at
    this.#open = undefined
  }

  /** Begins a sale where a price is reduced, unless it is a turn of an alternation. */
  #startSale({ from, minor }: PriceInterval): void {
    const usual = this.#reference(from)
    if (!isReduced(minor, usual)) return
    const [turn] = this.#falls.proof(from)
    if (turn && !isReduced(minor, turn.to)) {
      if (this.#announced) this.#announced.until = from
      return
    }
    this.#open = { startedAt: from, usual, lowest: minor }
    this.#sales.push(this.#open)
    if (this.#announced && from - this.#announced.until > coolDownMs) this.#announced = undefined
  }

  /** Notes the lowest price of a sale, and announces the sale when that is news. */
  #follow(sale: SaleEpisode, { from, minor }: PriceInterval): void {
    if (minor < sale.lowest) sale.lowest = minor
    if (!this.#announced || isNews(minor, this.#announced.low)) sale.announcedAt ??= from
    else if (sale.announcedAt === undefined) return
    const low = this.#announced && this.#announced.low < minor ? this.#announced.low : minor
    this.#announced = { low, until: Number.POSITIVE_INFINITY }
  }

  /** Returns the usual price: that of the sale that is on, or the one that the next sale is measured by. */
  #usualAt(at: number): bigint | undefined {
    if (this.#open) return this.#open.usual
    return this.#reference(at) || this.#window.usual()
  }

  /** Returns the price that a sale is measured by; 0 when none is sure. */
  #reference(at: number): bigint {
    this.#window.moveTo(at)
    const longest = this.#window.usual() ?? 0n
    const sure = (this.#observations.get(longest) ?? 0) >= minObservations ? longest : 0n
    const returnedTo = this.#returnedTo(at)
    return returnedTo > sure && this.#falls.proof(at).length === 0 ? returnedTo : sure
  }

  /** Returns the price that the last sale returned to, at most its usual price; 0 when it did not. */
  #returnedTo(at: number): bigint {
    const [sale, last] = [this.#sales.at(-1), this.#last?.minor]
    if (!sale || last === undefined || isReduced(last, sale.usual)) return 0n
    if ((sale.endedAt ?? at) < at - memoryMs) return 0n
    const isBelow = last < sale.usual
    return isBelow ? last : sale.usual
  }
}

function close(sale: SaleEpisode, at: number, ending: SaleEnding): undefined {
  sale.endedAt = at
  sale.ending = ending
}

/**
 * Checks day by day, up to `until`, whether the current price has become the usual one, and then ends the sale.
 * Returns `true` when it ended.
 */
function closeIfUsual(
  sale: SaleEpisode,
  { from, minor }: PriceInterval,
  until: number,
  window: UsualPriceWindow,
): boolean {
  for (let at = Math.max(from, sale.startedAt + gracePeriodMs); at <= until; at += dayMs) {
    window.moveTo(at)
    const usual = window.usual()
    if (isReduced(minor, usual)) continue
    close(sale, at, usual === undefined ? 'lost-sight' : 'became-usual')
    return true
  }
  return false
}

/** Returns the sale that is on at a time, of sales that may go on after it. */
export const saleOn = (sales: readonly SaleEpisode[], now: number): SaleEpisode | undefined => {
  const sale = sales.findLast(({ startedAt }) => startedAt <= now)
  return sale && (sale.endedAt ?? Number.POSITIVE_INFINITY) > now ? sale : undefined
}

/** Returns the sale that is on at a time, with the price at the end of the timeline. */
export function currentSale(
  sales: readonly SaleEpisode[],
  { currency, intervals }: Timeline,
  now: number,
): Sale | undefined {
  const sale = saleOn(sales, now)
  const minor = intervals.at(-1)?.minor
  if (!sale || minor === undefined) return undefined
  const { startedAt, usual } = sale
  return {
    startedAt,
    depthPercent: depthPercent(minor, usual),
    price: fromMinor(minor, currency),
    usual: fromMinor(usual, currency),
    ...defined({ repeats: sale.announcedAt === undefined ? (true as const) : undefined }),
  }
}

/** Converts a sale to its public form. */
export function toPastSale(
  { startedAt, endedAt, ending, lowest, usual }: SaleEpisode,
  currency: string,
): PastSale {
  return {
    startedAt,
    ...defined({ endedAt, ending }),
    depthPercent: depthPercent(lowest, usual),
    lowest: fromMinor(lowest, currency),
    usual: fromMinor(usual, currency),
  }
}

/** Returns the discount in percent, rounded down to one decimal. */
const depthPercent = (minor: bigint, usual: bigint): number => Number(((usual - minor) * 1000n) / usual) / 10

/** Checks whether a price is far enough below the usual one to count as a sale. */
export const isReduced = (minor: bigint, usual = 0n): boolean =>
  minor * 100n <= usual * (100n - minDepthPercent) && minor < usual
