import { bitsetWords, hasBit, type Split } from './split.js'

/** The trees of a boosted ensemble, one behind the other in flat arrays. A node is one number, since memory access bounds the speed. */
export interface Forest {
  /** The index of each tree's root. */
  readonly roots: Int32Array
  /** The index of each tree's first bitset in `leftCategories`. */
  readonly categoryRoots: Int32Array
  /**
   * A leaf is 0. A split packs, from the lowest bit:
   * - 8 bits: the left child's offset from the root; the right child is next to it
   * - 8 bits: for a numeric split, the last bin that goes left, less 1 when bin 0 (missing values) goes right; for a
   *   categorical split, the number of categorical splits before it in the tree
   * - 1 bit: bin 0 goes right
   * - 1 bit: the split is categorical
   * - the column
   */
  readonly nodes: Int32Array
  /** The mean residual of each node's rows. Inner nodes have one too, so that a prediction can be attributed to its splits. */
  readonly values: Float32Array
  /** The bitsets of the bins that go left, of categorical splits. */
  readonly leftCategories: Uint32Array
}

const thresholdBits = 8
const missingRight = 1 << 16
const categorical = 1 << 17
const columnBits = 18

/** Appends nodes to a forest while its trees grow. */
export class ForestBuilder {
  /** The trees so far, with room behind them. */
  readonly forest: Forest
  #treeCount = 0
  #nodeCount = 0
  #wordCount = 0

  /** Makes a builder with room for a number of trees of at most 128 leaves each. */
  constructor(maxTrees: number, maxLeaves: number) {
    this.forest = {
      roots: new Int32Array(maxTrees),
      categoryRoots: new Int32Array(maxTrees),
      nodes: new Int32Array(maxTrees * (2 * maxLeaves - 1)),
      values: new Float32Array(maxTrees * (2 * maxLeaves - 1)),
      leftCategories: new Uint32Array(bitsetWords * maxTrees * (maxLeaves - 1)),
    }
  }

  /** Begins a new tree, whose root is the next leaf. */
  addRoot(): void {
    this.forest.categoryRoots[this.#treeCount] = this.#wordCount
    this.forest.roots[this.#treeCount++] = this.#nodeCount
  }

  /** Adds a leaf and returns its index. */
  addLeaf(value: number): number {
    this.forest.values[this.#nodeCount] = value
    return this.#nodeCount++
  }

  /** Turns a leaf into a split, whose children are the next two leaves. */
  split(node: number, { column, threshold, leftCategories }: Split): void {
    const { nodes, roots, categoryRoots, leftCategories: bitsets } = this.forest
    const tree = this.#treeCount - 1
    const child = this.#nodeCount - roots[tree]!
    const categoricalBefore = (this.#wordCount - categoryRoots[tree]!) / bitsetWords
    const test = leftCategories
      ? categorical | (categoricalBefore << thresholdBits)
      : packThreshold(threshold)
    nodes[node] = (column << columnBits) | test | child
    if (!leftCategories) return
    bitsets.set(leftCategories, this.#wordCount)
    this.#wordCount += bitsetWords
  }

  /** Returns the forest of the first trees, at most `maxTrees` of them, without the room behind. */
  finish(maxTrees: number): Forest {
    const { roots, categoryRoots, nodes, values, leftCategories } = this.forest
    const treeCount = Math.min(maxTrees, this.#treeCount)
    const isCut = treeCount < this.#treeCount
    const nodeCount = isCut ? roots[treeCount]! : this.#nodeCount
    return {
      roots: roots.slice(0, treeCount),
      categoryRoots: categoryRoots.slice(0, treeCount),
      nodes: nodes.slice(0, nodeCount),
      values: values.slice(0, nodeCount),
      leftCategories: leftCategories.slice(0, isCut ? categoryRoots[treeCount] : this.#wordCount),
    }
  }
}

/** Returns the bits of a numeric split. */
const packThreshold = (threshold: number): number =>
  (threshold & 1) === 1
    ? (threshold >> 1) << thresholdBits
    : missingRight | (((threshold >> 1) - 1) << thresholdBits)

/** Returns the column of a split. */
const columnOf = (split: number): number => split >>> columnBits

/** Returns the child's offset from the root for a bin. Branch-free for numeric splits. */
function childOf(split: number, bin: number, leftCategories: Uint32Array, categoryRoot: number): number {
  const threshold = (split >>> thresholdBits) & 255
  const left = split & 255
  if ((split & categorical) !== 0)
    return left + (hasBit(leftCategories, categoryRoot + bitsetWords * threshold, bin) ? 0 : 1)
  return left + ((threshold - ((bin - ((split >>> 16) & 1)) & 255)) >>> 31)
}

/** The rows that a tree's values are added to. */
export interface TreeRows {
  readonly columns: readonly Uint8Array[]
  /** By row, the predictions to add to. */
  readonly predictions: Float64Array
  /** By row, 1 for a row that is left as it is. */
  readonly isSkipped: Uint8Array
}

/** Adds to each row's prediction the value of its leaf in one tree, times the learning rate. */
export function addTree(
  { roots, categoryRoots, nodes, values, leftCategories }: Forest,
  tree: number,
  learningRate: number,
  { columns, predictions, isSkipped }: TreeRows,
): void {
  const root = roots[tree]!
  const categoryRoot = categoryRoots[tree]!
  for (let row = 0; row < predictions.length; row++) {
    if (isSkipped[row] === 1) continue
    let node = root
    for (let split = nodes[node]!; split !== 0; split = nodes[node]!)
      node = root + childOf(split, columns[columnOf(split)]![row]!, leftCategories, categoryRoot)
    predictions[row]! += learningRate * values[node]!
  }
}

/** Returns the sum of a row's leaf values over all trees. */
export function predictForest(
  { roots, categoryRoots, nodes, values, leftCategories }: Forest,
  bins: Uint8Array,
): number {
  let sum = 0
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!
    const categoryRoot = categoryRoots[tree]!
    let node = root
    for (let split = nodes[node]!; split !== 0; split = nodes[node]!)
      node = root + childOf(split, bins[columnOf(split)]!, leftCategories, categoryRoot)
    sum += values[node]!
  }
  return sum
}

/**
 * Attributes a row's sum of leaf values to columns: each split adds the difference between its child's value and its
 * own to its column (Saabas, "Interpreting random forests", 2014). Returns the sum of the roots' values, which belongs
 * to no column.
 *
 * @param byColumn - the contributions of the columns, which are added to.
 */
export function attributeForest(
  { roots, categoryRoots, nodes, values, leftCategories }: Forest,
  bins: Uint8Array,
  byColumn: Float64Array,
): number {
  let sum = 0
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!
    const categoryRoot = categoryRoots[tree]!
    let node = root
    let value = values[root]!
    sum += value
    for (let split = nodes[node]!; split !== 0; split = nodes[node]!) {
      const column = columnOf(split)
      node = root + childOf(split, bins[column]!, leftCategories, categoryRoot)
      const next = values[node]!
      byColumn[column]! += next - value
      value = next
    }
  }
  return sum
}
