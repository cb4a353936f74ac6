import type { DumpedRow, Row } from '@telltale/core/ports'

/** A table of a collection, a series or the counters, as dumps, loads and erasures use it. */
export interface Table {
  readonly kind: DumpedRow['kind']
  readonly name: string
  /** The number of the last change. Later changes, of any table, have higher numbers. */
  readonly lastChange: number
  /** Returns a copy that changes independently. */
  clone(): Table
  /** Returns the rows of one owner, or of all, in the order of a dump. A row is never changed in place. */
  rows(ownerId?: string): Iterable<Row>
  /**
   * Inserts a dumped row, in place of the one with its key. The row is plain JSON that nothing else refers to.
   *
   * @throws `ValidationError` when it does not fit the definition, `ConflictError` when a unique key is taken.
   */
  restore(row: unknown): void
  /** Removes the rows of an owner. Returns their number. */
  erase(ownerId: string): number
}
