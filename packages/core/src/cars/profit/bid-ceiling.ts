import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../../options/index.js'
import { type Resale, resaleSchema } from './deal.js'
import { drawnQuantile, drawProceeds, paidFor } from './proceeds.js'

/** How much of a risk is taken. */
export interface BidOptions {
  /** The chance of a loss that is accepted, above 0 and below 1. */
  readonly chanceOfLoss: number
  /** What has to be earned at the least: then a loss is to earn less. @default 0 */
  readonly minProfitUsd?: number
}

/** What may be bid. */
export interface BidCeiling {
  /** The most, in whole cents; absent when any bid is too much. */
  readonly bidUsd?: number
  /** What is not known, and so is not taken off: with it, the ceiling is lower. */
  readonly missing: readonly string[]
}

const optionsSchema = z.strictObject({
  chanceOfLoss: z.number().gt(0).lt(1),
  minProfitUsd: z.number().default(0),
} satisfies OptionsShape<BidOptions>)

/**
 * The highest bid at which the chance of a loss is no greater than the one chosen. What is left of the sale does not
 * depend on the bid, and what a purchase costs never falls as the bid rises, so that halving finds it to the cent.
 *
 * @throws `ValidationError` when a figure is negative or not finite, or bounds do not enclose their value.
 * @example
 * ```ts
 * import { bidCeiling } from '@telltale/core/cars'
 *
 * const sale = { value: 11_500, low: 10_300, high: 12_900 }
 * console.log(bidCeiling({ sale, repairUsd: 400 }, { chanceOfLoss: 0.1 }).bidUsd) // about 9900: 10300 − 400
 * ```
 */
export function bidCeiling(resale: Resale, options: BidOptions): BidCeiling {
  const { chanceOfLoss, minProfitUsd } = parseOptions('bidCeiling', optionsSchema, options)
  const checked = parseOptions('bidCeiling', resaleSchema, resale)
  const { sorted, missing } = drawProceeds(checked)
  const leftUsd = drawnQuantile(sorted, chanceOfLoss) - minProfitUsd
  const paid = paidFor(0, checked)
  const all = [...paid.missing, ...missing]
  if (paid.usd > leftUsd) return { missing: all }
  let [within, beyond] = [0, Math.ceil(leftUsd * 100) + 1]
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2)
    if (paidFor(middle / 100, checked).usd <= leftUsd) within = middle
    else beyond = middle
  }
  return { bidUsd: within / 100, missing: all }
}
