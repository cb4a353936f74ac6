import { valueAtRank } from '../../statistics/index.js'

/** The shares at which the distribution of errors is kept. */
export const errorShares = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975,
  0.99, 0.995,
]

/** The distribution of errors, in units of the expected error, along the predicted log price. */
export interface ConformalQuantiles {
  /** The mean predicted log price of each group of rows, rising. */
  readonly centres: readonly number[]
  /** For each group, the error at each of `errorShares`. */
  readonly quantiles: readonly (readonly number[])[]
}

/** The minimum rows of a group: with fewer, its outer quantiles would be chance. */
const minGroupRows = 250
const maxGroups = 12

/**
 * Keeps the quantiles of out-of-sample errors, by group of predicted log price: split conformal prediction with
 * normalized scores, Mondrian by the prediction (Vovk, Gammerman, Shafer, "Algorithmic Learning in a Random World",
 * 2005; Papadopoulos et al., 2008).
 *
 * @param scores - each row's error in units of its expected error.
 * @param isJunk - tells a row whose price is hardly one. Such rows leave the outer quantiles alone.
 */
export function fitConformalQuantiles(
  predictions: Float64Array,
  scores: Float64Array,
  isJunk: (row: number) => boolean,
): ConformalQuantiles {
  const order = Int32Array.from(predictions.keys()).sort((a, b) => predictions[a]! - predictions[b]!)
  const groups = Math.max(1, Math.min(maxGroups, Math.floor(order.length / minGroupRows)))
  const centres: number[] = []
  const quantiles: number[][] = []
  for (let group = 0; group < groups; group++) {
    const rows = order.subarray(
      Math.floor((group * order.length) / groups),
      Math.floor(((group + 1) * order.length) / groups),
    )
    centres.push(rows.reduce((sum, row) => sum + predictions[row]!, 0) / rows.length)
    const sortedScores = (some: Int32Array) => Float64Array.from(some, (row) => scores[row]!).sort()
    quantiles.push(quantilesOf(sortedScores(rows), sortedScores(rows.filter((row) => !isJunk(row)))))
  }
  return { centres, quantiles }
}

/** The share below which, and above one less it, quantiles are outer ones: junk of some per cent would make them up. */
const outerShare = 0.1

/**
 * Returns the quantiles of scores at each of `errorShares`: the inner ones of all rows, which some junk hardly moves, and
 * the outer ones without junk, but never within the inner ones.
 */
function quantilesOf(all: Float64Array, clean: Float64Array): number[] {
  const [low, high] = [outerShare, 1 - outerShare].map((share) => conformalQuantile(all, share)) as [
    number,
    number,
  ]
  return errorShares.map((share) => {
    if (clean.length > 0 && share < outerShare) return Math.min(low, conformalQuantile(clean, share))
    if (clean.length > 0 && share > 1 - outerShare) return Math.max(high, conformalQuantile(clean, share))
    return conformalQuantile(all, share)
  })
}

/** Returns the quantile that holds for one more row: at rank share × (n + 1), so that few rows give wider intervals. */
function conformalQuantile(sorted: Float64Array, share: number): number {
  return valueAtRank(sorted, Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1))
}

/** Returns the quantiles of errors at a predicted log price, interpolated between the groups on either side. */
export function quantilesAt({ centres, quantiles }: ConformalQuantiles, logPrice: number): readonly number[] {
  let group = 0
  while (group < centres.length - 2 && logPrice > centres[group + 1]!) group++
  const [low, high] = [quantiles[group]!, quantiles[group + 1]]
  if (!high) return low
  const from = centres[group]!
  const share = (logPrice - from) / (centres[group + 1]! - from)
  const weight = Math.min(Math.max(share, 0), 1)
  return low.map((value, index) => value + weight * (high[index]! - value))
}

/** Returns the error that a share of errors does not exceed. */
export function errorAtShare(quantiles: readonly number[], share: number): number {
  return interpolate(errorShares, quantiles, share)
}

/** Returns the share of errors that do not exceed the given one. */
export function shareBelowError(quantiles: readonly number[], error: number): number {
  return Math.min(Math.max(interpolate(quantiles, errorShares, error), 0.001), 0.999)
}

/** Interpolates linearly between points, and beyond them extends the outer pairs. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  let index = 1
  while (index < xs.length - 1 && x > xs[index]!) index++
  const [fromX, toX] = [xs[index - 1]!, xs[index]!]
  const [fromY, toY] = [ys[index - 1]!, ys[index]!]
  return toX === fromX ? toY : fromY + ((x - fromX) / (toX - fromX)) * (toY - fromY)
}
