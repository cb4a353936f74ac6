/** The shares at which the errors' distribution is kept. */
export const shares = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975,
  0.99, 0.995,
]

/** How errors in units of the expected error are distributed, along the predicted value. */
export interface Calibration {
  /** The mean log value of each group of rows, rising. */
  readonly centres: readonly number[]
  /** For each group, the error at each of the shares, in units of the expected error. */
  readonly quantiles: readonly (readonly number[])[]
}

/** With fewer rows a group's tenths would be chance. */
const rowsOfGroup = 250
const mostGroups = 12

/**
 * Keeps the quantiles of the errors that a learner made on rows it had not seen, group by group of predicted value:
 * split conformal prediction with normalised scores, made Mondrian by the predicted value (Vovk, Gammerman, Shafer,
 * "Algorithmic Learning in a Random World", 2005; Papadopoulos et al., 2008).
 */
export function calibrate(logValues: Float64Array, scores: Float64Array): Calibration {
  const order = Int32Array.from(logValues.keys()).sort((a, b) => logValues[a]! - logValues[b]!)
  const groups = Math.max(1, Math.min(mostGroups, Math.floor(order.length / rowsOfGroup)))
  const centres: number[] = []
  const quantiles: number[][] = []
  for (let group = 0; group < groups; group++) {
    const rows = order.subarray(
      Math.floor((group * order.length) / groups),
      Math.floor(((group + 1) * order.length) / groups),
    )
    centres.push(rows.reduce((sum, row) => sum + logValues[row]!, 0) / rows.length)
    const sorted = Float64Array.from(rows, (row) => scores[row]!).sort()
    quantiles.push(shares.map((share) => quantileOf(sorted, share)))
  }
  return { centres, quantiles }
}

/** The quantile that holds for one more row: at rank share × (n + 1), so that few rows give wider intervals. */
function quantileOf(sorted: Float64Array, share: number): number {
  const rank = Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1)
  const low = sorted[Math.floor(rank)]!
  const high = sorted[Math.ceil(rank)]!
  return low + (rank - Math.floor(rank)) * (high - low)
}

/** The errors' quantiles at a log value, between those of the groups on either side. */
export function quantilesAt({ centres, quantiles }: Calibration, logValue: number): readonly number[] {
  let group = 0
  while (group < centres.length - 2 && logValue > centres[group + 1]!) group++
  const [low, high] = [quantiles[group]!, quantiles[group + 1]]
  if (!high) return low
  const from = centres[group]!
  const share = (logValue - from) / (centres[group + 1]! - from)
  const weight = Math.min(Math.max(share, 0), 1)
  return low.map((value, index) => value + weight * (high[index]! - value))
}

/** The error that a share of all does not exceed. */
export function errorAt(quantiles: readonly number[], share: number): number {
  return interpolate(shares, quantiles, share)
}

/** The share of errors that does not exceed one. */
export function shareBelow(quantiles: readonly number[], error: number): number {
  return Math.min(Math.max(interpolate(quantiles, shares, error), 0.001), 0.999)
}

/** Linear between the points, and beyond them as between the last two. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  let index = 1
  while (index < xs.length - 1 && x > xs[index]!) index++
  const [fromX, toX] = [xs[index - 1]!, xs[index]!]
  const [fromY, toY] = [ys[index - 1]!, ys[index]!]
  return toX === fromX ? toY : fromY + ((x - fromX) / (toX - fromX)) * (toY - fromY)
}
