import { normalQuantile } from '../../statistics/index.js'
import { purchaseCost } from '../costs/purchase-cost.js'
import { valueAtZScore } from '../estimate/distribution.js'
import type { Figure } from '../estimate/estimate.js'
import type { Resale } from './deal.js'

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
  const parts = partsOf(resale)
  let dimension = 0
  const drawn = parts.flatMap(({ name, sign, figures }) => {
    if (!isKnown(figures)) return []
    const columns = figures.map((figure) => normalDrawsOf(dimension++).map(valueAtZScore(figure)))
    const product = columns.reduce((sofar, column) => sofar.map((usd, i) => usd * (column[i] ?? 0)))
    return [{ name, usd: product.map((usd) => sign * usd) }]
  })
  return {
    sorted: Float64Array.from({ length: draws }, (_, i) =>
      drawn.reduce((sum, { usd }) => sum + (usd[i] ?? 0), 0),
    ).sort(),
    means: drawn.map(({ name, usd }) => ({ name, usd: usd.reduce((sum, each) => sum + each, 0) / draws })),
    missing: parts.filter(({ figures }) => !isKnown(figures)).map(({ name }) => name),
  }
}

interface Part {
  readonly name: ProfitPart
  /** Whether it comes in or goes out. */
  readonly sign: 1 | -1
  /** What is multiplied. */
  readonly figures: readonly (Figure | undefined)[]
}

function partsOf(resale: Resale): readonly Part[] {
  const { sale, repairUsd, inspectionUsd, holdingUsdPerDay, daysToSell, sellingUsd } = resale
  return [
    { name: 'sale', sign: 1, figures: [sale] },
    { name: 'inspection', sign: -1, figures: [inspectionUsd] },
    { name: 'repair', sign: -1, figures: [repairUsd] },
    { name: 'holding', sign: -1, figures: [holdingUsdPerDay, daysToSell] },
    { name: 'selling', sign: -1, figures: [sellingUsd] },
  ]
}

const isKnown = (figures: readonly (Figure | undefined)[]): figures is readonly Figure[] =>
  !figures.includes(undefined)

/** The draws of each dimension as values of a normal variable: the same for every deal, and made when first needed. */
const normalDraws: (Float64Array | undefined)[] = []

function normalDrawsOf(dimension: number): Float64Array {
  const step = steps[dimension] ?? 0.5
  const drawn =
    normalDraws[dimension] ??
    Float64Array.from({ length: draws }, (_, i) => normalQuantile((0.5 + (i + 1) * step) % 1 || 0.5 / draws))
  normalDraws[dimension] = drawn
  return drawn
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
