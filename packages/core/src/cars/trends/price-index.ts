import { defined } from '../../options/checks.js'
import { normalQuantile } from '../../statistics/index.js'

/** The price level of one period. */
export interface IndexPoint {
  /** The beginning of the period, in epoch milliseconds. */
  readonly at: number
  /** The number of prices in the period. */
  readonly count: number
  /** The index: 100 in the first period. */
  readonly index: number
  /** The lower bound of the 80 % interval, relative to the first period, which counts as certain. */
  readonly low: number
  /** The upper bound of the 80 % interval. */
  readonly high: number
}

/** A price index over time. */
export interface PriceIndex {
  /** The periods that have enough prices, in order of time. */
  readonly points: readonly IndexPoint[]
  /** The standard deviation of the logarithmic changes from point to point; absent below three points. */
  readonly volatility?: number
  /** The number of prices, or pairs of them, behind the index. */
  readonly sampleSize: number
}

/** A period with its effect on the logarithm of prices, relative to the first period. */
export interface PeriodEffect {
  readonly at: number
  readonly count: number
  readonly effect: number
  readonly standardError: number
}

/** Converts period effects to a price index. */
export function toPriceIndex(effects: readonly PeriodEffect[], sampleSize: number): PriceIndex {
  const deviations = normalQuantile(0.9)
  const points = effects.map(({ at, count, effect, standardError }) => ({
    at,
    count,
    index: 100 * Math.exp(effect),
    low: 100 * Math.exp(effect - deviations * standardError),
    high: 100 * Math.exp(effect + deviations * standardError),
  }))
  const changes = effects.slice(1).map(({ effect }, i) => effect - (effects[i]?.effect ?? 0))
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length
  const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0)
  return {
    points,
    ...defined({ volatility: changes.length > 1 ? Math.sqrt(squares / (changes.length - 1)) : undefined }),
    sampleSize,
  }
}
