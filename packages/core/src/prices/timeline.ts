import { compareMoney, type Money, toMinor } from '../money/index.js'
import { dayMs } from '../time/index.js'
import type { HistoryPoint } from './pack.js'
import type { Availability } from './product.js'

/**
 * The time for which a price is valid after it was seen, unless another observation comes first: a week and a day, so
 * that weekly readings leave no gap. After that the price is unknown until the next observation.
 */
export const priceValidityMs = 8 * dayMs

/** A half-open time range, in epoch milliseconds. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

/** A time range without a gap during which one price is known to have held. */
export interface PriceInterval extends TimeRange {
  /** The price in minor units. */
  readonly minor: bigint
  /** The number of observations in this range. */
  readonly sampleCount: number
}

/** A time range over which one price was seen and no other, gaps included. */
export interface PriceRun extends TimeRange {
  readonly minor: bigint
}

/** A price, in minor units, at the time it was seen. */
export interface PriceSample {
  readonly at: number
  readonly minor: bigint
}

/** The known prices of a product over time, in one currency. */
export interface Timeline {
  readonly currency: string
  /** Other currencies that were seen; their prices are left out. */
  readonly otherCurrencies: readonly string[]
  /** The intervals, oldest first and at least one. Adjacent intervals that touch differ in price. */
  readonly intervals: readonly PriceInterval[]
  /** The intervals with adjacent ones of the same price merged. */
  readonly runs: readonly PriceRun[]
  /** The times at which the product was out of stock or not sold. */
  readonly notForSale: readonly TimeRange[]
  /** The prices as they were seen, oldest first. */
  readonly samples: readonly PriceSample[]
  /** The points in order of time, at most one for each time. */
  readonly points: readonly HistoryPoint[]
  /** The newest point with a price. */
  readonly newest: PricedPoint
}

type PricedPoint = HistoryPoint & { readonly price: Money }

/** Checks for an availability at which the product cannot be bought. */
export const isUnavailable = (availability: Availability | undefined): boolean =>
  availability === 'OutOfStock' || availability === 'SoldOut' || availability === 'Discontinued'

/** Checks for a point with a price. A price at which nothing can be bought does not count. */
const isPriced = (point: HistoryPoint): point is PricedPoint =>
  point.price !== undefined && !isUnavailable(point.availability)

/**
 * Builds the timeline of points in any order; `undefined` when none has a price. Points after `now` are left out, and
 * of several at one time the lowest price counts. The currency is that of the newest price. Before `offeredSince` the
 * product was not for sale.
 */
export function buildTimeline(
  points: readonly HistoryPoint[],
  now: number,
  offeredSince?: number,
): Timeline | undefined {
  const ordered = points
    .filter(({ at }) => at <= now)
    .toSorted(comparePoints)
    .filter(({ at }, index, all) => at !== all[index + 1]?.at)
  const newest = ordered.findLast(isPriced)
  if (!newest) return undefined
  const { currency } = newest.price
  const otherCurrencies = new Set<string>()
  const intervals: PriceInterval[] = []
  const samples: PriceSample[] = []
  const notForSale: TimeRange[] =
    offeredSince === undefined ? [] : [{ from: Number.NEGATIVE_INFINITY, to: offeredSince }]
  for (let index = 0; index < ordered.length; index++) {
    const point = ordered[index] as HistoryPoint
    const from = point.at
    const to = Math.min(ordered[index + 1]?.at ?? now, from + priceValidityMs)
    if (isUnavailable(point.availability)) notForSale.push({ from, to })
    else if (point.price?.currency === currency) {
      const minor = toMinor(point.price)
      samples.push({ at: from, minor })
      addSample(intervals, from, to, minor)
    } else if (point.price) otherCurrencies.add(point.price.currency)
  }
  return {
    currency,
    otherCurrencies: [...otherCurrencies].sort(),
    intervals,
    runs: mergeIntervals(intervals),
    notForSale,
    samples,
    points: ordered,
    newest,
  }
}

/** Orders points by time. At one time the point that says the most comes last, whatever their order was. */
function comparePoints(one: HistoryPoint, other: HistoryPoint): number {
  if (one.at !== other.at) return one.at - other.at
  if (!isPriced(one) || !isPriced(other) || one.price.currency !== other.price.currency)
    return sortKey(one) < sortKey(other) ? -1 : 1
  return compareMoney(other.price, one.price) || (sortKey(one) < sortKey(other) ? -1 : 1)
}

/** Returns a key that sorts points without a price before those not for sale, then priced ones, by currency. */
function sortKey(point: HistoryPoint): string {
  const rank = isPriced(point) ? 2 : isUnavailable(point.availability) ? 1 : 0
  return `${rank}${point.price?.currency}${JSON.stringify(point)}`
}

type Mutable<Part> = { -readonly [Name in keyof Part]: Part[Name] }

/** Extends the last interval where the price goes on without a gap, or begins another one. */
function addSample(intervals: Mutable<PriceInterval>[], from: number, to: number, minor: bigint): void {
  const last = intervals.at(-1)
  if (last?.minor !== minor || last.to !== from) intervals.push({ from, to, minor, sampleCount: 1 })
  else {
    last.to = to
    last.sampleCount += 1
  }
}

function mergeIntervals(intervals: readonly PriceInterval[]): readonly PriceRun[] {
  const runs: Mutable<PriceRun>[] = []
  for (const { from, to, minor } of intervals) {
    const last = runs.at(-1)
    if (last?.minor === minor) last.to = to
    else runs.push({ from, to, minor })
  }
  return runs
}

/** Yields each price with the time in milliseconds that it held between two times, newest first. */
export function* durationsBetween(
  intervals: readonly PriceInterval[],
  from: number,
  to: number,
): Generator<readonly [minor: bigint, durationMs: number]> {
  for (let index = intervals.length - 1; index >= 0; index--) {
    const interval = intervals[index] as PriceInterval
    if (interval.to <= from) return
    const durationMs = Math.min(interval.to, to) - Math.max(interval.from, from)
    if (durationMs > 0) yield [interval.minor, durationMs]
  }
}
