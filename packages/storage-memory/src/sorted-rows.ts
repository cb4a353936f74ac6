import type { Columns, Row } from '@telltale/core/ports'
import sortedBTree from 'sorted-btree'
import { type Order, valueOrder } from './compare.js'

/** The constructor of the package, which is CommonJS: some loaders return its default export, others its container. */
const BTree: typeof sortedBTree.default = sortedBTree.default ?? sortedBTree

/** The number of changes to any rows so far. */
let changes = 0

type Tree = sortedBTree.default<SortKey, undefined>

/** The side of a partial key: before (-1) or after (1) all rows that share its columns. */
const edge = Symbol('edge')

/** A row, or a partial key: the first columns of the order, and the side of the rows that share them. */
export interface SortKey extends Row {
  readonly [edge]?: -1 | 1
}

function rowOrder(columns: Columns, names: readonly string[]): Order<SortKey> {
  const parts = names.map((name) => ({ name, compare: valueOrder(columns[name]?.type ?? 'text') }))
  return (left, right) => {
    for (const { name, compare } of parts) {
      const a = left[name]
      const b = right[name]
      if (a === undefined || b === undefined) break
      const order = compare(a, b)
      if (order !== 0) return order
    }
    return (left[edge] ?? 0) - (right[edge] ?? 0)
  }
}

/**
 * A sorted set of rows, by some of their columns. No two rows are equal in all of these, and a row that lacks one of them
 * is left out. A clone costs nothing until one of the two changes, and then only the path to the change. Transactions and
 * snapshots therefore work on a clone of the whole storage.
 */
export class SortedRows {
  /** The columns of the order. */
  readonly names: readonly string[]
  readonly #order: Order<SortKey>
  readonly #tree: Tree
  #lastChange: number

  private constructor(names: readonly string[], order: Order<SortKey>, tree: Tree, lastChange: number) {
    this.names = names
    this.#order = order
    this.#tree = tree
    this.#lastChange = lastChange
  }

  /** Makes an empty set, sorted by these columns. */
  static by(columns: Columns, names: readonly string[]): SortedRows {
    const order = rowOrder(columns, names)
    return new SortedRows(names, order, new BTree<SortKey, undefined>(undefined, order), 0)
  }

  /** Returns a copy that changes independently. */
  clone(): SortedRows {
    return new SortedRows(this.names, this.#order, this.#tree.clone(), this.#lastChange)
  }

  /** The number of the last change. Later changes, of any set, have higher numbers. */
  get lastChange(): number {
    return this.#lastChange
  }

  #covers(row: Row): boolean {
    return this.names.every((name) => row[name] !== undefined)
  }

  /** Returns the row that equals this one in the columns of the order. */
  find(row: Row): Row | undefined {
    if (!this.#covers(row)) return undefined
    const found = this.#tree.getPairOrNextLower(row)?.[0]
    return found && this.#order(found, row) === 0 ? found : undefined
  }

  /** Adds a row, in place of an equal one. Returns `true` when there was none. */
  put(row: Row): boolean {
    if (!this.#covers(row)) return false
    this.#lastChange = ++changes
    return this.#tree.set(row, undefined)
  }

  /** Puts a row in the place of another one. Where both are equal in the columns of the order, the tree keeps its form. */
  replace(old: Row, row: Row): void {
    if (!this.#covers(old) || !this.#covers(row) || this.#order(old, row) !== 0) this.remove(old)
    this.put(row)
  }

  /** Adds a row unless there is an equal one. Returns `true` when it was added. */
  add(row: Row): boolean {
    const isNew = this.#tree.set(row, undefined, false)
    if (isNew) this.#lastChange = ++changes
    return isNew
  }

  /** Removes the row that equals this one, if there is one. */
  remove(row: Row): void {
    if (this.#covers(row) && this.#tree.delete(row)) this.#lastChange = ++changes
  }

  /** Removes the rows between two keys. Returns their number. */
  removeBetween(from: SortKey, to: SortKey): number {
    const removed = this.#tree.deleteRange(from, to, false)
    if (removed > 0) this.#lastChange = ++changes
    return removed
  }

  /** Yields the rows between two keys. */
  *between(from: SortKey, to: SortKey, direction: 'asc' | 'desc' = 'asc'): Generator<Row, undefined> {
    if (direction === 'asc') {
      for (const row of this.#tree.keys(from)) {
        if (this.#order(row, to) > 0) return undefined
        yield row
      }
    } else
      for (const [row] of this.#tree.entriesReversed(to)) {
        if (this.#order(row, from) < 0) return undefined
        yield row
      }
    return undefined
  }

  /** Returns the first row after a key. */
  firstAfter(key: SortKey): Row | undefined {
    return this.#tree.nextHigherKey(key)
  }
}

/** Returns the key before all rows that share these columns. */
export const before = (columns: Row): SortKey => ({ ...columns, [edge]: -1 })

/** Returns the key after all rows that share these columns. */
export const after = (columns: Row): SortKey => ({ ...columns, [edge]: 1 })
