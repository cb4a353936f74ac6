import { ForestBuilder } from './forest.js'
import { type Histogram, HistogramCounter, type HistogramLayout, subtract } from './histogram.js'
import { hasBit, isLeftOf, numberSplit, type Split, type SplitLimits, wordSplit } from './split.js'

/** The rows that a tree learns from. */
export interface TreeTable {
  readonly columns: readonly Uint8Array[]
  readonly binCounts: readonly number[]
  /** Whether a column is of words. */
  readonly isWords: readonly boolean[]
  readonly layout: HistogramLayout
}

/** How far a tree may grow. */
export interface TreeLimits extends SplitLimits {
  readonly trees: number
  readonly maxLeaves: number
}

interface OpenLeaf {
  readonly node: number
  readonly rows: Int32Array
  readonly histogram: Histogram
  readonly split: Split | undefined
}

/** Grows trees, the most useful split first, that say what the gradients of the rows are in the mean. */
export class TreeGrower {
  readonly builder: ForestBuilder
  readonly #table: TreeTable
  readonly #limits: TreeLimits
  readonly #counter: HistogramCounter
  readonly #spare: Histogram[] = []
  readonly #rights: Int32Array

  constructor(table: TreeTable, limits: TreeLimits, gradients: Float64Array, weights: Float64Array) {
    this.builder = new ForestBuilder(limits.trees, limits.maxLeaves)
    this.#table = table
    this.#limits = limits
    this.#counter = new HistogramCounter(table, gradients, weights)
    this.#rights = new Int32Array(gradients.length)
  }

  /**
   * Grows one tree on the given rows, whose order it changes, and columns; adds to the predictions of these rows what
   * the tree says of them, times `rate`.
   */
  grow(rows: Int32Array, chosen: readonly number[], rate: number, predictions: Float64Array): void {
    const histogram = this.#take()
    this.#counter.count(histogram, chosen, rows)
    this.builder.addRoot()
    const leaves = [this.#open(rows, histogram, chosen)]
    while (leaves.length < this.#limits.maxLeaves) {
      const best = mostUseful(leaves)
      if (best < 0) break
      const [leaf] = leaves.splice(best, 1) as [OpenLeaf]
      leaves.push(...this.#part(leaf, chosen))
    }
    for (const { histogram: free, rows: ofLeaf, node } of leaves) {
      this.#spare.push(free)
      const said = rate * this.builder.forest.values[node]!
      for (let index = 0; index < ofLeaf.length; index++) {
        const row = ofLeaf[index]!
        predictions[row]! += said
      }
    }
  }

  #take(): Histogram {
    return this.#spare.pop() ?? new Float64Array(this.#table.layout.length)
  }

  #open(rows: Int32Array, histogram: Histogram, chosen: readonly number[]): OpenLeaf {
    const { binCounts, layout, isWords } = this.#table
    const start = layout.starts[chosen[0]!]!
    let gradient = 0
    let weight = 0
    for (let bin = 0; bin < binCounts[chosen[0]!]!; bin++) {
      gradient += histogram[start + 2 * bin]!
      weight += histogram[start + 2 * bin + 1]!
    }
    const node = this.builder.addLeaf(gradient / (weight + this.#limits.ridge))
    let split: Split | undefined
    if (weight >= 2 * this.#limits.minLeafWeight)
      for (const column of chosen) {
        const find = isWords[column] ? wordSplit : numberSplit
        const [from, count] = [layout.starts[column]!, binCounts[column]!]
        const found = find(histogram, from, column, count, gradient, weight, this.#limits)
        if (found && found.gain > (split?.gain ?? 0)) split = found
      }
    return { node, rows, histogram, split }
  }

  #part({ node, rows, histogram, split }: OpenLeaf, chosen: readonly number[]): OpenLeaf[] {
    this.builder.split(node, split!)
    const lefts = this.#partRows(rows, split!)
    const parts = [rows.subarray(0, lefts), rows.subarray(lefts)]
    const small = lefts * 2 <= rows.length ? 0 : 1
    const counted = this.#take()
    this.#counter.count(counted, chosen, parts[small]!)
    subtract(histogram, counted)
    return parts.map((part, side) => this.#open(part, side === small ? counted : histogram, chosen))
  }

  /** Puts the rows that go left before the others, each in their order; returns how many there are. */
  #partRows(rows: Int32Array, { column, cut, leftWords }: Split): number {
    const bins = this.#table.columns[column]!
    let lefts = 0
    let rights = 0
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      const bin = bins[row]!
      if (leftWords ? hasBit(leftWords, 0, bin) : isLeftOf(cut, bin)) rows[lefts++] = row
      else this.#rights[rights++] = row
    }
    rows.set(this.#rights.subarray(0, rights), lefts)
    return lefts
  }
}

function mostUseful(leaves: readonly OpenLeaf[]): number {
  let best = -1
  let gain = 1e-12
  for (const [index, { split }] of leaves.entries())
    if (split && split.gain > gain) {
      best = index
      gain = split.gain
    }
  return best
}
