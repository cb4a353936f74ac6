import { fromMinor, type Money } from '../money/index.js'
import { defined } from '../options/index.js'
import { dayMs } from '../time/index.js'
import type { PriceInterval, Timeline } from './timeline.js'
import { createPriceWindow, type UsualPriceWindow } from './usual-price.js'

/** A price that is really reduced. */
export interface Sale {
  /** When the reduced price was first seen, in epoch milliseconds. It stays the same while the sale lasts, also when the price falls further. */
  readonly startedAt: number
  /** How far the price is below the usual one, in percent, rounded down to a tenth. */
  readonly depthPercent: number
  /** The reduced price. */
  readonly price: Money
  /** The usual price before the sale: what held longest in 90 days, or what the sale before returned to. */
  readonly usual: Money
}

/** Why a sale was over. */
export type SaleEnding = 'price-rose' | 'became-usual' | 'lost-sight'

/** A sale of a history, over or still on. */
export interface PastSale {
  /** When the reduced price was first seen, in epoch milliseconds. */
  readonly startedAt: number
  /** When it was over; absent while it is on. */
  readonly endedAt?: number
  /**
   * Why it was over; absent while it is on.
   *
   * - `price-rose`: a price less than 5 % below the usual one was seen
   * - `became-usual`: the reduced price had held longest of the last 90 days; where the usual price before is known not
   *   to have come back within 90 days of the start, this was no sale but a lasting cut, and is left out
   * - `lost-sight`: no price was known for 90 days
   */
  readonly ending?: SaleEnding
  /** How far the lowest price of the sale was below the usual one, in percent, rounded down to a tenth. */
  readonly depthPercent: number
  /** The lowest price of the sale. */
  readonly lowest: Money
  /**
   * The usual price before the sale: what held longest in 90 days, or what the sale before returned to; of a sale that
   * only later prices show, the price that it fell from and returned to.
   */
  readonly usual: Money
}

/** What is nearer to the usual price than this is no sale. */
const leastDepthPercent = 5n

/** How often the usual price must have been seen, so that one misread price makes no sale. */
const leastSightings = 2

/** A reduction may be called a sale for as long as the law looks back; after that only while it is below what has become usual. */
const sureMs = 30 * dayMs

/** A sale as it is followed through a history, in minor units. */
export interface SaleEpisode {
  readonly startedAt: number
  readonly usual: bigint
  lowest: bigint
  endedAt?: number
  ending?: SaleEnding
}

/**
 * Follows the sales of a history up to `now`, from the first to the last, which may still be on.
 *
 * A sale begins when the price falls to 5 % or more below the usual one, if that was seen twice or more: the one that
 * held longest in the 90 days before, however long that was, or, where that is higher, the one that a sale before has
 * returned to. Of many sales in a row the reduced price would soon pass for the usual one. A sale lasts through further
 * changes, gaps and stock-outs, until a price less than 5 % below is seen, or until it is 30 days old and no longer 5 %
 * below what held longest in the last 90 days: then the reduced price has become the usual one. Only what was known at a
 * moment decides about it, so that a sale that was told while it was on is never taken back.
 */
export function findSales({ intervals }: Timeline, now: number): readonly SaleEpisode[] {
  const window = createPriceWindow(intervals)
  const samples = new Map<bigint, number>()
  const sales: SaleEpisode[] = []
  let open: SaleEpisode | undefined
  let last: PriceInterval | undefined
  for (const interval of intervals) {
    const { from, minor } = interval
    if (open && last && becomesUsual(open, last, from, window)) open = undefined
    if (open && !isReduced(minor, open.usual)) open = close(open, from, 'price-rose')
    if (!open && last && minor < last.minor) {
      window.moveTo(from)
      const usual = usualBefore(window.usual(), last.minor, sales.at(-1)?.usual, samples)
      if (isReduced(minor, usual)) {
        open = { startedAt: from, usual, lowest: minor }
        sales.push(open)
      }
    }
    if (open && minor < open.lowest) open.lowest = minor
    samples.set(minor, (samples.get(minor) ?? 0) + interval.samples)
    last = interval
  }
  if (open && last) becomesUsual(open, last, now, window)
  return sales
}

/** The price that held longest, if it was seen often enough, or the higher one that the last sale has returned to. */
function usualBefore(
  longest: bigint | undefined,
  last: bigint,
  ofLastSale: bigint | undefined,
  samples: ReadonlyMap<bigint, number>,
): bigint {
  const sure = longest !== undefined && (samples.get(longest) ?? 0) >= leastSightings ? longest : 0n
  if (ofLastSale === undefined || isReduced(last, ofLastSale)) return sure
  const returnedTo = last < ofLastSale ? last : ofLastSale
  return returnedTo > sure ? returnedTo : sure
}

function close(sale: SaleEpisode, at: number, ending: SaleEnding): undefined {
  sale.endedAt = at
  sale.ending = ending
}

/** Looks day by day, up to `until`, whether the price that holds has become the usual one; then ends the sale. */
function becomesUsual(
  sale: SaleEpisode,
  { from, minor }: PriceInterval,
  until: number,
  window: UsualPriceWindow,
): boolean {
  for (let at = Math.max(from, sale.startedAt + sureMs); at <= until; at += dayMs) {
    window.moveTo(at)
    const usual = window.usual()
    if (isReduced(minor, usual)) continue
    close(sale, at, usual === undefined ? 'lost-sight' : 'became-usual')
    return true
  }
  return false
}

/** The sale that is on at the end of the episodes, with the price that is asked in it. */
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

/** An episode as a host reads it. */
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

/** How far a price lies below the usual one, in percent, rounded down to a tenth. */
const depthPercent = (minor: bigint, usual: bigint): number => Number(((usual - minor) * 1000n) / usual) / 10

/** Whether a price is so far below another that it would be a sale. */
export const isReduced = (minor: bigint, usual = 0n): boolean =>
  minor * 100n <= usual * (100n - leastDepthPercent) && minor < usual
