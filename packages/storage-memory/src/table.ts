import type { DumpedRow, Row } from '@telltale/core/ports'

/** What collections, series and counters have in common: what a dump, a load and an erasure need of them. */
export interface Table {
  readonly kind: DumpedRow['kind']
  readonly name: string
  /** The number of its last change: a later one, of any table, has a higher number. */
  readonly lastChange: number
  /** The same rows, to be changed apart from these. */
  clone(): Table
  /** The rows, in the order of a dump. They are never changed in place. */
  rows(ownerId?: string): Iterable<Row>
  /**
   * Puts a row in that was dumped, plain JSON that nobody else holds, in place of the one that is there.
   *
   * @throws `ValidationError` when it does not fit, `ConflictError` when a unique key is taken.
   */
  restore(row: unknown): void
  /** Removes the owner's rows; returns how many. */
  erase(ownerId: string): number
}
