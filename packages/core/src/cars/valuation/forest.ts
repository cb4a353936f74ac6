import { hasBit, isLeftOf, type Split } from './split.js'

/** Trees in arrays, one behind the other. A node lies together in memory, since that is what a walk waits for. */
export interface Forest {
  /** The first node of each tree. */
  readonly roots: Int32Array
  /**
   * Four numbers for each node: the column it splits by, -1 of a leaf; its cut, or of a split of words `-1` less the
   * place of its bits in `leftWords`; its left child, the right one being next to it; and nothing.
   */
  readonly nodes: Int32Array
  /** The same memory: the fourth is what the rows of a node are off by in the mean, so that a walk can be told in steps. */
  readonly values: Float32Array
  /** Which bins go left, in the nodes that split by words. */
  readonly leftWords: Uint32Array
}

const nodeSize = 4

/** The forest of its parts. */
export function forestOf({ roots, nodes, leftWords }: Omit<Forest, 'values'>): Forest {
  return { roots, nodes, values: new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length), leftWords }
}

/** What the rows of a node are off by in the mean. */
export const valueAt = ({ values }: Forest, node: number): number => values[nodeSize * node + 3] as number

/** The column a node splits by; -1 of a leaf. */
export const columnAt = ({ nodes }: Forest, node: number): number => nodes[nodeSize * node] as number

/** Takes nodes in as trees grow. */
export class ForestBuilder {
  /** The trees so far, with room behind them. */
  readonly forest: Forest
  #trees = 0
  #nodes = 0
  #words = 0

  /** With room for so many trees of so many leaves. */
  constructor(trees: number, leaves: number) {
    this.forest = forestOf({
      roots: new Int32Array(trees),
      nodes: new Int32Array(nodeSize * trees * (2 * leaves - 1)),
      leftWords: new Uint32Array(8 * trees * (leaves - 1)),
    })
  }

  /** The next leaf becomes the root of a new tree. */
  addRoot(): void {
    this.forest.roots[this.#trees++] = this.#nodes
  }

  /** Adds a leaf; returns its place. */
  addLeaf(value: number): number {
    const { nodes, values } = this.forest
    nodes[nodeSize * this.#nodes] = -1
    values[nodeSize * this.#nodes + 3] = value
    return this.#nodes++
  }

  /** Makes a leaf a node whose children are the next two leaves. */
  split(node: number, { column, cut, leftWords }: Split): void {
    const { nodes, leftWords: words } = this.forest
    nodes.set([column, leftWords ? -1 - this.#words : cut, this.#nodes], nodeSize * node)
    if (!leftWords) return
    words.set(leftWords, this.#words)
    this.#words += leftWords.length
  }

  /** The forest without the room behind it. */
  finish(): Forest {
    const { roots, nodes, leftWords } = this.forest
    return forestOf({
      roots: roots.slice(0, this.#trees),
      nodes: nodes.slice(0, nodeSize * this.#nodes),
      leftWords: leftWords.slice(0, this.#words),
    })
  }
}

/** The node that a bin leads to from another. */
export function nextNode({ nodes, leftWords }: Forest, node: number, bin: number): number {
  const at = nodeSize * node
  const cut = nodes[at + 1] as number
  const isLeft = cut < 0 ? hasBit(leftWords, -1 - cut, bin) : isLeftOf(cut, bin)
  return (nodes[at + 2] as number) + (isLeft ? 0 : 1)
}

/** Adds to each row, but those that are done, what the tree that begins at a node says of it, times `rate`. */
export function addTree(
  forest: Forest,
  root: number,
  columns: readonly Uint8Array[],
  rate: number,
  into: Float64Array,
  isDone: Uint8Array,
): void {
  for (let row = 0; row < into.length; row++) {
    if (isDone[row] === 1) continue
    let node = root
    for (let column = columnAt(forest, root); column >= 0; column = columnAt(forest, node))
      node = nextNode(forest, node, (columns[column] as Uint8Array)[row] as number)
    into[row] = (into[row] as number) + rate * valueAt(forest, node)
  }
}

/** What the trees of a forest say of a row, in sum. */
export function walkForest(forest: Forest, bins: Uint8Array): number {
  let sum = 0
  for (let tree = 0; tree < forest.roots.length; tree++) {
    let node = forest.roots[tree] as number
    for (let column = columnAt(forest, node); column >= 0; column = columnAt(forest, node))
      node = nextNode(forest, node, bins[column] as number)
    sum += valueAt(forest, node)
  }
  return sum
}
