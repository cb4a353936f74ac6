import type { Tables } from '@telltale/core/ports'
import type { Access } from './access.js'
import { Footprint } from './conflict-tracker.js'
import type { Session } from './driver.js'
import { makeCalls, notIndependent, type WaitingCall } from './merged-calls.js'
import {
  type Departure,
  type GroupCalls,
  type Member,
  memberAccess,
  type Run,
  runAgain,
  type Touched,
} from './participant.js'

/** A group none of whose members has asked for anything for so long waits for something outside of it. */
const stallMs = 25

interface Waiting {
  readonly call: WaitingCall
  readonly reject: (cause: unknown) => void
}

/**
 * Transactions that run at the same time within one of the database. Whenever all of them wait, what they wait for is
 * asked at once, merged into one statement for each table. They touch different things, and so none can tell that the
 * others are there; one that would touch the same leaves the group, or where it has written already, ends it.
 */
class Group implements GroupCalls {
  readonly #session: Session
  readonly #schema: string
  readonly #footprint = new Footprint<Run>()
  readonly #runs: readonly Run[]
  #waiting: Waiting[] = []
  #isAsking = false
  #calls = 0
  #broken: { readonly cause: unknown } | undefined
  #check = () => {}

  constructor(session: Session, schema: string, members: readonly Member[]) {
    this.#session = session
    this.#schema = schema
    this.#runs = members.map((member) => ({
      member,
      hasWritten: false,
      hasReserved: false,
      last: Promise.resolve(),
    }))
  }

  /** Runs all members to their end; rejects when the group cannot be kept together. */
  async play(tablesBy: (access: Access) => Tables): Promise<readonly Run[]> {
    const ended = new Promise<void>((resolve, reject) => {
      this.#check = () => {
        if (this.#broken) reject(this.#broken.cause)
        else if (this.#isIdle() && this.#runs.every(({ outcome }) => outcome)) resolve()
      }
    })
    const stalled = this.#watch()
    for (const run of this.#runs) void this.#start(run, tablesBy(memberAccess(this, run)))
    try {
      await ended
      return this.#runs
    } finally {
      clearInterval(stalled)
    }
  }

  async #start(run: Run, tables: Tables): Promise<void> {
    try {
      const result = await run.member.work(tables)
      run.outcome ??= { result }
    } catch (cause) {
      if (run.hasWritten && !run.outcome) this.#break(cause)
      run.outcome ??= { cause }
    }
    this.#check()
  }

  #isIdle(): boolean {
    return this.#waiting.length === 0 && !this.#isAsking
  }

  #watch(): NodeJS.Timeout {
    let calls = -1
    return setInterval(() => {
      if (this.#isIdle() && calls === this.#calls) this.#break(notIndependent)
      calls = this.#calls
    }, stallMs)
  }

  ask<Answer>(run: Run, touched: readonly Touched[], call: object): Promise<Answer> {
    if (this.#broken) throw runAgain()
    for (const [what, how] of touched) {
      if (!this.#footprint.note(run, what, how)) this.leave(run, 'later')
      run.hasWritten ||= how !== 'read'
    }
    this.#calls++
    return new Promise<Answer>((resolve, reject) => {
      if (this.#isIdle()) setImmediate(() => this.#askAll())
      this.#waiting.push({ call: { ...call, resolve } as WaitingCall, reject })
    })
  }

  leave(run: Run, departure: Departure): never {
    if (run.hasWritten) this.#break(notIndependent)
    run.outcome ??= { left: departure }
    this.#footprint.forget(run)
    this.#check()
    throw runAgain()
  }

  async #askAll(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#isAsking = true
    try {
      await makeCalls(
        this.#session,
        this.#schema,
        waiting.map(({ call }) => call),
      )
    } catch (cause) {
      this.#break(cause)
      for (const { reject } of waiting) reject(runAgain())
    }
    this.#isAsking = false
    if (this.#waiting.length > 0) setImmediate(() => this.#askAll())
    // A member that ends with this answer says so first.
    else setImmediate(() => this.#check())
  }

  #break(cause: unknown): void {
    this.#broken ??= { cause }
    for (const { reject } of this.#waiting.splice(0)) reject(runAgain())
    this.#check()
  }
}

/** Runs transactions as a group within one of the database; gives what came of each. */
export const playGroup = (
  session: Session,
  schema: string,
  members: readonly Member[],
  tablesBy: (access: Access) => Tables,
): Promise<readonly Run[]> => new Group(session, schema, members).play(tablesBy)
