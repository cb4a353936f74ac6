import { bitWords, hasBit, type Split } from './split.js'

/** Trees in arrays, one behind the other. A node is one number, since what a walk waits for is memory. */
export interface Forest {
  /** The first node of each tree. */
  readonly roots: Int32Array
  /** Where the bits of each tree's first split of words are in `leftWords`. */
  readonly wordRoots: Int32Array
  /**
   * A leaf is 0. Of a split, from the lowest bit: 8 bits of how far behind the root its left child is, the right one
   * being next to it; 8 of the last bin that goes left, less 1 where bin 0, the unknown, goes right, or of a split of
   * words, how many came before it in the tree; 1 that bin 0 goes right; 1 that the split is of words; and the column.
   */
  readonly nodes: Int32Array
  /** What the rows of each node are off by in the mean, so that a walk can be told in steps. */
  readonly values: Float32Array
  /** Which bins go left, in the nodes that split by words. */
  readonly leftWords: Uint32Array
}

const cutBits = 8
const unknownRight = 1 << 16
const ofWords = 1 << 17
const columnBits = 18

/** Takes nodes in as trees grow. */
export class ForestBuilder {
  /** The trees so far, with room behind them. */
  readonly forest: Forest
  #trees = 0
  #nodes = 0
  #words = 0

  /** With room for so many trees of so many leaves, of which a tree has at most 128. */
  constructor(trees: number, leaves: number) {
    this.forest = {
      roots: new Int32Array(trees),
      wordRoots: new Int32Array(trees),
      nodes: new Int32Array(trees * (2 * leaves - 1)),
      values: new Float32Array(trees * (2 * leaves - 1)),
      leftWords: new Uint32Array(bitWords * trees * (leaves - 1)),
    }
  }

  /** The next leaf becomes the root of a new tree. */
  addRoot(): void {
    this.forest.wordRoots[this.#trees] = this.#words
    this.forest.roots[this.#trees++] = this.#nodes
  }

  /** Adds a leaf; returns its place. */
  addLeaf(value: number): number {
    this.forest.values[this.#nodes] = value
    return this.#nodes++
  }

  /** Makes a leaf a node whose children are the next two leaves. */
  split(node: number, { column, cut, leftWords }: Split): void {
    const { nodes, roots, wordRoots, leftWords: words } = this.forest
    const tree = this.#trees - 1
    const child = this.#nodes - roots[tree]!
    const place = (this.#words - wordRoots[tree]!) / bitWords
    const test = leftWords ? ofWords | (place << cutBits) : testOfCut(cut)
    nodes[node] = (column << columnBits) | test | child
    if (!leftWords) return
    words.set(leftWords, this.#words)
    this.#words += bitWords
  }

  /** The forest of so many trees at most, without the room behind it. */
  finish(most: number): Forest {
    const { roots, wordRoots, nodes, values, leftWords } = this.forest
    const trees = Math.min(most, this.#trees)
    const nodeCount = trees < this.#trees ? roots[trees]! : this.#nodes
    return {
      roots: roots.slice(0, trees),
      wordRoots: wordRoots.slice(0, trees),
      nodes: nodes.slice(0, nodeCount),
      values: values.slice(0, nodeCount),
      leftWords: leftWords.slice(0, trees < this.#trees ? wordRoots[trees] : this.#words),
    }
  }
}

/** The bits of a split of numbers. */
const testOfCut = (cut: number): number =>
  (cut & 1) === 1 ? (cut >> 1) << cutBits : unknownRight | (((cut >> 1) - 1) << cutBits)

/** The column that a split is by. */
const columnOf = (split: number): number => split >>> columnBits

/** How far behind the root the node is that a bin leads to from a split; without a branch where it is of numbers. */
function childOf(split: number, bin: number, leftWords: Uint32Array, wordRoot: number): number {
  const cut = (split >>> cutBits) & 255
  const left = split & 255
  if ((split & ofWords) !== 0) return left + (hasBit(leftWords, wordRoot + bitWords * cut, bin) ? 0 : 1)
  return left + ((cut - ((bin - ((split >>> 16) & 1)) & 255)) >>> 31)
}

/** Adds to each row, but those that are done, what a tree says of it, times `rate`. */
export function addTree(
  { roots, wordRoots, nodes, values, leftWords }: Forest,
  tree: number,
  columns: readonly Uint8Array[],
  rate: number,
  into: Float64Array,
  isDone: Uint8Array,
): void {
  const root = roots[tree]!
  const wordRoot = wordRoots[tree]!
  for (let row = 0; row < into.length; row++) {
    if (isDone[row] === 1) continue
    let node = root
    for (let split = nodes[node]!; split !== 0; split = nodes[node]!)
      node = root + childOf(split, columns[columnOf(split)]![row]!, leftWords, wordRoot)
    into[row]! += rate * values[node]!
  }
}

/** What the trees of a forest say of a row, in sum. */
export function walkForest({ roots, wordRoots, nodes, values, leftWords }: Forest, bins: Uint8Array): number {
  let sum = 0
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!
    const wordRoot = wordRoots[tree]!
    let node = root
    for (let split = nodes[node]!; split !== 0; split = nodes[node]!)
      node = root + childOf(split, bins[columnOf(split)]!, leftWords, wordRoot)
    sum += values[node]!
  }
  return sum
}

/**
 * What the trees of a forest say of a row, step by step: adds to each column what its splits add, and returns the sum of
 * what the roots say.
 */
export function traceForest(
  { roots, wordRoots, nodes, values, leftWords }: Forest,
  bins: Uint8Array,
  byColumn: Float64Array,
): number {
  let sum = 0
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!
    const wordRoot = wordRoots[tree]!
    let node = root
    let value = values[root]!
    sum += value
    for (let split = nodes[node]!; split !== 0; split = nodes[node]!) {
      const column = columnOf(split)
      node = root + childOf(split, bins[column]!, leftWords, wordRoot)
      const next = values[node]!
      byColumn[column]! += next - value
      value = next
    }
  }
  return sum
}
