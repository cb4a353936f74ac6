import type { Columns, Row } from '@telltale/core/ports'
import sortedBTree from 'sorted-btree'
import { type Order, valueOrder } from './compare.js'

/** The package is CommonJS: some loaders hand out its default export, others the object that holds it. */
const BTree: typeof sortedBTree.default = sortedBTree.default ?? sortedBTree

/** Counts the changes of all rows there are, so that later ones have higher numbers. */
let changes = 0

type Tree = sortedBTree.default<Probe, undefined>

/** On a probe that gives only some of the columns: whether it stands before (-1) or after (1) all rows that share them. */
const edge = Symbol('edge')

/** A row, or a place among rows: the first columns of the order, and on which side of the rows that share them. */
export interface Probe extends Row {
  readonly [edge]?: -1 | 1
}

function rowOrder(columns: Columns, names: readonly string[]): Order<Probe> {
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
 * Rows in the order of some of their columns, no two of them equal in all of these; a row that lacks one of the columns
 * is left out. A clone costs nothing until one of the two is changed, and then only the path to the change: that is
 * what lets a transaction and a snapshot have the whole storage to themselves.
 */
export class SortedRows {
  /** The columns of the order. */
  readonly names: readonly string[]
  readonly #order: Order<Probe>
  readonly #tree: Tree
  #lastChange: number

  private constructor(names: readonly string[], order: Order<Probe>, tree: Tree, lastChange: number) {
    this.names = names
    this.#order = order
    this.#tree = tree
    this.#lastChange = lastChange
  }

  /** No rows yet, to be ordered by the columns of these names. */
  static by(columns: Columns, names: readonly string[]): SortedRows {
    const order = rowOrder(columns, names)
    return new SortedRows(names, order, new BTree<Probe, undefined>(undefined, order), 0)
  }

  /** The same rows, to be changed apart from these. */
  clone(): SortedRows {
    return new SortedRows(this.names, this.#order, this.#tree.clone(), this.#lastChange)
  }

  /** The number of the last change: a later one, of any rows, has a higher number. */
  get lastChange(): number {
    return this.#lastChange
  }

  #covers(row: Row): boolean {
    return this.names.every((name) => row[name] !== undefined)
  }

  /** The row that is equal to this one in the columns of the order. */
  find(row: Row): Row | undefined {
    if (!this.#covers(row)) return undefined
    const found = this.#tree.getPairOrNextLower(row)?.[0]
    return found && this.#order(found, row) === 0 ? found : undefined
  }

  /** Puts a row in, in place of the one that is equal to it if there is one; tells whether there was none. */
  put(row: Row): boolean {
    if (!this.#covers(row)) return false
    this.#lastChange = ++changes
    return this.#tree.set(row, undefined)
  }

  /** Puts a row in unless there is one equal to it; tells whether it did. */
  add(row: Row): boolean {
    const isNew = this.#tree.set(row, undefined, false)
    if (isNew) this.#lastChange = ++changes
    return isNew
  }

  /** Takes the row out that is equal to this one, if there is one. */
  remove(row: Row): void {
    if (this.#covers(row) && this.#tree.delete(row)) this.#lastChange = ++changes
  }

  /** Removes the rows between two places; returns how many. */
  removeBetween(from: Probe, to: Probe): number {
    const removed = this.#tree.deleteRange(from, to, false)
    if (removed > 0) this.#lastChange = ++changes
    return removed
  }

  /** The rows between two places, upwards or downwards. */
  *between(from: Probe, to: Probe, direction: 'asc' | 'desc' = 'asc'): Generator<Row, undefined> {
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

  /** The first row after a place. */
  firstAfter(place: Probe): Row | undefined {
    return this.#tree.nextHigherKey(place)
  }
}

/** The place before all rows that share these columns. */
export const before = (columns: Row): Probe => ({ ...columns, [edge]: -1 })

/** The place after all rows that share these columns. */
export const after = (columns: Row): Probe => ({ ...columns, [edge]: 1 })
