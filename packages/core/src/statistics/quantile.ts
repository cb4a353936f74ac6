/**
 * The value that the share `q` of some values does not exceed, between two of them in proportion (Hyndman and Fan,
 * "Sample Quantiles in Statistical Packages", 1996, type 7); `undefined` without values.
 */
export function quantileOf(values: readonly number[], q: number): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  const rank = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]]
  return low === undefined || high === undefined ? undefined : low + (rank % 1) * (high - low)
}
