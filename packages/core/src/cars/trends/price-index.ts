import { defined } from '../../options/index.js'
import { normalQuantile } from '../../statistics/index.js'

/** How prices stood in one period. */
export interface IndexPoint {
  /** When the period begins, in epoch milliseconds. */
  readonly at: number
  /** How many prices there are. */
  readonly count: number
  /** 100 in the first period. */
  readonly index: number
  /** The truth lies from here to `high` 8 times in 10, as against the first period, which is taken as certain. */
  readonly low: number
  readonly high: number
}

/** How prices moved over time. */
export interface PriceIndex {
  /** The periods that have enough prices, in the order of time. */
  readonly points: readonly IndexPoint[]
  /** The standard deviation of the changes from one point to the next, in the logarithm; absent below three points. */
  readonly volatility?: number
  /** How many prices, or pairs of them, it rests on. */
  readonly sampleSize: number
}

/** A period with its effect on the logarithm of prices, as against the first one. */
export interface PeriodEffect {
  readonly at: number
  readonly count: number
  readonly effect: number
  readonly standardError: number
}

/** The index that effects make. */
export function toPriceIndex(effects: readonly PeriodEffect[], sampleSize: number): PriceIndex {
  const reach = normalQuantile(0.9)
  const points = effects.map(({ at, count, effect, standardError }) => ({
    at,
    count,
    index: 100 * Math.exp(effect),
    low: 100 * Math.exp(effect - reach * standardError),
    high: 100 * Math.exp(effect + reach * standardError),
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
