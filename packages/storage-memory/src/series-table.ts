import { type Columns, type Row, readRow, rowColumns, type SeriesShape } from '@telltale/core/ports'
import { after, before, SortedRows } from './sorted-rows.js'
import type { Table } from './table.js'

/** A time span of the rows of one key, optionally after one of them. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly direction: 'asc' | 'desc'
  /** The time and id of the row before the first one. */
  readonly position?: { readonly at: number; readonly id: string } | undefined
}

/** The table of one series. A row is never changed in place. */
export class SeriesTable implements Table {
  readonly kind = 'series'
  readonly name: string
  /** All columns, including those of every series. */
  readonly columns: Columns
  readonly #rows: SortedRows

  private constructor(name: string, columns: Columns, rows: SortedRows) {
    this.name = name
    this.columns = columns
    this.#rows = rows
  }

  /** Makes an empty table. */
  static of(shape: SeriesShape): SeriesTable {
    const columns = rowColumns(shape)
    return new SeriesTable(shape.name, columns, SortedRows.by(columns, ['ownerId', 'key', 'at', 'id']))
  }

  clone(): SeriesTable {
    return new SeriesTable(this.name, this.columns, this.#rows.clone())
  }

  /** Adds checked and copied rows that do not exist yet. Returns their number. */
  append(rows: readonly Row[]): number {
    return rows.filter((row) => this.#rows.add(row)).length
  }

  /** Adds checked and copied rows, in place of existing ones with their keys. Returns the number of new ones. */
  replace(rows: readonly Row[]): number {
    return rows.filter((row) => this.#rows.put(row)).length
  }

  /** Returns the newest row of a key. */
  latest(ownerId: string, key: string): Row | undefined {
    const scope = { ownerId, key }
    return this.#rows.between(before(scope), after(scope), 'desc').next().value
  }

  /** Returns the rows of a key in a time span, in its direction. */
  span(ownerId: string, key: string, { from, to, direction, position }: Span): Iterable<Row> {
    const scope = { ownerId, key }
    const previous = position && { ...scope, ...position }
    return this.#rows.between(
      previous && direction === 'asc' ? after(previous) : before({ ...scope, at: from }),
      previous && direction === 'desc' ? before(previous) : before({ ...scope, at: to }),
      direction,
    )
  }

  /** Removes the rows of a key. Returns their number. */
  deleteKey(ownerId: string, key: string): number {
    return this.#rows.removeBetween(before({ ownerId, key }), after({ ownerId, key }))
  }

  /** Yields each owner and key that has rows, in order. */
  *#scopes(): Generator<Row, undefined> {
    let row = this.#rows.firstAfter(before({}))
    while (row) {
      const scope = { ownerId: row.ownerId, key: row.key }
      yield scope
      row = this.#rows.firstAfter(after(scope))
    }
    return undefined
  }

  /** Yields the rows older than a time, key by key. */
  *olderThan(at: number): Generator<Row, undefined> {
    for (const scope of this.#scopes()) yield* this.#rows.between(before(scope), before({ ...scope, at }))
    return undefined
  }

  /** Removes the rows older than a time. Returns their number. */
  dropBefore(at: number): number {
    let removed = 0
    for (const scope of this.#scopes())
      removed += this.#rows.removeBetween(before(scope), before({ ...scope, at }))
    return removed
  }

  get lastChange(): number {
    return this.#rows.lastChange
  }

  rows(ownerId?: string): Iterable<Row> {
    const scope = ownerId === undefined ? {} : { ownerId }
    return this.#rows.between(before(scope), after(scope))
  }

  restore(row: unknown): void {
    this.#rows.put(readRow('storage.load', this.columns, row))
  }

  erase(ownerId: string): number {
    return this.#rows.removeBetween(before({ ownerId }), after({ ownerId }))
  }
}
