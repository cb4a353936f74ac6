import * as check from '../../options/check.js'
import { checkOptions, timeCheck } from '../../options/checks.js'
import { normalQuantile } from '../../statistics/index.js'
import { dayMs } from '../../time/index.js'
import type { Listing } from '../vehicle/listing.js'

/** The options of `marketSupply`. */
export interface SupplyOptions {
  /** The time of the count, in epoch milliseconds. */
  readonly at: number
  /** The days before that time in which sales are counted. @default 45 */
  readonly windowDays?: number
}

/** The supply of a market. */
export interface MarketSupply {
  /** The number of cars for sale at that time: seen before it, not gone, and last seen within the window. */
  readonly active: number
  /** The cars that are not gone, and were last seen before the window: nobody knows what became of them. They do not count. */
  readonly stale: number
  /** The number of cars that were taken down within the window. */
  readonly sold: number
  /** The days of the window in which listings were watched: it begins with the first of all at the earliest. */
  readonly watchedDays: number
  /** Days' supply: active cars divided by sales per day; absent when nothing was sold. */
  readonly daysSupply?: number
  /** The 80 % interval of the days' supply, since few sales say little of their rate; absent when nothing was sold. */
  readonly interval?: { readonly low: number; readonly high: number }
}

const optionsCheck = check.strictObject({
  at: timeCheck,
  windowDays: check.withDefault(check.number({ above: 0, max: 3_660 }), 45),
} satisfies check.CheckShape<SupplyOptions>)

/**
 * Computes the market days' supply: the days that the cars for sale would last at the current rate of sales (vAuto, "Market
 * Days Supply": cars for sale divided by sales a day over 45 days). A car that is gone counts as sold when it was last
 * seen, even if it was withdrawn. Where listings were watched for a shorter time than the window, the rate is that of this
 * time; a car that is neither gone nor seen lately counts on no side. The interval is that of a Poisson rate. Group listings by car first: otherwise every
 * re-listing counts as a sale.
 *
 * @throws `ValidationError` when an option is out of its range.
 * @example
 * ```ts
 * import { marketSupply } from '@telltale/core/cars'
 *
 * const { daysSupply } = marketSupply([], { at: Date.UTC(2026, 0, 31) })
 * console.log(daysSupply) // undefined: nothing was sold
 * ```
 */
export function marketSupply(
  listings: readonly Pick<Listing, 'firstSeenAt' | 'lastSeenAt' | 'status'>[],
  options: SupplyOptions,
): MarketSupply {
  const { at, windowDays } = checkOptions('marketSupply', optionsCheck, options)
  const from = at - windowDays * dayMs
  const known = listings.filter(({ firstSeenAt = Number.POSITIVE_INFINITY }) => firstSeenAt <= at)
  const first = known.reduce((earliest, { firstSeenAt = at }) => Math.min(earliest, firstSeenAt), at)
  const watchedDays = (at - Math.max(from, first)) / dayMs
  const ended = listings.flatMap(({ status, lastSeenAt }) => (status === 'gone' ? (lastSeenAt ?? []) : []))
  const sold = ended.filter((end) => end > from && end <= at).length
  const forSale = known.filter(({ lastSeenAt = 0, status }) => status !== 'gone' || lastSeenAt > at)
  const active = forSale.filter(({ lastSeenAt = at }) => lastSeenAt > from).length
  const counts = { active, stale: forSale.length - active, sold, watchedDays }
  if (sold === 0 || watchedDays === 0) return counts
  const supplyAt = (sales: number) => (active * watchedDays) / sales
  const [fewest, most] = salesBounds(sold)
  return { ...counts, daysSupply: supplyAt(sold), interval: { low: supplyAt(most), high: supplyAt(fewest) } }
}

/** The bounds of an 80 % interval in deviations of the normal distribution. */
const deviations = normalQuantile(0.9)

/**
 * Returns the 80 % interval of the mean of a Poisson distribution from one count above 0, by the cube root of a chi-square
 * distribution: Wilson and Hilferty, "The Distribution of Chi-square", 1931.
 */
function salesBounds(count: number): readonly [number, number] {
  const bound = (n: number, side: number) =>
    n * (1 - 1 / (9 * n) + (side * deviations) / (3 * Math.sqrt(n))) ** 3
  return [bound(count, -1), bound(count + 1, 1)]
}
