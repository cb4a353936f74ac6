import type { Row } from '@telltale/core/ports'
import type { Isolation, Session } from './driver.js'
import type { CheckedWrite, WriteOutcome } from './records.js'
import type { Reservation } from './reservations.js'
import type { SqlTable } from './sql.js'

/** A way for tables to reach the database: directly, within a transaction, or within a group of transactions. */
export interface Executor {
  /** `true` within a transaction that the host opened. */
  readonly isInTransaction: boolean
  /** Runs one statement, or several that need no transaction. */
  withSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  /** Runs several statements in one transaction. */
  withTransaction<Result>(work: (session: Session) => Promise<Result>, isolation?: Isolation): Promise<Result>
  /** The operations of an observation, which a group of transactions can merge. */
  readonly operations: Operations
}

/** The operations that a group of transactions runs together with those of the other participants. */
export interface Operations {
  get(table: SqlTable, owner: string, id: string): Promise<Row | undefined>
  write(table: SqlTable, writes: readonly CheckedWrite[]): Promise<readonly WriteOutcome[]>
  append(table: SqlTable, rows: readonly Row[]): Promise<number>
  reserve(reservation: Reservation): Promise<number>
  /** Reads rows of these keys of a series. Reads are not merged into one statement. */
  read<Result>(read: SeriesRead<Result>): Promise<Result>
}

/** A read of some keys of a series. */
export interface SeriesRead<Result> {
  readonly table: SqlTable
  readonly owner: string
  readonly keys: readonly string[]
  run(session: Session): Promise<Result>
}
