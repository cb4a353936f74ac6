/** Numbers that can be read by index, plain or typed. */
type Numbers = readonly number[] | Float64Array

/** Returns the value at a rank from 0 of sorted numbers; between two of them, in proportion. `NaN` without numbers. */
export function valueAtRank(sorted: Numbers, rank: number): number {
  const low = sorted[Math.floor(rank)] ?? Number.NaN
  const high = sorted[Math.ceil(rank)] ?? Number.NaN
  return low + (rank - Math.floor(rank)) * (high - low)
}

/**
 * Returns the value that the given share of the numbers does not exceed; between two numbers, in proportion.
 * `undefined` without numbers.
 *
 * Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, type 7.
 */
export function quantile(values: Numbers, share: number): number | undefined {
  if (values.length === 0) return undefined
  return valueAtRank(Float64Array.from(values).sort(), share * (values.length - 1))
}

/** Returns the median; of two middle numbers the lower. `undefined` without numbers. */
export function medianLow(values: Numbers): number | undefined {
  return Float64Array.from(values).sort()[(values.length - 1) >> 1]
}

/** Returns the median; of two middle numbers the higher. `undefined` without numbers. */
export function medianHigh(values: Numbers): number | undefined {
  return Float64Array.from(values).sort()[values.length >> 1]
}

/**
 * The factor from the median absolute deviation to the standard deviation of normal numbers, 1 / Φ⁻¹(3/4).
 *
 * Source: Rousseeuw and Croux, "Alternatives to the Median Absolute Deviation", 1993.
 */
export const madToDeviation = 1.4826
