import type { Isolation, Session } from './driver.js'

/** How tables reach the database: by themselves, or within a transaction. */
export interface Access {
  /** Whether there is a transaction around it, with more than this. */
  readonly isInside: boolean
  /** One statement, or several that need not hold together. */
  once<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  /** Several statements that hold together. */
  together<Result>(work: (session: Session) => Promise<Result>, isolation?: Isolation): Promise<Result>
}
