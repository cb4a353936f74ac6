import type { BinnedTable } from './binning.js'
import { ForestBuilder } from './forest.js'
import {
  type Histogram,
  HistogramBuilder,
  type HistogramLayout,
  histogramLayout,
  subtractHistogram,
} from './histogram.js'
import { findSplit, hasBit, isLeftOf, type NodeStats, type Split, type SplitLimits } from './split.js'

/** The size limits of a forest and the regularization of its splits. */
export interface TreeLimits {
  readonly maxTrees: number
  /** The maximum number of leaves in a tree; at most 128. */
  readonly maxLeaves: number
  readonly splits: SplitLimits
}

/** A leaf that may still be split. */
interface OpenLeaf {
  readonly node: number
  readonly rows: Int32Array
  readonly histogram: Histogram
  /** The best split of the leaf, if any lowers the loss. */
  readonly split: Split | undefined
}

/** Grows regression trees leaf by leaf, the split of the highest gain first (as LightGBM does; Ke et al., 2017). */
export class TreeGrower {
  readonly builder: ForestBuilder
  readonly #columns: readonly Uint8Array[]
  readonly #layout: HistogramLayout
  readonly #limits: TreeLimits
  readonly #histograms: HistogramBuilder
  /** Histograms to use again. */
  readonly #free: Histogram[] = []
  /** Room for the rows that go right while a node's rows are partitioned. */
  readonly #rightRows: Int32Array

  /** Makes a grower that reads the gradients and weights, by row, anew for each tree. */
  constructor(table: BinnedTable, limits: TreeLimits, gradients: Float64Array, weights: Float64Array) {
    this.builder = new ForestBuilder(limits.maxTrees, limits.maxLeaves)
    this.#columns = table.columns
    this.#layout = histogramLayout(table)
    this.#limits = limits
    this.#histograms = new HistogramBuilder(table.columns, this.#layout, gradients, weights)
    this.#rightRows = new Int32Array(gradients.length)
  }

  /**
   * Grows one tree on the given rows, whose order it changes, and columns. Adds the tree's values, times the learning
   * rate, to the predictions of these rows.
   */
  grow(rows: Int32Array, columns: readonly number[], learningRate: number, predictions: Float64Array): void {
    const histogram = this.#takeHistogram()
    this.#histograms.build(histogram, columns, rows)
    this.builder.addRoot()
    const leaves = [this.#openLeaf(rows, histogram, columns)]
    while (leaves.length < this.#limits.maxLeaves) {
      const best = indexOfBest(leaves)
      if (best < 0) break
      const [leaf] = leaves.splice(best, 1)
      leaves.push(...this.#splitLeaf(leaf!, columns))
    }
    for (const leaf of leaves) {
      this.#free.push(leaf.histogram)
      const step = learningRate * this.builder.forest.values[leaf.node]!
      for (let index = 0; index < leaf.rows.length; index++) predictions[leaf.rows[index]!]! += step
    }
  }

  #takeHistogram(): Histogram {
    return this.#free.pop() ?? new Float64Array(this.#layout.length)
  }

  #openLeaf(rows: Int32Array, histogram: Histogram, columns: readonly number[]): OpenLeaf {
    const { ranges } = this.#layout
    const { numeric } = this.#limits.splits
    const stats = statsOf(histogram, ranges[columns[0]!]!)
    const node = this.builder.addLeaf(stats.gradient / (stats.weight + numeric.l2))
    let split: Split | undefined
    if (stats.weight >= 2 * numeric.minLeafWeight)
      for (const column of columns) {
        const found = findSplit(histogram, ranges[column]!, stats, this.#limits.splits)
        if (found && found.gain > (split?.gain ?? 0)) split = found
      }
    return { node, rows, histogram, split }
  }

  /** Splits a leaf; sums the rows of the smaller child alone and gets the other child's histogram by subtraction. */
  #splitLeaf({ node, rows, histogram, split }: OpenLeaf, columns: readonly number[]): OpenLeaf[] {
    this.builder.split(node, split!)
    const leftCount = this.#partition(rows, split!)
    const children = [rows.subarray(0, leftCount), rows.subarray(leftCount)]
    const smaller = leftCount * 2 <= rows.length ? 0 : 1
    const built = this.#takeHistogram()
    this.#histograms.build(built, columns, children[smaller]!)
    subtractHistogram(histogram, built)
    return children.map((child, side) => this.#openLeaf(child, side === smaller ? built : histogram, columns))
  }

  /** Moves the rows that go left before the others, each side in its order. Returns the number of rows on the left. */
  #partition(rows: Int32Array, { column, threshold, leftCategories }: Split): number {
    const bins = this.#columns[column]!
    let leftCount = 0
    let rightCount = 0
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      const bin = bins[row]!
      if (leftCategories ? hasBit(leftCategories, 0, bin) : isLeftOf(threshold, bin)) rows[leftCount++] = row
      else this.#rightRows[rightCount++] = row
    }
    rows.set(this.#rightRows.subarray(0, rightCount), leftCount)
    return leftCount
  }
}

/** Sums the gradients and weights of a node over the bins of any one column. */
function statsOf(
  histogram: Histogram,
  range: { readonly start: number; readonly binCount: number },
): NodeStats {
  let gradient = 0
  let weight = 0
  for (let bin = 0; bin < range.binCount; bin++) {
    gradient += histogram[range.start + 2 * bin]!
    weight += histogram[range.start + 2 * bin + 1]!
  }
  return { gradient, weight }
}

/** Returns the index of the leaf whose split has the highest gain, or -1. */
function indexOfBest(leaves: readonly OpenLeaf[]): number {
  let best = -1
  let gain = 1e-12
  for (const [index, { split }] of leaves.entries())
    if (split && split.gain > gain) {
      best = index
      gain = split.gain
    }
  return best
}
