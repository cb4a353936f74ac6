import { twoSidedPValue } from '../../statistics/index.js'
import { lowerBound } from './bounds.js'

/** The result of a Mann–Kendall test. */
export interface MannKendall {
  /** The number of rising pairs minus that of falling pairs. */
  readonly score: number
  /** The variance of the score under the null hypothesis, corrected for ties and autocorrelation. */
  readonly variance: number
  /** The two-sided p-value. */
  readonly pValue: number
}

/**
 * Runs the Mann–Kendall test by the normal approximation. The variance is corrected for ties and the statistic for
 * continuity (Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, section 16.4.2). The
 * variance is also corrected for autocorrelation (Hamed and Rao, Journal of Hydrology 204, 1998, equation 15), which
 * never makes the test more significant than independent values would be.
 *
 * @param detrended - the values without their trend, from which the autocorrelation is estimated.
 */
export function mannKendall(values: Float64Array, score: number, detrended: Float64Array): MannKendall {
  const n = values.length
  const varianceTerm = (count: number): number => count * (count - 1) * (2 * count + 5)
  const tied = tieCounts(values.toSorted()).reduce((sum, count) => sum + varianceTerm(count), 0)
  const variance = ((varianceTerm(n) - tied) / 18) * autocorrelationFactor(ranks(detrended))
  const statistic = Math.max(0, Math.abs(score) - 1) / Math.sqrt(variance)
  const pValue = variance > 0 ? twoSidedPValue(statistic) : 1
  return { score, variance, pValue }
}

/** The 0.975 quantile of the standard normal distribution. */
export const z975 = 1.959963984540054

/** Returns the maximum lag of the autocorrelation: the default of `acf` in R, 10 log10(n). */
const maxLag = (n: number): number => Math.min(n - 3, Math.floor(10 * Math.log10(n)))

/**
 * Returns the factor, at least 1, by which autocorrelation raises the variance. Only lags whose correlation is
 * significant at 5 % count.
 */
export function autocorrelationFactor(values: Float64Array): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const deviations = values.map((value) => value - mean)
  const total = deviations.reduce((sum, value) => sum + value * value, 0)
  if (n < 3 || total === 0) return 1
  let weighted = 0
  for (let lag = 1; lag <= maxLag(n); lag++) {
    let product = 0
    for (let index = lag; index < n; index++) product += deviations[index]! * deviations[index - lag]!
    const correlation = product / total
    if (Math.abs(correlation) > z975 / Math.sqrt(n))
      weighted += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation
  }
  return Math.max(1, 1 + (2 * weighted) / (n * (n - 1) * (n - 2)))
}

/** Returns the number of equal values in each group of ties. */
function tieCounts(sorted: Float64Array): readonly number[] {
  const counts: number[] = []
  let from = 0
  for (let index = 1; index <= sorted.length; index++)
    if (sorted[index] !== sorted[from]) {
      counts.push(index - from)
      from = index
    }
  return counts
}

/** Returns the rank of each value, from 1. Ties get their mean rank. */
export function ranks(values: Float64Array): Float64Array {
  const sorted = values.toSorted()
  const rankAt = new Float64Array(sorted.length)
  let passed = 0
  for (const count of tieCounts(sorted)) {
    rankAt[passed] = passed + (count + 1) / 2
    passed += count
  }
  return values.map((value) => rankAt[lowerBound(sorted, value)]!)
}
