import * as check from '../../options/check.js'
import { checkOptions } from '../../options/checks.js'
import { type Resale, resaleCheck } from './deal.js'
import { drawnQuantile, drawProceeds, paidFor } from './proceeds.js'
import { salePriceOf } from './sale-price.js'

/** The options of `bidCeiling`. */
export interface BidOptions {
  /** The accepted probability of a loss, above 0 and below 1. */
  readonly chanceOfLoss: number
  /** The lowest accepted profit. A lower one counts as a loss. @default 0 */
  readonly minProfitUsd?: number
}

/** The highest bid within a risk. */
export interface BidCeiling {
  /** The highest bid, in whole cents; absent when even 0 is too much. */
  readonly bidUsd?: number
  /** The names of the unknown costs. They are not subtracted, so that the real ceiling is lower. */
  readonly unknown: readonly string[]
  /** The conversion of the sale price to the kind at which the car is sold, with its source, or that its kind is not stated. */
  readonly notes: readonly string[]
}

const optionsCheck = check.strictObject({
  chanceOfLoss: check.number({ above: 0, below: 1 }),
  minProfitUsd: check.withDefault(check.number({ min: -1e9, max: 1e9 }), 0),
} satisfies check.CheckShape<BidOptions>)

/**
 * Returns the highest bid at which the probability of a loss does not exceed the accepted one. The proceeds of the sale
 * do not depend on the bid, and the cost of the purchase never falls as the bid rises: a binary search finds the bid.
 *
 * @throws `ValidationError` when a figure is negative or not finite, bounds do not enclose their value, or the sale price is one
 * that sellers ask and no distance to what buyers pay is known.
 * @example
 * ```ts
 * import { bidCeiling } from '@telltale/core/cars'
 *
 * const sale = { value: 11_500, low: 10_300, high: 12_900 }
 * console.log(bidCeiling({ sale, repairUsd: 400 }, { chanceOfLoss: 0.1 }).bidUsd) // about 9900: 10300 − 400
 * ```
 */
export function bidCeiling(resale: Resale, options: BidOptions): BidCeiling {
  const { chanceOfLoss, minProfitUsd } = checkOptions('bidCeiling', optionsCheck, options)
  const checked = checkOptions('bidCeiling', resaleCheck, resale)
  const { sale, notes } = salePriceOf(checked)
  const { sorted, unknown } = drawProceeds({ ...checked, sale })
  const maxPaidUsd = drawnQuantile(sorted, chanceOfLoss) - minProfitUsd
  const paid = paidFor(0, checked)
  const all = [...paid.unknown, ...unknown]
  if (paid.usd > maxPaidUsd) return { unknown: all, notes }
  let [within, beyond] = [0, Math.ceil(maxPaidUsd * 100) + 1]
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2)
    if (paidFor(middle / 100, checked).usd <= maxPaidUsd) within = middle
    else beyond = middle
  }
  return { bidUsd: within / 100, unknown: all, notes }
}
