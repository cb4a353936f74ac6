import type { Row } from '@telltale/core/ports'
import type { Isolation, Session } from './driver.js'
import type { CheckedWrite, WriteOutcome } from './records.js'
import type { Reservation } from './reservations.js'
import type { SqlTable } from './sql.js'

/** How tables reach the database: by themselves, within a transaction, or within one of a group. */
export interface Access {
  /** Whether there is a transaction around it, with more than this. */
  readonly isInside: boolean
  /** One statement, or several that need not hold together. */
  once<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  /** Several statements that hold together. */
  together<Result>(work: (session: Session) => Promise<Result>, isolation?: Isolation): Promise<Result>
  /** What observations consist of, so that a group of transactions can merge the calls of its members. */
  readonly calls: Calls
}

/** The calls that are merged with others of their kind in a group of transactions. */
export interface Calls {
  get(table: SqlTable, owner: string, id: string): Promise<Row | undefined>
  write(table: SqlTable, writes: readonly CheckedWrite[]): Promise<readonly WriteOutcome[]>
  append(table: SqlTable, rows: readonly Row[]): Promise<number>
  reserve(reservation: Reservation): Promise<number>
  /** Reads the rows of some keys of a series; not merged, but part of the group. */
  read<Result>(
    table: SqlTable,
    owner: string,
    keys: readonly string[],
    work: (session: Session) => Promise<Result>,
  ): Promise<Result>
}
