import { ConflictError } from '@telltale/core'
import type { Tables } from '@telltale/core/ports'
import { closedError } from '../call-tracker.js'
import type { Executor, Operations } from '../executor.js'
import type { SqlTable } from '../sql.js'
import type { AccessMode } from './conflict-tracker.js'
import type { PendingOperation } from './merged-operations.js'

/** A transaction whose caller waits for it to be committed. */
export interface Participant {
  readonly work: (tables: Tables) => Promise<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (cause: unknown) => void
}

/**
 * The way in which a participant runs again that left its group: alone, since it does what cannot be merged, or in the
 * next group, since it conflicts with another participant.
 */
export type RerunMode = 'alone' | 'nextGroup'

/** The end of a run: the result of the host's code, the error it threw, or that it left the group. */
export type RunOutcome =
  | { readonly result: unknown }
  | { readonly cause: unknown }
  | { readonly left: RerunMode }

/** One run of a participant within a group. */
export interface ParticipantRun {
  readonly participant: Participant
  /** Absent while it runs. */
  outcome?: RunOutcome
  /** `true` once it has changed anything. */
  hasWritten: boolean
  /** `true` once it has reserved slots. It may do so once, so that two participants come in the same order everywhere. */
  hasReserved: boolean
  /** The end of its last operation. The operations of one run come one after another. */
  lastOperation: Promise<unknown>
}

/** A key that an operation uses, and in which mode. */
export type KeyUse = readonly [key: string, mode: AccessMode]

type WithoutResolve<Operation> = Operation extends unknown ? Omit<Operation, 'resolve'> : never

/** An operation as a participant asks for it. */
export type OperationRequest = WithoutResolve<PendingOperation>

/** The part of a group that its participants use. */
export interface OperationQueue {
  /** Runs an operation together with those of other participants. */
  enqueue<Result>(run: ParticipantRun, uses: readonly KeyUse[], request: OperationRequest): Promise<Result>
  /** Takes a run out of the group. Always throws. */
  leave(run: ParticipantRun, rerun: RerunMode): never
}

/** Makes the error that breaks off a run. The host's code may see it; its caller never does. */
export const brokenOffError = () =>
  new ConflictError('the transaction is run again by itself', { retryable: true })

const keyOf = ({ name }: SqlTable, owner: unknown, id: unknown) => JSON.stringify([name, owner, id])

/** Makes the executor of one run, which reaches the database through its group. */
export function participantExecutor(group: OperationQueue, run: ParticipantRun): Executor {
  const leaveAlone = async () => group.leave(run, 'alone')
  const enqueue = async <Result>(uses: readonly KeyUse[], request: OperationRequest): Promise<Result> => {
    const current = run.lastOperation.then(() => {
      if (run.outcome) throw 'left' in run.outcome ? brokenOffError() : transactionOverError()
      return group.enqueue<Result>(run, uses, request)
    })
    run.lastOperation = current.catch(() => undefined)
    return current
  }
  const operations: Operations = {
    get: (table, owner, id) =>
      enqueue([[keyOf(table, owner, id), 'read']], { kind: 'get', table, input: { owner, id } }),
    write: (table, writes) =>
      enqueue(
        writes.map(({ record }) => [keyOf(table, record.ownerId, record.id), 'write'] as const),
        { kind: 'write', table, input: writes },
      ),
    append: (table, rows) =>
      enqueue(
        rows.map(({ ownerId, key }) => [keyOf(table, ownerId, key), 'append'] as const),
        { kind: 'append', table, input: rows },
      ),
    reserve: (reservation) => {
      if (run.hasReserved) return leaveAlone()
      run.hasReserved = true
      const counter = JSON.stringify(['counters', reservation.owner, reservation.key])
      return enqueue([[counter, 'append']], { kind: 'reserve', input: reservation })
    },
    read: ({ table, owner, keys, run: read }) =>
      enqueue(
        keys.map((key) => [keyOf(table, owner, key), 'read'] as const),
        { kind: 'read', input: read },
      ),
  }
  return { isInTransaction: true, withSession: leaveAlone, withTransaction: leaveAlone, operations }
}

const transactionOverError = () => closedError('the transaction is over; its tables cannot be used any more')
