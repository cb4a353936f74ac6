import type { Tables } from '@telltale/core/ports'
import { closedError } from './call-tracker.js'
import { directExecutor } from './direct-operations.js'
import type { Session } from './driver.js'
import type { Executor } from './executor.js'
import { isConflict, toStorageError } from './failures.js'
import { HostError } from './retry.js'
import type { TableRegistry } from './table-registry.js'

interface WatchedSession {
  readonly session: Session
  /** Returns the first failure since the last rollback to a savepoint, if any. */
  failure(): { readonly cause: unknown } | undefined
}

/**
 * Watches a session for failed statements. PostgreSQL keeps nothing of a transaction after one, even when the host's
 * code catches the error.
 */
function watchFailures(session: Session): WatchedSession {
  let failure: { readonly cause: unknown } | undefined
  const run: Session['run'] = async (statement) => {
    try {
      const result = await session.run(statement)
      if (statement.text.startsWith('rollback to savepoint')) failure = undefined
      return result
    } catch (cause) {
      // Statements after the first failure fail only because of that one.
      failure ??= { cause }
      throw cause
    }
  }
  return { session: { inTransaction: true, run }, failure: () => failure }
}

/** Runs calls one after another, until it is ended. */
function callQueue(session: Session) {
  let isOver = false
  let last: Promise<unknown> = Promise.resolve()
  /** Calls do not overlap, since one that meets a taken key rolls back to its own savepoint. */
  const enqueue: Executor['withSession'] = async (work) => {
    const current = last.then(() => {
      if (isOver) throw closedError('the transaction is over; its tables cannot be used any more')
      return work(session)
    })
    last = current.catch(() => undefined)
    return current.catch((cause) => {
      throw toStorageError(cause)
    })
  }
  const end = () => {
    isOver = true
  }
  return { enqueue, end }
}

/**
 * Runs the host's code with tables within an open transaction.
 *
 * @throws `HostError` when the host's code threw; the failure of the database itself when the transaction is lost.
 */
export async function runTransaction<Result>(
  openSession: Session,
  registry: TableRegistry,
  work: (tables: Tables) => Promise<Result>,
): Promise<Result> {
  const { session, failure } = watchFailures(openSession)
  const { enqueue, end } = callQueue(session)
  const executor = { isInTransaction: true, withSession: enqueue, withTransaction: enqueue }
  try {
    const result = await work(registry.tablesOver(directExecutor(executor, registry.schema)))
    const failed = failure()
    if (failed) throw failed.cause
    return result
  } catch (cause) {
    const failed = failure()
    throw failed && isConflict(failed.cause) ? failed.cause : new HostError(cause)
  } finally {
    end()
  }
}
