import { fromMinor, type Money } from '../money/index.js'
import { defined } from '../options/checks.js'
import { dayMs } from '../time/index.js'
import type { PriceInterval, Timeline } from './timeline.js'
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

/** A sale under analysis, with amounts in minor units. */
export interface SaleEpisode {
  readonly startedAt: number
  readonly usual: bigint
  lowest: bigint
  endedAt?: number
  ending?: SaleEnding
}

/**
 * Finds the sales of a history from what was known at each moment, oldest first. The last one may still be on.
 *
 * A sale begins when the price falls to 5 % or more below the usual price, if that was observed at least twice. The
 * usual price is the one that held longest in the 90 days before or, where that is higher, the one that a previous
 * sale returned to: after many sales in a row the reduced price would otherwise pass for the usual one. A sale lasts
 * through further changes, gaps and stock-outs. It ends when a price less than 5 % below the usual one is seen, or
 * when it is 30 days old and no longer 5 % below the price that held longest in the last 90 days. Later prices never
 * change an earlier decision.
 */
export function findSales({ intervals }: Timeline, now: number): readonly SaleEpisode[] {
  const window = createPriceWindow(intervals)
  const observations = new Map<bigint, number>()
  const sales: SaleEpisode[] = []
  let open: SaleEpisode | undefined
  let last: PriceInterval | undefined
  for (const interval of intervals) {
    const { from, minor } = interval
    if (open && last && closeIfUsual(open, last, from, window)) open = undefined
    if (open && !isReduced(minor, open.usual)) open = close(open, from, 'price-rose')
    if (!open && last && minor < last.minor) {
      window.moveTo(from)
      const usual = usualBefore(window.usual(), last.minor, sales.at(-1)?.usual, observations)
      if (isReduced(minor, usual)) {
        open = { startedAt: from, usual, lowest: minor }
        sales.push(open)
      }
    }
    if (open && minor < open.lowest) open.lowest = minor
    observations.set(minor, (observations.get(minor) ?? 0) + interval.sampleCount)
    last = interval
  }
  if (open && last) closeIfUsual(open, last, now, window)
  return sales
}

/**
 * Returns the price that held longest, if it was observed often enough, or the higher one that the last sale returned
 * to.
 */
function usualBefore(
  longest: bigint | undefined,
  last: bigint,
  usualOfLastSale: bigint | undefined,
  observations: ReadonlyMap<bigint, number>,
): bigint {
  const confirmed =
    longest !== undefined && (observations.get(longest) ?? 0) >= minObservations ? longest : 0n
  if (usualOfLastSale === undefined || isReduced(last, usualOfLastSale)) return confirmed
  const returnedTo = last < usualOfLastSale ? last : usualOfLastSale
  return returnedTo > confirmed ? returnedTo : confirmed
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

/** Returns the sale that is on at the end of the history, with the current price. */
export function currentSale(
  sales: readonly SaleEpisode[],
  { currency, intervals }: Timeline,
): Sale | undefined {
  const sale = sales.at(-1)
  const minor = intervals.at(-1)?.minor
  if (!sale || sale.endedAt !== undefined || minor === undefined) return undefined
  const { startedAt, usual } = sale
  return {
    startedAt,
    depthPercent: depthPercent(minor, usual),
    price: fromMinor(minor, currency),
    usual: fromMinor(usual, currency),
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
