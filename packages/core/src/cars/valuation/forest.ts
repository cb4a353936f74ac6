import { hasBit, isLeftOf, type Split } from './split.js'

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

/** Takes nodes in as trees grow. */
export class ForestBuilder {
  /** The trees so far, with room behind them. */
  readonly forest: Forest
  #trees = 0
  #nodes = 0
  #words = 0

  /** With room for so many trees of so many leaves. */
  constructor(trees: number, leaves: number) {
    const nodes = trees * (2 * leaves - 1)
    this.forest = {
      roots: new Int32Array(trees),
      columns: new Int16Array(nodes),
      cuts: new Int32Array(nodes),
      children: new Int32Array(nodes),
      values: new Float32Array(nodes),
      leftWords: new Uint32Array(8 * trees * (leaves - 1)),
    }
  }

  /** The next leaf becomes the root of a new tree. */
  addRoot(): void {
    this.forest.roots[this.#trees++] = this.#nodes
  }

  /** Adds a leaf; returns its place. */
  addLeaf(value: number): number {
    this.forest.columns[this.#nodes] = -1
    this.forest.values[this.#nodes] = value
    return this.#nodes++
  }

  /** Makes a leaf a node whose children are the next two leaves. */
  split(node: number, { column, cut, leftWords }: Split): void {
    const { columns, cuts, children, leftWords: words } = this.forest
    columns[node] = column
    children[node] = this.#nodes
    cuts[node] = leftWords ? -1 - this.#words : cut
    if (!leftWords) return
    words.set(leftWords, this.#words)
    this.#words += leftWords.length
  }

  /** The forest without the room behind it. */
  finish(): Forest {
    const { roots, columns, cuts, children, values, leftWords } = this.forest
    return {
      roots: roots.slice(0, this.#trees),
      columns: columns.slice(0, this.#nodes),
      cuts: cuts.slice(0, this.#nodes),
      children: children.slice(0, this.#nodes),
      values: values.slice(0, this.#nodes),
      leftWords: leftWords.slice(0, this.#words),
    }
  }
}

/** The node that a bin leads to from another. */
export function nextNode({ cuts, children, leftWords }: Forest, node: number, bin: number): number {
  const cut = cuts[node] as number
  const isLeft = cut < 0 ? hasBit(leftWords, -1 - cut, bin) : isLeftOf(cut, bin)
  return (children[node] as number) + (isLeft ? 0 : 1)
}

/** Adds to each row what the tree that begins at a node says of it, times `rate`. */
export function addTree(
  forest: Forest,
  root: number,
  columns: readonly Uint8Array[],
  rate: number,
  into: Float64Array,
): void {
  const { columns: splitColumns, values } = forest
  for (let row = 0; row < into.length; row++) {
    let node = root
    for (let column = splitColumns[root] as number; column >= 0; column = splitColumns[node] as number)
      node = nextNode(forest, node, (columns[column] as Uint8Array)[row] as number)
    into[row] = (into[row] as number) + rate * (values[node] as number)
  }
}
