import { defined, parseOptions } from '../../options/index.js'
import { inverseDistribution } from '../estimate/distribution.js'
import { type Deal, dealSchema } from './deal.js'
import { drawnQuantile, drawProceeds, type ProfitPart, paidFor } from './proceeds.js'

/** What a deal may earn. */
export interface Profit {
  /** The mean of all outcomes: the exact sum of the parts. */
  readonly expectedUsd: number
  /** The mean of each part, to the cent; costs are below 0. */
  readonly parts: readonly { readonly name: ProfitPart; readonly usd: number }[]
  /** One outcome in ten is below this, and so is the chance of others by their names. */
  readonly p10Usd: number
  readonly p50Usd: number
  readonly p90Usd: number
  /** The chance that it earns less than nothing. */
  readonly chanceOfLoss: number
  /** How long it stands, where that was given. */
  readonly daysToSell?: { readonly p10: number; readonly p50: number; readonly p90: number }
  /** What is not known, and so is not taken off: with it, the profit is less. */
  readonly missing: readonly string[]
}

/**
 * Says what a deal may earn, by carrying the intervals of the sale, the repair, the days and the other costs through to
 * the profit: 4,096 outcomes, spread evenly and the same each time, in which the parts vary independently. An estimate
 * is taken as split log-normal, with its value as the median and its interval met exactly. What is not known is named in
 * `missing` and not taken off.
 *
 * @throws `ValidationError` when a figure is negative or not finite, or bounds do not enclose their value.
 * @example
 * ```ts
 * import { estimateProfit } from '@telltale/core/cars'
 *
 * const { expectedUsd, p10Usd, p90Usd, chanceOfLoss } = estimateProfit({
 *   bidUsd: 9_000,
 *   sale: { value: 11_500, low: 10_300, high: 12_900 },
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
  const checked = parseOptions('estimateProfit', dealSchema, deal)
  const { sorted, means, missing } = drawProceeds(checked)
  const paid = paidFor(checked.bidUsd, checked)
  const [sale, ...costs] = means
  const parts = [sale, { name: 'purchase' as const, usd: -paid.usd }, ...costs].flatMap((part) =>
    part ? [{ name: part.name, usd: toCents(part.usd) / 100 }] : [],
  )
  const quantile = (share: number) => toCents(drawnQuantile(sorted, share) - paid.usd) / 100
  return {
    expectedUsd: parts.reduce((sum, { usd }) => sum + toCents(usd), 0) / 100,
    parts,
    p10Usd: quantile(0.1),
    p50Usd: quantile(0.5),
    p90Usd: quantile(0.9),
    chanceOfLoss: sorted.filter((usd) => usd < paid.usd).length / sorted.length,
    ...defined({ daysToSell: checked.daysToSell === undefined ? undefined : daysOf(checked.daysToSell) }),
    missing: [...paid.missing, ...missing],
  }
}

const toCents = (usd: number): number => Math.round(usd * 100)

function daysOf(daysToSell: NonNullable<Deal['daysToSell']>): NonNullable<Profit['daysToSell']> {
  const quantile = inverseDistribution(daysToSell)
  return { p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9) }
}
