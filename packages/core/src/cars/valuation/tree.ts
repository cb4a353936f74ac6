import { countInto, type Histogram, type HistogramLayout, subtract } from './histogram.js'
import { hasBit, numberSplit, type Split, type SplitLimits, wordSplit } from './split.js'

/** A tree in arrays, a place for each node; the root is node 0. */
export interface Tree {
  /** The column a node splits by; -1 of a leaf. */
  readonly column: Int16Array
  /** Eight words of bits for each node: which bins go left. */
  readonly leftBins: Uint32Array
  /** The left child; the right one is next to it. */
  readonly child: Int16Array
  /** What the rows of a node are off by in the mean, so that the way to a leaf can be told in steps. */
  readonly value: Float64Array
}

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
  readonly mostLeaves: number
}

interface OpenLeaf {
  readonly node: number
  readonly rows: Int32Array
  readonly histogram: Histogram
  readonly gradient: number
  readonly weight: number
  readonly split: Split | undefined
}

/** Grows a tree, the most useful split first, that says what the gradients of the rows are in the mean. */
export class TreeGrower {
  readonly #table: TreeTable
  readonly #limits: TreeLimits
  readonly #spare: Histogram[] = []

  constructor(table: TreeTable, limits: TreeLimits) {
    this.#table = table
    this.#limits = limits
  }

  /** Grows one tree on the given rows and columns. */
  grow(rows: Int32Array, chosen: readonly number[], gradients: Float64Array, weights: Float64Array): Tree {
    const size = 2 * this.#limits.mostLeaves - 1
    const tree = {
      column: new Int16Array(size).fill(-1),
      leftBins: new Uint32Array(8 * size),
      child: new Int16Array(size),
      value: new Float64Array(size),
    }
    const histogram = this.#take()
    countInto(histogram, this.#table.layout, this.#table.columns, chosen, rows, gradients, weights)
    const leaves = [this.#open(tree, 0, rows, histogram, chosen)]
    let used = 1
    while (leaves.length < this.#limits.mostLeaves) {
      const best = mostUseful(leaves)
      if (best < 0) break
      const [leaf] = leaves.splice(best, 1) as [OpenLeaf]
      leaves.push(...this.#part(tree, leaf, used, chosen, gradients, weights))
      used += 2
    }
    this.#spare.push(...leaves.map((leaf) => leaf.histogram))
    return {
      column: tree.column.slice(0, used),
      leftBins: tree.leftBins.slice(0, 8 * used),
      child: tree.child.slice(0, used),
      value: tree.value.slice(0, used),
    }
  }

  #take(): Histogram {
    return this.#spare.pop() ?? new Float64Array(this.#table.layout.length)
  }

  #open(tree: Tree, node: number, rows: Int32Array, histogram: Histogram, chosen: readonly number[]): OpenLeaf {
    const { binCounts, layout, isWords } = this.#table
    const start = layout.starts[chosen[0] as number] as number
    let gradient = 0
    let weight = 0
    for (let bin = 0; bin < (binCounts[chosen[0] as number] as number); bin++) {
      gradient += histogram[start + 2 * bin] as number
      weight += histogram[start + 2 * bin + 1] as number
    }
    tree.value[node] = gradient / (weight + this.#limits.ridge)
    let split: Split | undefined
    if (weight >= 2 * this.#limits.leastWeight)
      for (const column of chosen) {
        const find = isWords[column] ? wordSplit : numberSplit
        const [from, count] = [layout.starts[column] as number, binCounts[column] as number]
        const found = find(histogram, from, column, count, gradient, weight, this.#limits)
        if (found && found.gain > (split?.gain ?? 0)) split = found
      }
    return { node, rows, histogram, gradient, weight, split }
  }

  #part(
    tree: Tree,
    { node, rows, histogram, split }: OpenLeaf,
    child: number,
    chosen: readonly number[],
    gradients: Float64Array,
    weights: Float64Array,
  ): OpenLeaf[] {
    const { column, left } = split as Split
    tree.column[node] = column
    tree.leftBins.set(left, 8 * node)
    tree.child[node] = child
    const parts = partRows(rows, this.#table.columns[column] as Uint8Array, left)
    const small = parts[0].length <= parts[1].length ? 0 : 1
    const counted = this.#take()
    const { layout, columns } = this.#table
    countInto(counted, layout, columns, chosen, parts[small] as Int32Array, gradients, weights)
    subtract(histogram, counted)
    return parts.map((part, side) =>
      this.#open(tree, child + side, part, side === small ? counted : histogram, chosen),
    )
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

function partRows(rows: Int32Array, bins: Uint8Array, left: Uint32Array): [Int32Array, Int32Array] {
  const lefts = new Int32Array(rows.length)
  const rights = new Int32Array(rows.length)
  let leftCount = 0
  let rightCount = 0
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number
    if (hasBit(left, 0, bins[row] as number)) lefts[leftCount++] = row
    else rights[rightCount++] = row
  }
  return [lefts.subarray(0, leftCount), rights.subarray(0, rightCount)]
}

/** Adds to each row what the tree says of it, times `rate`. */
export function addTree(tree: Tree, columns: readonly Uint8Array[], rate: number, into: Float64Array): void {
  for (let row = 0; row < into.length; row++) {
    let node = 0
    for (let column = tree.column[0] as number; column >= 0; column = tree.column[node] as number) {
      const bin = (columns[column] as Uint8Array)[row] as number
      node = (tree.child[node] as number) + (hasBit(tree.leftBins, 8 * node, bin) ? 0 : 1)
    }
    into[row] = (into[row] as number) + rate * (tree.value[node] as number)
  }
}
