/** One SQL statement. Every value is sent as text. */
export interface Statement {
  readonly text: string
  readonly values?: readonly (string | null)[]
}

/** The result of a statement. */
export interface StatementResult {
  /** The rows, each value as PostgreSQL writes it. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** The number of rows that the statement returned or changed. */
  readonly count: number
}

/** A connection, or a pool, that runs statements. */
export interface Session {
  /** `true` when the statements belong to one transaction. */
  readonly inTransaction: boolean
  run(statement: Statement): Promise<StatementResult>
}

/** The isolation level of a transaction. */
export type Isolation = 'read committed' | 'repeatable read' | 'serializable'

/** An access to a database. It passes errors on unchanged; `failures.ts` classifies them. */
export interface Driver {
  /** `true` when there is a single connection, which a transaction keeps from everything else. */
  readonly isSingleConnection: boolean
  /** A session whose statements each run in a transaction of their own. */
  readonly autocommit: Session
  /** Runs `work` once, in a transaction that is rolled back when it throws. */
  transact<Result>(isolation: Isolation, work: (session: Session) => Promise<Result>): Promise<Result>
  /** Closes the connections that the driver opened itself. */
  close(): Promise<void>
}
