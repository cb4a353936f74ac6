import { twoSidedPValue } from '../../statistics/index.js'

/** What decides the Mann–Kendall test. */
export interface MannKendall {
  /** How many more pairs rise than fall. */
  readonly score: number
  /** The variance of the score, were there no trend, corrected for ties and autocorrelation. */
  readonly variance: number
  /** The two-sided probability of a score at least as far from 0, were there no trend. */
  readonly pValue: number
}

/**
 * The Mann–Kendall test by the normal approximation: the variance corrected for ties, the statistic for continuity
 * (Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, section 16.4.2), and the variance also
 * for values that depend on those before them (Hamed and Rao, Journal of Hydrology 204, 1998, equation 15). The
 * correction never makes the test more certain than independent values would.
 *
 * @param rest - the values without their trend, by which they are judged to depend on each other.
 */
export function mannKendall(values: Float64Array, score: number, rest: Float64Array): MannKendall {
  const n = values.length
  const spread = (count: number): number => count * (count - 1) * (2 * count + 5)
  const tied = tieCounts(values.toSorted()).reduce((sum, count) => sum + spread(count), 0)
  const variance = ((spread(n) - tied) / 18) * autocorrelationFactor(ranks(rest))
  const deviate = Math.max(0, Math.abs(score) - 1) / Math.sqrt(variance)
  const pValue = variance > 0 ? twoSidedPValue(deviate) : 1
  return { score, variance, pValue }
}

/** The 0.975 quantile of the normal distribution. */
export const normalQuantile = 1.959963984540054

/** How far back values are compared with themselves: R's default for `acf`, 10 log10(n). */
const longestLag = (n: number): number => Math.min(n - 3, Math.floor(10 * Math.log10(n)))

/** How many times larger dependence makes the variance, at least 1; only lags whose correlation is significant at 5 % count. */
export function autocorrelationFactor(values: Float64Array): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const off = values.map((value) => value - mean)
  const total = off.reduce((sum, value) => sum + value * value, 0)
  if (n < 3 || total === 0) return 1
  let weighted = 0
  for (let lag = 1; lag <= longestLag(n); lag++) {
    let product = 0
    for (let index = lag; index < n; index++) product += (off[index] as number) * (off[index - lag] as number)
    const correlation = product / total
    if (Math.abs(correlation) > normalQuantile / Math.sqrt(n))
      weighted += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation
  }
  return Math.max(1, 1 + (2 * weighted) / (n * (n - 1) * (n - 2)))
}

/** How many there are of each value, of values in order. */
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

/** The rank of each value, from 1 on; of equal ones the mean of theirs. */
export function ranks(values: Float64Array): Float64Array {
  const sorted = values.toSorted()
  const rankAt = new Float64Array(sorted.length)
  let passed = 0
  for (const count of tieCounts(sorted)) {
    rankAt[passed] = passed + (count + 1) / 2
    passed += count
  }
  return values.map((value) => rankAt[firstPlace(sorted, value)] as number)
}

/** Where a value first stands among those in order, of which it is one. */
function firstPlace(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
