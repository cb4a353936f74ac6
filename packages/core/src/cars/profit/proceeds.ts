import { purchaseCost } from '../costs/purchase-cost.js'
import type { Figure } from '../estimate.js'
import type { Resale } from './deal.js'
import { type Quantile, quantileOf } from './spread.js'

/** The parts that a deal's profit is made of. */
export type ProfitPart = 'sale' | 'purchase' | 'inspection' | 'repair' | 'holding' | 'selling'

/** What is left of a sale before the purchase is paid, as it may turn out. */
export interface Proceeds {
  /** What is left in each of the draws, ascending. */
  readonly sorted: Float64Array
  /** The mean of each part over the draws, costs below 0. */
  readonly means: readonly { readonly name: ProfitPart; readonly usd: number }[]
  /** Parts that are not known, and so are not counted. */
  readonly missing: readonly string[]
}

/** How many ways it may turn out are looked at. */
const draws = 4_096

/**
 * The steps of an evenly spread sequence in six dimensions: the powers of 1 / g, where g is the root of x⁷ = x + 1
 * (M. Roberts, «The unreasonable effectiveness of quasirandom sequences», 2018).
 */
const root = 1.1127756842787055
const steps = Array.from({ length: 6 }, (_, i) => root ** -(i + 1))

/** Draws what is left of a sale. The parts are drawn independently; the same resale gives the same draws. */
export function drawProceeds(resale: Resale): Proceeds {
  const { sale, repairUsd, inspectionUsd, holdingUsdPerDay, daysToSell, sellingUsd } = resale
  const costs: readonly (readonly [name: ProfitPart, figures: readonly (Figure | undefined)[]])[] = [
    ['inspection', [inspectionUsd]],
    ['repair', [repairUsd]],
    ['holding', [holdingUsdPerDay, daysToSell]],
    ['selling', [sellingUsd]],
  ]
  const known = costs.filter(([, figures]) => !figures.includes(undefined))
  const parts = [
    { name: 'sale' as const, sign: 1, factors: [quantileOf(sale)] },
    ...known.map(([name, figures]) => ({
      name,
      sign: -1,
      factors: figures.flatMap((figure) => (figure === undefined ? [] : [quantileOf(figure)])),
    })),
  ]
  let dimension = 0
  const drawn = parts.map(({ name, sign, factors }) => {
    const columns = factors.map((factor) => drawColumn(factor, dimension++))
    return {
      name,
      usd: columns
        .reduce((product, column) => product.map((usd, i) => usd * (column[i] ?? 0)))
        .map((usd) => sign * usd),
    }
  })
  const sorted = Float64Array.from({ length: draws }, (_, i) =>
    drawn.reduce((sum, { usd }) => sum + (usd[i] ?? 0), 0),
  ).sort()
  return {
    sorted,
    means: drawn.map(({ name, usd }) => ({ name, usd: usd.reduce((sum, each) => sum + each, 0) / draws })),
    missing: costs.filter((cost) => !known.includes(cost)).map(([name]) => name),
  }
}

function drawColumn(quantile: Quantile, dimension: number): Float64Array {
  const step = steps[dimension] ?? 0.5
  return Float64Array.from({ length: draws }, (_, i) => quantile((0.5 + (i + 1) * step) % 1 || 0.5 / draws))
}

/** What the purchase costs at a price, as far as it is known, and what of it is not. */
export function paidFor(
  bidUsd: number,
  { purchase }: Resale,
): { readonly usd: number; readonly missing: readonly string[] } {
  if (!purchase) return { usd: bidUsd, missing: [] }
  const { knownUsd, missing } = purchaseCost({ ...purchase, priceUsd: bidUsd })
  return { usd: knownUsd, missing }
}

/** The value below which the given share of the ascending draws lies, between its neighbours in proportion. */
export function drawnQuantile(sorted: Float64Array, share: number): number {
  const position = share * sorted.length - 0.5
  const below = Math.max(0, Math.min(sorted.length - 1, Math.floor(position)))
  const above = Math.min(sorted.length - 1, below + 1)
  const [a, b] = [sorted[below] ?? Number.NaN, sorted[above] ?? Number.NaN]
  return a + (b - a) * Math.max(0, Math.min(1, position - below))
}
