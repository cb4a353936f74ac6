import { compareMoney, type Money, toMinor } from '../money/index.js'
import { dayMs } from '../time/index.js'
import type { HistoryPoint } from './pack.js'

/**
 * How long a price is taken to hold after it was seen: until it is seen again, but at most a week and a day, so that
 * weekly readings leave no gap. After that the price is unknown until the next reading.
 */
export const priceValidityMs = 8 * dayMs

/** A time, half-open. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

/** A time without a gap during which one price is known to have held. */
export interface PriceInterval extends TimeRange {
  /** The price in minor units. */
  readonly minor: bigint
  /** How often it was seen in this time. */
  readonly samples: number
}

/** A time over which one price was seen and no other, gaps between included. */
export interface PriceRun extends TimeRange {
  readonly minor: bigint
}

/** A price at the moment it was seen. */
export interface PriceSample {
  readonly at: number
  readonly minor: bigint
}

/** What is known of a product's price over time, in one currency. */
export interface Timeline {
  readonly currency: string
  /** Further currencies that were seen; their prices are left out. */
  readonly otherCurrencies: readonly string[]
  /** From the oldest to the newest; two that touch differ in price. There is one at least. */
  readonly intervals: readonly PriceInterval[]
  /** The holds with those of one price put together. */
  readonly runs: readonly PriceRun[]
  /** When the product is known to have been out of stock or no longer sold. */
  readonly notForSale: readonly TimeRange[]
  readonly samples: readonly PriceSample[]
  /** The points in order of time, one at most for each moment. */
  readonly points: readonly HistoryPoint[]
  /** The newest price that was seen. */
  readonly newest: PricedPoint
}

type PricedPoint = HistoryPoint & { readonly price: Money }

/** What says that a product cannot be had. */
export const unavailable: readonly (string | undefined)[] = ['Discontinued', 'OutOfStock', 'SoldOut']

/** A price at which nothing can be bought is not asked of anyone: it counts as none. */
const isPriced = (point: HistoryPoint): point is PricedPoint =>
  point.price !== undefined && !unavailable.includes(point.availability)

/**
 * Lays points of any order out in time; `undefined` when none has a price. Points after `now` are left out, and of
 * several at one moment the lowest price counts. The currency is that of the newest price. Before `offeredSince` the
 * product was not for sale.
 */
export function buildTimeline(
  points: readonly HistoryPoint[],
  now: number,
  offeredSince?: number,
): Timeline | undefined {
  const seen = points
    .filter(({ at }) => at <= now)
    .toSorted(inOrder)
    .filter(({ at }, index, all) => at !== all[index + 1]?.at)
  const newest = seen.findLast(isPriced)
  if (!newest) return undefined
  const { currency } = newest.price
  const otherCurrencies = new Set<string>()
  const intervals: PriceInterval[] = []
  const samples: PriceSample[] = []
  const notForSale: TimeRange[] =
    offeredSince === undefined ? [] : [{ from: Number.NEGATIVE_INFINITY, to: offeredSince }]
  for (let index = 0; index < seen.length; index++) {
    const point = seen[index] as HistoryPoint
    const from = point.at
    const to = Math.min(seen[index + 1]?.at ?? now, from + priceValidityMs)
    if (unavailable.includes(point.availability)) notForSale.push({ from, to })
    else if (point.price?.currency === currency) {
      const minor = toMinor(point.price)
      samples.push({ at: from, minor })
      extend(intervals, from, to, minor)
    } else if (point.price) otherCurrencies.add(point.price.currency)
  }
  return {
    currency,
    otherCurrencies: [...otherCurrencies].sort(),
    intervals,
    runs: toRuns(intervals),
    notForSale,
    samples,
    points: seen,
    newest,
  }
}

/** By time; at one moment so that what says most stands last, whatever the order was. */
function inOrder(one: HistoryPoint, other: HistoryPoint): number {
  if (one.at !== other.at) return one.at - other.at
  if (!isPriced(one) || !isPriced(other) || one.price.currency !== other.price.currency)
    return sortKey(one) < sortKey(other) ? -1 : 1
  return compareMoney(other.price, one.price) || (sortKey(one) < sortKey(other) ? -1 : 1)
}

/** Unread before not for sale before priced, and these by currency. */
function sortKey(point: HistoryPoint): string {
  const says = isPriced(point) ? 2 : unavailable.includes(point.availability) ? 1 : 0
  return `${says}${point.price?.currency}${JSON.stringify(point)}`
}

type Growing<Part> = { -readonly [Name in keyof Part]: Part[Name] }

function extend(intervals: Growing<PriceInterval>[], from: number, to: number, minor: bigint): void {
  const last = intervals.at(-1)
  if (last?.minor !== minor || last.to !== from) intervals.push({ from, to, minor, samples: 1 })
  else {
    last.to = to
    last.samples += 1
  }
}

function toRuns(intervals: readonly PriceInterval[]): readonly PriceRun[] {
  const runs: Growing<PriceRun>[] = []
  for (const { from, to, minor } of intervals) {
    const last = runs.at(-1)
    if (last?.minor === minor) last.to = to
    else runs.push({ from, to, minor })
  }
  return runs
}
