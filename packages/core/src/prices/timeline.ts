import { compareMoney, type Money } from '../money/index.js'
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
  /** The newest point with a price that counts. */
  readonly newest: PricedPoint
  /** The time of the newest point or, where it confirms the price of the one before, of that. */
  readonly newestSince: number
  /** The newest price, when it is too far from the one before and no second reading has agreed yet. */
  readonly unconfirmed?: PriceSample
  /** The prices that were too far from the one before and did not come again. They count for nothing. */
  readonly misread: readonly PriceSample[]
}

/** A point with a price. */
export type PricedPoint = HistoryPoint & { readonly price: Money }

/** Checks for an availability at which the product cannot be bought. */
export const isUnavailable = (availability: Availability | undefined): boolean =>
  availability === 'OutOfStock' || availability === 'SoldOut' || availability === 'Discontinued'

/** Checks for a point with a price. A price at which nothing can be bought does not count. */
export const isPriced = (point: HistoryPoint): point is PricedPoint =>
  point.price !== undefined && !isUnavailable(point.availability)

/** Orders points by time. At one time the point that says the most comes last, whatever their order was. */
export function comparePoints(one: HistoryPoint, other: HistoryPoint): number {
  if (one.at !== other.at) return one.at - other.at
  if (one.confirmed !== other.confirmed) return one.confirmed ? 1 : -1
  if (!isPriced(one) || !isPriced(other) || one.price.currency !== other.price.currency)
    return sortKey(one) < sortKey(other) ? -1 : 1
  return compareMoney(other.price, one.price) || (sortKey(one) < sortKey(other) ? -1 : 1)
}

/** Returns a key that sorts points without a price before those not for sale, then priced ones, by currency. */
function sortKey(point: HistoryPoint): string {
  const rank = isPriced(point) ? 2 : isUnavailable(point.availability) ? 1 : 0
  return `${rank}${point.price?.currency}${JSON.stringify(point)}`
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
