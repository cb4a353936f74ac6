import type { BinOrder, BinRange, Histogram } from './histogram.js'

/** A test that parts the rows of a node in two. */
export interface Split {
  readonly column: number
  /** The decrease of the loss. */
  readonly gain: number
  /** For a numeric column, twice the last bin that goes left, plus 1 when bin 0, the missing values, goes left too. */
  readonly threshold: number
  /** For a categorical column, a bitset of the bins that go left. */
  readonly leftCategories?: Uint32Array
}

/** The sums over the rows of a node. */
export interface NodeStats {
  readonly gradient: number
  /** The sum of the weights, which are the second derivatives of the loss. */
  readonly weight: number
}

/** The regularization of one kind of split. */
export interface SplitPenalty {
  /** The minimum weight of a child. */
  readonly minLeafWeight: number
  /** The L2 penalty: a weight added to each child, which draws its mean toward 0. */
  readonly l2: number
}

/** The regularization of splits. Categories have more ways to fit chance than numbers, and so a larger penalty. */
export interface SplitLimits {
  readonly numeric: SplitPenalty
  readonly categorical: SplitPenalty
}

/** A category of less weight in a node goes with the missing values. */
const minCategoryWeight = 3
/** The weight added to the mean of a category before categories are sorted, so that rare ones stand in the middle. */
const categorySmoothing = 10

/** The number of 32-bit words in a bitset of 256 bins. */
export const bitsetWords = 8

/** Returns `true` when the bin is in the bitset that begins at `from`. */
export const hasBit = (bits: Uint32Array, from: number, bin: number): boolean =>
  ((bits[from + (bin >>> 5)]! >>> (bin & 31)) & 1) === 1

/** Returns `true` when a bin of a numeric column goes left. */
export const isLeftOf = (threshold: number, bin: number): boolean =>
  bin === 0 ? (threshold & 1) === 1 : bin <= threshold >> 1

/** The best place to cut one order of bins. */
interface Cut {
  /** 0 when no cut lowers the loss. */
  gain: number
  /** The number of bins, from the first, that go left. */
  leftCount: number
}

/** Finds the cut of an order of bins that lowers the loss most (Chen and Guestrin, "XGBoost", 2016, equation 7). */
function bestCut(
  histogram: Histogram,
  { start, bins, length }: BinOrder,
  { gradient, weight }: NodeStats,
  { minLeafWeight, l2 }: SplitPenalty,
): Cut {
  const best: Cut = { gain: 0, leftCount: 0 }
  const parent = (gradient * gradient) / (weight + l2)
  let leftGradient = 0
  let leftWeight = 0
  for (let index = 0; index < length - 1; index++) {
    const at = start + 2 * bins[index]!
    leftGradient += histogram[at]!
    leftWeight += histogram[at + 1]!
    if (leftWeight < minLeafWeight) continue
    const rightWeight = weight - leftWeight
    if (rightWeight < minLeafWeight) break
    const rightGradient = gradient - leftGradient
    const gain =
      (leftGradient * leftGradient) / (leftWeight + l2) +
      (rightGradient * rightGradient) / (rightWeight + l2) -
      parent
    if (gain <= best.gain) continue
    best.gain = gain
    best.leftCount = index + 1
  }
  return best
}

/** Finds the best split of a column, or `undefined` when none lowers the loss. */
export function findSplit(
  histogram: Histogram,
  range: BinRange,
  node: NodeStats,
  { numeric, categorical }: SplitLimits,
): Split | undefined {
  return range.isCategorical
    ? findCategoricalSplit(histogram, range, node, categorical)
    : findNumericSplit(histogram, range, node, numeric)
}

/** Finds the best split of a numeric column, with the missing values on the side where they fit better. */
function findNumericSplit(
  histogram: Histogram,
  { column, start, missingFirst, missingLast }: BinRange,
  node: NodeStats,
  penalty: SplitPenalty,
): Split | undefined {
  const left = bestCut(histogram, missingFirst, node, penalty)
  const hasMissing = histogram[start + 1]! > 1e-9
  if (hasMissing) {
    const right = bestCut(histogram, missingLast, node, penalty)
    if (right.gain > left.gain) return { column, gain: right.gain, threshold: 2 * right.leftCount }
  }
  return left.gain > 0 ? { column, gain: left.gain, threshold: 2 * (left.leftCount - 1) + 1 } : undefined
}

/**
 * Finds the best split of a categorical column: categories are sorted by their means and cut once (Fisher, "On
 * Grouping for Maximum Homogeneity", 1958).
 */
function findCategoricalSplit(
  histogram: Histogram,
  { column, start, binCount }: BinRange,
  node: NodeStats,
  penalty: SplitPenalty,
): Split | undefined {
  const sorted = categoriesByMean(histogram, start, binCount)
  if (sorted.length === 0) return undefined
  // Rare categories and missing values stand in neither order and so go right, whichever end of the order that is.
  const length = sorted.length + 1
  const rising = bestCut(histogram, { start, bins: sorted, length }, node, penalty)
  const reversed = sorted.toReversed()
  const falling = bestCut(histogram, { start, bins: reversed, length }, node, penalty)
  const [cut, bins] = falling.gain > rising.gain ? [falling, reversed] : [rising, sorted]
  if (cut.gain <= 0) return undefined
  const leftCategories = new Uint32Array(bitsetWords)
  for (const bin of bins.slice(0, cut.leftCount))
    leftCategories[bin >>> 5] = (leftCategories[bin >>> 5]! | (1 << (bin & 31))) >>> 0
  return { column, gain: cut.gain, threshold: 0, leftCategories }
}

/** Returns the bins of the categories that have weight enough, in order of their smoothed means. */
function categoriesByMean(histogram: Histogram, start: number, binCount: number): number[] {
  const means = new Float64Array(binCount)
  const bins: number[] = []
  for (let bin = 1; bin < binCount; bin++) {
    const weight = histogram[start + 2 * bin + 1]!
    if (weight < minCategoryWeight) continue
    means[bin] = histogram[start + 2 * bin]! / (weight + categorySmoothing)
    bins.push(bin)
  }
  return bins.sort((a, b) => means[a]! - means[b]!)
}
