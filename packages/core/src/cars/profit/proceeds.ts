import { normalQuantile } from '../../statistics/index.js'
import { purchaseCost } from '../costs/purchase-cost.js'
import { valueAtZScore } from '../estimate/distribution.js'
import type { Figure } from '../estimate/estimate.js'
import type { Resale } from './deal.js'

/** The name of a part of a deal's profit. */
export type ProfitPart = 'sale' | 'purchase' | 'inspection' | 'repair' | 'holding' | 'selling'

/** The distribution of the proceeds of a sale, before the purchase is paid. */
export interface Proceeds {
  /** The proceeds of each draw, ascending. */
  readonly sorted: Float64Array
  /** The mean of each part over the draws. Costs are below 0. */
  readonly means: readonly { readonly name: ProfitPart; readonly usd: number }[]
  /** The names of the unknown parts, which are not counted. */
  readonly unknown: readonly string[]
}

/** The number of draws. */
const draws = 4_096

/**
 * The steps of a quasi-random sequence in six dimensions: the powers of 1 / g, where g is the root of x⁷ = x + 1.
 *
 * Source: M. Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018.
 */
const root = 1.1127756842787055
const steps = Array.from({ length: 6 }, (_, i) => root ** -(i + 1))

/** Draws the proceeds of a sale. The parts are drawn independently. The same resale gives the same draws. */
export function drawProceeds(resale: Resale): Proceeds {
  const parts = partsOf(resale)
  let dimension = 0
  const drawn = parts.flatMap(({ name, sign, figures }) => {
    if (!isKnown(figures)) return []
    const columns = figures.map((figure) => normalDrawsOf(dimension++).map(valueAtZScore(figure)))
    const product = columns.reduce((product, column) => product.map((usd, i) => usd * (column[i] ?? 0)))
    return [{ name, usd: product.map((usd) => sign * usd) }]
  })
  return {
    sorted: Float64Array.from({ length: draws }, (_, i) =>
      drawn.reduce((sum, { usd }) => sum + (usd[i] ?? 0), 0),
    ).sort(),
    means: drawn.map(({ name, usd }) => ({ name, usd: usd.reduce((sum, each) => sum + each, 0) / draws })),
    unknown: parts.filter(({ figures }) => !isKnown(figures)).map(({ name }) => name),
  }
}

/** A part of the proceeds. */
interface Part {
  readonly name: ProfitPart
  /** 1 for income, -1 for a cost. */
  readonly sign: 1 | -1
  /** The factors of the amount. */
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

/** The draws of each dimension, from a standard normal distribution. Made on first use, and shared by all deals. */
const normalDraws: (Float64Array | undefined)[] = []

function normalDrawsOf(dimension: number): Float64Array {
  const step = steps[dimension] ?? 0.5
  const drawn =
    normalDraws[dimension] ??
    Float64Array.from({ length: draws }, (_, i) => normalQuantile((0.5 + (i + 1) * step) % 1 || 0.5 / draws))
  normalDraws[dimension] = drawn
  return drawn
}

/** Returns the known cost of the purchase at a price, and the names of its unknown parts. */
export function paidFor(
  bidUsd: number,
  { purchase }: Resale,
): { readonly usd: number; readonly unknown: readonly string[] } {
  if (!purchase) return { usd: bidUsd, unknown: [] }
  const { knownUsd, unknown } = purchaseCost({ ...purchase, priceUsd: bidUsd })
  return { usd: knownUsd, unknown }
}

/**
 * Returns the quantile of ascending draws, interpolated between its neighbours.
 *
 * Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, type 5.
 */
export function drawnQuantile(sorted: Float64Array, share: number): number {
  const position = share * sorted.length - 0.5
  const below = Math.max(0, Math.min(sorted.length - 1, Math.floor(position)))
  const above = Math.min(sorted.length - 1, below + 1)
  const [a, b] = [sorted[below] ?? Number.NaN, sorted[above] ?? Number.NaN]
  return a + (b - a) * Math.max(0, Math.min(1, position - below))
}
