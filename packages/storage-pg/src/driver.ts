/** One statement; every value goes as text. */
export interface Statement {
  readonly text: string
  readonly values?: readonly (string | null)[]
}

/** What came of a statement: its rows, every value as PostgreSQL writes it, and how many rows it touched. */
export interface Answer {
  readonly rows: readonly (readonly (string | null)[])[]
  readonly count: number
}

/** Where statements are run. */
export interface Session {
  /** Whether the statements belong to one transaction. */
  readonly inTransaction: boolean
  run(statement: Statement): Promise<Answer>
}

/** How transactions see each other. */
export type Isolation = 'read committed' | 'repeatable read' | 'serializable'

/** A way to a database. What fails comes out as it is; `failures.ts` says what it means. */
export interface Driver {
  /** Whether there is one connection only, so that a transaction keeps everything else waiting. */
  readonly isSingle: boolean
  /** Runs a statement by itself. */
  readonly alone: Session
  /** Runs `work` once, in a transaction that is undone when it throws. */
  transact<Result>(isolation: Isolation, work: (session: Session) => Promise<Result>): Promise<Result>
  /** Ends what the driver opened itself. */
  close(): Promise<void>
}
