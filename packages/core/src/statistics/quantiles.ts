import type { Numbers } from './numbers.js'

/**
 * Returns the value at a rank, counted from 0, of numbers in ascending order. Interpolates linearly between two
 * numbers. `NaN` for a rank that no number has.
 */
export function valueAtRank(sorted: Numbers, rank: number): number {
  const low = sorted[Math.floor(rank)] ?? Number.NaN
  const high = sorted[Math.ceil(rank)] ?? Number.NaN
  return low + (rank - Math.floor(rank)) * (high - low)
}

/**
 * Returns the value that the given share of the numbers does not exceed. Interpolates linearly between two numbers.
 * `undefined` without numbers.
 *
 * Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, type 7.
 *
 * @param values - in any order.
 * @param share - from 0 to 1.
 */
export function quantile(values: Numbers, share: number): number | undefined {
  if (values.length === 0) return undefined
  return valueAtRank(Float64Array.from(values).sort(), share * (values.length - 1))
}

/** Returns the median, and of two middle numbers the lower. `undefined` without numbers. */
export function medianLow(values: Numbers): number | undefined {
  return Float64Array.from(values).sort()[(values.length - 1) >> 1]
}

/** Returns the median, and of two middle numbers the higher. `undefined` without numbers. */
export function medianHigh(values: Numbers): number | undefined {
  return Float64Array.from(values).sort()[values.length >> 1]
}
