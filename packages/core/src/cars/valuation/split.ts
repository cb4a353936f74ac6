import type { Histogram } from './histogram.js'

/** How a node's rows are parted in two. */
export interface Split {
  readonly column: number
  /** By how much it lowers the loss. */
  readonly gain: number
  /** Of numbers: twice the last bin that goes left, and 1 more where bin 0, the unknown, goes left as well. */
  readonly cut: number
  /** Of words: which bins go left, one bit each. */
  readonly leftWords?: Uint32Array
}

/** What keeps a split from following chance. */
export interface SplitLimits {
  /** A side has to have this much weight. */
  readonly minLeafWeight: number
  /** Weight added to each side, so that its mean is drawn toward 0 (the L2 penalty of boosting). */
  readonly ridge: number
  /** The same for sides that were picked among words, which have more ways to fit chance. */
  readonly wordRidge: number
}

/** Words of which a node holds less weight are left with the unknown. */
const leastWordWeight = 3
/** Weight added to a word's mean when words are put in order, so that rare ones stand in the middle. */
const wordSmoothing = 10

/** Words of bits that 256 bins take. */
export const bitWords = 8

/** Whether the bin's bit is set in those that begin at `from`. */
export const hasBit = (bits: Uint32Array, from: number, bin: number): boolean =>
  ((bits[from + (bin >>> 5)]! >>> (bin & 31)) & 1) === 1

/** Whether a bin of numbers lies left of a cut. */
export const isLeftOf = (cut: number, bin: number): boolean => (bin === 0 ? (cut & 1) === 1 : bin <= cut >> 1)

/** A candidate: the best cut of one order of bins. */
interface Cut {
  gain: number
  /** How many bins of the order go left. */
  position: number
}

/** The cut of the bins in this order that lowers the loss most, or one with gain 0. */
function bestCut(
  histogram: Histogram,
  start: number,
  order: ArrayLike<number>,
  length: number,
  gradient: number,
  weight: number,
  { minLeafWeight }: SplitLimits,
  ridge: number,
): Cut {
  const best: Cut = { gain: 0, position: 0 }
  const parent = (gradient * gradient) / (weight + ridge)
  let leftGradient = 0
  let leftWeight = 0
  for (let position = 0; position < length - 1; position++) {
    const at = start + 2 * order[position]!
    leftGradient += histogram[at]!
    leftWeight += histogram[at + 1]!
    if (leftWeight < minLeafWeight) continue
    const rightWeight = weight - leftWeight
    if (rightWeight < minLeafWeight) break
    const rightGradient = gradient - leftGradient
    const gain =
      (leftGradient * leftGradient) / (leftWeight + ridge) +
      (rightGradient * rightGradient) / (rightWeight + ridge) -
      parent
    if (gain <= best.gain) continue
    best.gain = gain
    best.position = position + 1
  }
  return best
}

const rising = Uint16Array.from({ length: 256 }, (_, bin) => bin)
/** Bin 0, the unknown, behind all others. */
const unknownLast = (count: number) => Uint16Array.from({ length: count }, (_, bin) => (bin + 1) % count)

const unknownLastOrders = new Map<number, Uint16Array>()

/** The best split of a column of numbers, with the unknown on the side where they fit better. */
export function numberSplit(
  histogram: Histogram,
  start: number,
  column: number,
  binCount: number,
  gradient: number,
  weight: number,
  limits: SplitLimits,
): Split | undefined {
  const withLow = bestCut(histogram, start, rising, binCount, gradient, weight, limits, limits.ridge)
  const hasUnknown = histogram[start + 1]! > 1e-9
  const low = withLow.position - 1
  if (hasUnknown) {
    const order = unknownLastOrders.get(binCount) ?? unknownLast(binCount)
    unknownLastOrders.set(binCount, order)
    const withHigh = bestCut(histogram, start, order, binCount, gradient, weight, limits, limits.ridge)
    if (withHigh.gain > withLow.gain) return { column, gain: withHigh.gain, cut: 2 * withHigh.position }
  }
  return withLow.gain > 0 ? { column, gain: withLow.gain, cut: 2 * low + 1 } : undefined
}

/** The best split of a column of words: they are put in order of their means and cut once (Fisher, 1958). */
export function wordSplit(
  histogram: Histogram,
  start: number,
  column: number,
  binCount: number,
  gradient: number,
  weight: number,
  limits: SplitLimits,
): Split | undefined {
  const means = new Float64Array(binCount)
  const order: number[] = []
  for (let bin = 1; bin < binCount; bin++) {
    const binWeight = histogram[start + 2 * bin + 1]!
    if (binWeight < leastWordWeight) continue
    means[bin] = histogram[start + 2 * bin]! / (binWeight + wordSmoothing)
    order.push(bin)
  }
  if (order.length === 0) return undefined
  order.sort((a, b) => means[a]! - means[b]!)
  // What is rare or unknown is counted by nobody in the order and so goes right, whichever end that is.
  const up = bestCut(histogram, start, order, order.length + 1, gradient, weight, limits, limits.wordRidge)
  const reversed = order.toReversed()
  const down = bestCut(
    histogram,
    start,
    reversed,
    order.length + 1,
    gradient,
    weight,
    limits,
    limits.wordRidge,
  )
  const [cut, bins] = down.gain > up.gain ? [down, reversed] : [up, order]
  if (cut.gain <= 0) return undefined
  const leftWords = new Uint32Array(bitWords)
  for (const bin of bins.slice(0, cut.position))
    leftWords[bin >>> 5] = (leftWords[bin >>> 5]! | (1 << (bin & 31))) >>> 0
  return { column, gain: cut.gain, cut: 0, leftWords }
}
