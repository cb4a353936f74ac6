import { checkOptions, defined } from '../../options/checks.js'
import { roundToCents, sumUsd } from '../costs/usd.js'
import { inverseDistribution } from '../estimate/distribution.js'
import { type Deal, dealCheck } from './deal.js'
import { drawnQuantile, drawProceeds, type ProfitPart, paidFor } from './proceeds.js'
import { salePriceOf } from './sale-price.js'

/** The distribution of a deal's profit. */
export interface Profit {
  /** The mean profit: the exact sum of the parts. */
  readonly expectedUsd: number
  /** The mean of each part in whole cents. Costs are below 0. */
  readonly parts: readonly { readonly name: ProfitPart; readonly usd: number }[]
  /** The 10 % quantile: one outcome in ten is below it. */
  readonly p10Usd: number
  /** The median. */
  readonly p50Usd: number
  /** The 90 % quantile. */
  readonly p90Usd: number
  /** The probability of a profit below 0. */
  readonly chanceOfLoss: number
  /** The quantiles of the days until the sale; absent when `daysToSell` was not given. */
  readonly daysToSell?: { readonly p10: number; readonly p50: number; readonly p90: number }
  /** The names of the unknown costs. They are not subtracted, so that the real profit is lower. */
  readonly unknown: readonly string[]
  /** The conversion of the sale price to the kind at which the car is sold, with its source, or that its kind is not stated. */
  readonly notes: readonly string[]
}

/**
 * Estimates the distribution of a deal's profit from the intervals of the sale price, the repair, the days to sell and
 * the other costs, by quasi-Monte Carlo: 4,096 evenly spread outcomes, the same each time, in which the parts vary
 * independently. An estimate is taken as split log-normal, with its value as the median and its interval met exactly.
 * Unknown costs are named in `unknown` and not subtracted. A sale price of another kind than the car is sold at is converted
 * by the distance between both, and `notes` say by which; see {@link convertPriceLevel}.
 *
 * @throws `ValidationError` when a figure is negative or not finite, bounds do not enclose their value, or the sale price is
 * one that sellers ask and no distance to what buyers pay is known.
 * @example
 * ```ts
 * import { estimateProfit } from '@telltale/core/cars'
 *
 * const { expectedUsd, p10Usd, p90Usd, chanceOfLoss } = estimateProfit({
 *   bidUsd: 9_000,
 *   sale: { value: 11_500, low: 10_300, high: 12_900, priceLevel: 'paid' },
 *   inspectionUsd: 150,
 *   repairUsd: { value: 400, low: 100, high: 1_200 },
 *   daysToSell: { value: 35, low: 15, high: 80 },
 *   holdingUsdPerDay: 12,
 *   sellingUsd: 250,
 * })
 * console.log(expectedUsd, p10Usd, p90Usd, chanceOfLoss)
 * ```
 */
export function estimateProfit(deal: Deal): Profit {
  const checked = checkOptions('estimateProfit', dealCheck, deal)
  const { sale: saleUsd, notes } = salePriceOf(checked)
  const { sorted, means, unknown } = drawProceeds({ ...checked, sale: saleUsd })
  const paid = paidFor(checked.bidUsd, checked)
  const [sale, ...costs] = means
  const parts = [sale, { name: 'purchase' as const, usd: -paid.usd }, ...costs].flatMap((part) =>
    part ? [{ name: part.name, usd: roundToCents(part.usd) }] : [],
  )
  const quantile = (share: number) => roundToCents(drawnQuantile(sorted, share) - paid.usd)
  return {
    expectedUsd: sumUsd(parts.map(({ usd }) => usd)),
    parts,
    p10Usd: quantile(0.1),
    p50Usd: quantile(0.5),
    p90Usd: quantile(0.9),
    chanceOfLoss: sorted.filter((usd) => usd < paid.usd).length / sorted.length,
    ...defined({ daysToSell: checked.daysToSell === undefined ? undefined : daysOf(checked.daysToSell) }),
    unknown: [...paid.unknown, ...unknown],
    notes,
  }
}

function daysOf(daysToSell: NonNullable<Deal['daysToSell']>): NonNullable<Profit['daysToSell']> {
  const quantile = inverseDistribution(daysToSell)
  return { p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9) }
}
