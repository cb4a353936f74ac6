import { ConflictError, TelltaleError } from '@telltale/core'
import type { Tables } from '@telltale/core/ports'
import type { Access, Calls } from './access.js'
import type { Touch } from './conflict-tracker.js'
import type { WaitingCall } from './merged-calls.js'
import type { SqlTable } from './sql.js'

/** A transaction that is waited for. */
export interface Member {
  readonly work: (tables: Tables) => Promise<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (cause: unknown) => void
}

/** Why a run goes on outside of its group: it does what cannot be merged, or is in the way of another member. */
export type Departure = 'alone' | 'later'

/** One run of a member within a group. */
export interface Run {
  readonly member: Member
  /** What came of it. */
  outcome?: { readonly result: unknown } | { readonly cause: unknown } | { readonly left: Departure }
  /** Whether it has changed anything. */
  hasWritten: boolean
  /** Whether it took places of a queue: once, so that the order of two members is the same in all that they do. */
  hasReserved: boolean
  /** The last of its calls: those of one run are made one after another. */
  last: Promise<unknown>
}

/** What a run is to touch. */
export type Touched = readonly [what: string, how: Touch]

type Question = WaitingCall extends infer Call
  ? Call extends unknown
    ? Omit<Call, 'resolve'>
    : never
  : never

/** What a group offers its runs. */
export interface GroupCalls {
  /** Has a call made together with those of others. */
  ask<Answer>(run: Run, touched: readonly Touched[], call: Question): Promise<Answer>
  /** Takes a run out of the group. Always throws. */
  leave(run: Run, departure: Departure): never
}

/** The error of the run that is broken off; nobody sees it but the run. */
export const runAgain = () => new ConflictError('the transaction is run again by itself', { retryable: true })

const over = () =>
  new TelltaleError('the transaction is over; its tables cannot be used any more', {
    code: 'CLOSED',
    status: 503,
  })

const recordOf = ({ name }: SqlTable, owner: unknown, id: unknown) => JSON.stringify([name, owner, id])

/** How the tables of one run reach the database: through its group. */
export function memberAccess(group: GroupCalls, run: Run): Access {
  const leaveAlone = async () => group.leave(run, 'alone')
  const ask = async <Answer>(touched: readonly Touched[], call: Question): Promise<Answer> => {
    const mine = run.last.then(() => {
      if (run.outcome) throw 'left' in run.outcome ? runAgain() : over()
      return group.ask<Answer>(run, touched, call)
    })
    run.last = mine.catch(() => undefined)
    return mine
  }
  const calls: Calls = {
    get: (table, owner, id) =>
      ask([[recordOf(table, owner, id), 'read']], { kind: 'get', table, question: { owner, id } }),
    write: (table, writes) =>
      ask(
        writes.map(({ record }) => [recordOf(table, record.ownerId, record.id), 'write'] as const),
        { kind: 'write', table, question: writes },
      ),
    append: (table, rows) =>
      ask(
        rows.map(({ ownerId, key }) => [recordOf(table, ownerId, key), 'add'] as const),
        { kind: 'append', table, question: rows },
      ),
    reserve: (reservation) => {
      if (run.hasReserved) return leaveAlone()
      run.hasReserved = true
      const queue = JSON.stringify(['counters', reservation.owner, reservation.key])
      return ask([[queue, 'add']], { kind: 'reserve', question: reservation })
    },
    read: (table, owner, keys, work) =>
      ask(
        keys.map((key) => [recordOf(table, owner, key), 'read'] as const),
        { kind: 'read', question: work },
      ),
  }
  return { isInside: true, once: leaveAlone, together: leaveAlone, calls }
}
