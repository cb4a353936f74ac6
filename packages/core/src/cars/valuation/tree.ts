import { countInto, type Histogram, type HistogramLayout, subtract } from './histogram.js'
import { hasBit, isLeftOf, numberSplit, type Split, type SplitLimits, wordSplit } from './split.js'

/** Trees in arrays, a place for each node, which lie one behind the other. */
export interface Forest {
  /** The first node of each tree. */
  readonly roots: Int32Array
  /** The column a node splits by; -1 of a leaf. */
  readonly columns: Int16Array
  /** Of a split of numbers its cut; of one of words `-1` less the place of its bits in `leftWords`. */
  readonly cuts: Int32Array
  /** The left child; the right one is next to it. */
  readonly children: Int32Array
  /** What the rows of a node are off by in the mean, so that the way to a leaf can be told in steps. */
  readonly values: Float32Array
  /** Which bins go left, in the nodes that split by words. */
  readonly leftWords: Uint32Array
}

/** A forest that is still growing. */
export interface GrowingForest {
  readonly roots: number[]
  readonly columns: number[]
  readonly cuts: number[]
  readonly children: number[]
  readonly values: number[]
  readonly leftWords: number[]
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

/** Grows trees, the most useful split first, that say what the gradients of the rows are in the mean. */
export class TreeGrower {
  readonly forest: GrowingForest = {
    roots: [],
    columns: [],
    cuts: [],
    children: [],
    values: [],
    leftWords: [],
  }
  readonly #table: TreeTable
  readonly #limits: TreeLimits
  readonly #spare: Histogram[] = []

  constructor(table: TreeTable, limits: TreeLimits) {
    this.#table = table
    this.#limits = limits
  }

  /** Grows one tree on the given rows and columns. */
  grow(rows: Int32Array, chosen: readonly number[], gradients: Float64Array, weights: Float64Array): void {
    const histogram = this.#take()
    countInto(histogram, this.#table.layout, this.#table.columns, chosen, rows, gradients, weights)
    const leaves = [this.#open(rows, histogram, chosen)]
    this.forest.roots.push(this.forest.columns.length - 1)
    while (leaves.length < this.#limits.mostLeaves) {
      const best = mostUseful(leaves)
      if (best < 0) break
      const [leaf] = leaves.splice(best, 1) as [OpenLeaf]
      leaves.push(...this.#part(leaf, chosen, gradients, weights))
    }
    this.#spare.push(...leaves.map((leaf) => leaf.histogram))
  }

  #take(): Histogram {
    return this.#spare.pop() ?? new Float64Array(this.#table.layout.length)
  }

  #open(rows: Int32Array, histogram: Histogram, chosen: readonly number[]): OpenLeaf {
    const { binCounts, layout, isWords } = this.#table
    const start = layout.starts[chosen[0] as number] as number
    let gradient = 0
    let weight = 0
    for (let bin = 0; bin < (binCounts[chosen[0] as number] as number); bin++) {
      gradient += histogram[start + 2 * bin] as number
      weight += histogram[start + 2 * bin + 1] as number
    }
    const { columns, cuts, children, values } = this.forest
    const node = columns.push(-1) - 1
    cuts.push(0)
    children.push(0)
    values.push(gradient / (weight + this.#limits.ridge))
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
    { node, rows, histogram, split }: OpenLeaf,
    chosen: readonly number[],
    gradients: Float64Array,
    weights: Float64Array,
  ): OpenLeaf[] {
    const { column, cut, leftWords } = split as Split
    const { layout, columns } = this.#table
    this.forest.columns[node] = column
    this.forest.cuts[node] = leftWords ? -1 - this.forest.leftWords.length : cut
    this.forest.children[node] = this.forest.columns.length
    if (leftWords) this.forest.leftWords.push(...leftWords)
    const parts = partRows(rows, columns[column] as Uint8Array, split as Split)
    const small = parts[0].length <= parts[1].length ? 0 : 1
    const counted = this.#take()
    countInto(counted, layout, columns, chosen, parts[small] as Int32Array, gradients, weights)
    subtract(histogram, counted)
    return parts.map((part, side) => this.#open(part, side === small ? counted : histogram, chosen))
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

function partRows(rows: Int32Array, bins: Uint8Array, { cut, leftWords }: Split): [Int32Array, Int32Array] {
  const lefts = new Int32Array(rows.length)
  const rights = new Int32Array(rows.length)
  let leftCount = 0
  let rightCount = 0
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number
    const bin = bins[row] as number
    if (leftWords ? hasBit(leftWords, 0, bin) : isLeftOf(cut, bin)) lefts[leftCount++] = row
    else rights[rightCount++] = row
  }
  return [lefts.subarray(0, leftCount), rights.subarray(0, rightCount)]
}

/** The node that a bin leads to from another. */
export function nextNode(
  { cuts, children, leftWords }: Forest | GrowingForest,
  node: number,
  bin: number,
): number {
  const cut = cuts[node] as number
  const isLeft = cut < 0 ? hasBit(leftWords, -1 - cut, bin) : isLeftOf(cut, bin)
  return (children[node] as number) + (isLeft ? 0 : 1)
}

/** Adds to each row what the tree that begins at a node says of it, times `rate`. */
export function addTree(
  forest: GrowingForest,
  root: number,
  columns: readonly Uint8Array[],
  rate: number,
  into: Float64Array,
): void {
  for (let row = 0; row < into.length; row++) {
    let node = root
    for (let column = forest.columns[root] as number; column >= 0; column = forest.columns[node] as number)
      node = nextNode(forest, node, (columns[column] as Uint8Array)[row] as number)
    into[row] = (into[row] as number) + rate * (forest.values[node] as number)
  }
}

/** The forest when no more trees are to come. */
export function grownForest({ roots, columns, cuts, children, values, leftWords }: GrowingForest): Forest {
  return {
    roots: Int32Array.from(roots),
    columns: Int16Array.from(columns),
    cuts: Int32Array.from(cuts),
    children: Int32Array.from(children),
    values: Float32Array.from(values),
    leftWords: Uint32Array.from(leftWords),
  }
}
