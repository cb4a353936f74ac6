import { z } from 'zod'
import { defined, type OptionsShape, parseOptions } from '../../options/index.js'
import { dayMs } from '../../time/index.js'
import type { Listing } from '../vehicle/listing.js'

/** What a market's supply is counted by. */
export interface SupplyOptions {
  /** The time it is counted at, in epoch milliseconds. */
  readonly at: number
  /** How far back sales are counted. @default 45 */
  readonly windowDays?: number
}

/** How long the cars for sale would last. */
export interface MarketSupply {
  /** Cars that are for sale at that time. */
  readonly active: number
  /** Cars that were taken down within the window. */
  readonly sold: number
  /** Active cars / sales a day; absent when nothing was sold. */
  readonly daysSupply?: number
}

const optionsSchema = z.strictObject({
  at: z.number(),
  windowDays: z.number().positive().default(45),
} satisfies OptionsShape<SupplyOptions>)

/**
 * Market days' supply: how many days the cars for sale would last if they went on selling as they did. A car that is
 * gone is taken as sold when it was last seen, which counts those that were withdrawn, too. Re-lists should be grouped
 * before, or each counts as a sale.
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
  const { at, windowDays } = parseOptions('marketSupply', optionsSchema, options)
  const from = at - windowDays * dayMs
  const ended = listings.flatMap(({ status, lastSeenAt }) => (status === 'gone' ? (lastSeenAt ?? []) : []))
  const sold = ended.filter((end) => end > from && end <= at).length
  const active = listings.filter(
    ({ firstSeenAt = Number.POSITIVE_INFINITY, lastSeenAt = 0, status }) =>
      firstSeenAt <= at && (status !== 'gone' || lastSeenAt > at),
  ).length
  return { active, sold, ...defined({ daysSupply: sold > 0 ? (active * windowDays) / sold : undefined }) }
}
