import * as check from '../../options/check.js'
import { checkOptions, defined, timeCheck } from '../../options/checks.js'
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
  /** The number of cars for sale at that time. */
  readonly active: number
  /** The number of cars that were taken down within the window. */
  readonly sold: number
  /** Days' supply: active cars divided by sales per day; absent when nothing was sold. */
  readonly daysSupply?: number
}

const optionsCheck = check.strictObject({
  at: timeCheck,
  windowDays: check.withDefault(check.number({ above: 0, max: 3_660 }), 45),
} satisfies check.CheckShape<SupplyOptions>)

/**
 * Computes the market days' supply: the days that the cars for sale would last at the current rate of sales. A car that is
 * gone counts as sold when it was last seen, even if it was withdrawn. Group listings by car first: otherwise every
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
  const ended = listings.flatMap(({ status, lastSeenAt }) => (status === 'gone' ? (lastSeenAt ?? []) : []))
  const sold = ended.filter((end) => end > from && end <= at).length
  const active = listings.filter(
    ({ firstSeenAt = Number.POSITIVE_INFINITY, lastSeenAt = 0, status }) =>
      firstSeenAt <= at && (status !== 'gone' || lastSeenAt > at),
  ).length
  return { active, sold, ...defined({ daysSupply: sold > 0 ? (active * windowDays) / sold : undefined }) }
}
