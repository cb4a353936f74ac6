import { type Columns, type Row, readRow, rowColumns, type SeriesShape } from '@telltale/core/ports'
import { after, before, SortedRows } from './sorted-rows.js'
import type { Table } from './table.js'

/** A span of the rows of one key, and after which row of it. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly direction: 'asc' | 'desc'
  /** The time and id of the row that came before. */
  readonly position?: { readonly at: number; readonly id: string } | undefined
}

/** The rows of one series. They are never changed in place. */
export class Rows implements Table {
  readonly kind = 'series'
  readonly name: string
  /** Every column there is. */
  readonly columns: Columns
  readonly #rows: SortedRows

  private constructor(name: string, columns: Columns, rows: SortedRows) {
    this.name = name
    this.columns = columns
    this.#rows = rows
  }

  /** A series without rows. */
  static of(shape: SeriesShape): Rows {
    const columns = rowColumns(shape)
    return new Rows(shape.name, columns, SortedRows.by(columns, ['ownerId', 'key', 'at', 'id']))
  }

  clone(): Rows {
    return new Rows(this.name, this.columns, this.#rows.clone())
  }

  /** Adds rows that were checked and copied; returns how many were not there yet. */
  append(rows: readonly Row[]): number {
    return rows.filter((row) => this.#rows.add(row)).length
  }

  /** Puts rows in that were checked and copied, each in place of the one that is there; returns how many were not. */
  replace(rows: readonly Row[]): number {
    return rows.filter((row) => this.#rows.put(row)).length
  }

  /** The newest row of a key. */
  latest(ownerId: string, key: string): Row | undefined {
    const scope = { ownerId, key }
    return this.#rows.between(before(scope), after(scope), 'desc').next().value
  }

  /** The rows of a key in a span of time, in its direction. */
  span(ownerId: string, key: string, { from, to, direction, position }: Span): Iterable<Row> {
    const scope = { ownerId, key }
    const place = position && { ...scope, ...position }
    return this.#rows.between(
      place && direction === 'asc' ? after(place) : before({ ...scope, at: from }),
      place && direction === 'desc' ? before(place) : before({ ...scope, at: to }),
      direction,
    )
  }

  /** Removes the rows of a key; returns how many. */
  deleteKey(ownerId: string, key: string): number {
    return this.#rows.removeBetween(before({ ownerId, key }), after({ ownerId, key }))
  }

  /** The owners and keys that have rows, in order. */
  *#scopes(): Generator<Row, undefined> {
    let row = this.#rows.firstAfter(before({}))
    while (row) {
      const scope = { ownerId: row.ownerId, key: row.key }
      yield scope
      row = this.#rows.firstAfter(after(scope))
    }
    return undefined
  }

  /** What is older than a time, key by key. */
  *olderThan(at: number): Generator<Row, undefined> {
    for (const scope of this.#scopes()) yield* this.#rows.between(before(scope), before({ ...scope, at }))
    return undefined
  }

  /** Removes what is older than a time, key by key; returns how many. */
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
