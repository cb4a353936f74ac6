import type { Session } from '../driver.js'
import type { TableRegistry } from '../table-registry.js'
import { ConflictTracker } from './conflict-tracker.js'
import { notIndependentError, type PendingOperation, runMerged } from './merged-operations.js'
import {
  brokenOffError,
  type KeyUse,
  type OperationQueue,
  type OperationRequest,
  type Participant,
  type ParticipantRun,
  participantExecutor,
  type RerunMode,
} from './participant.js'

/** The time without any operation after which a group is broken: a participant waits for something outside of it. */
const stallMs = 25

interface QueuedOperation {
  readonly operation: PendingOperation
  readonly reject: (cause: unknown) => void
}

/**
 * Transactions that run at the same time within one transaction of the database. Whenever all of them wait, their
 * operations run at once, merged into one statement for each table and kind. The participants use different records, so
 * that none can tell that the others are there. One that conflicts leaves the group; where it has written already, the
 * group breaks.
 */
class Group implements OperationQueue {
  readonly #session: Session
  readonly #registry: TableRegistry
  readonly #conflicts = new ConflictTracker<ParticipantRun>()
  readonly #runs: readonly ParticipantRun[]
  #queue: QueuedOperation[] = []
  #isExecuting = false
  #operationCount = 0
  #failure: { readonly cause: unknown } | undefined
  #checkEnd = () => {}

  constructor(session: Session, registry: TableRegistry, participants: readonly Participant[]) {
    this.#session = session
    this.#registry = registry
    this.#runs = participants.map((participant) => ({
      participant,
      hasWritten: false,
      hasReserved: false,
      lastOperation: Promise.resolve(),
    }))
  }

  /** Runs all participants to their end. Rejects when the group is broken. */
  async run(): Promise<readonly ParticipantRun[]> {
    const ended = new Promise<void>((resolve, reject) => {
      this.#checkEnd = () => {
        if (this.#failure) reject(this.#failure.cause)
        else if (this.#isIdle() && this.#runs.every(({ outcome }) => outcome)) resolve()
      }
    })
    const stallTimer = this.#watchForStall()
    for (const run of this.#runs) void this.#start(run)
    try {
      await ended
      return this.#runs
    } finally {
      clearInterval(stallTimer)
    }
  }

  async #start(run: ParticipantRun): Promise<void> {
    try {
      const result = await run.participant.work(this.#registry.tablesOver(participantExecutor(this, run)))
      run.outcome ??= { result }
    } catch (cause) {
      if (run.hasWritten && !run.outcome) this.#break(cause)
      run.outcome ??= { cause }
    }
    this.#checkEnd()
  }

  #isIdle(): boolean {
    return this.#queue.length === 0 && !this.#isExecuting
  }

  #watchForStall(): NodeJS.Timeout {
    let lastCount = -1
    return setInterval(() => {
      if (this.#isIdle() && lastCount === this.#operationCount) this.#break(notIndependentError)
      lastCount = this.#operationCount
    }, stallMs)
  }

  enqueue<Result>(run: ParticipantRun, uses: readonly KeyUse[], request: OperationRequest): Promise<Result> {
    if (this.#failure) throw brokenOffError()
    for (const [key, mode] of uses) {
      if (!this.#conflicts.tryAdd(run, key, mode)) this.leave(run, 'nextGroup')
      run.hasWritten ||= mode !== 'read'
    }
    this.#operationCount++
    return new Promise<Result>((resolve, reject) => {
      if (this.#isIdle()) setImmediate(() => this.#executeQueue())
      this.#queue.push({ operation: { ...request, resolve } as PendingOperation, reject })
    })
  }

  leave(run: ParticipantRun, rerun: RerunMode): never {
    if (run.hasWritten) this.#break(notIndependentError)
    run.outcome ??= { left: rerun }
    this.#conflicts.remove(run)
    this.#checkEnd()
    throw brokenOffError()
  }

  async #executeQueue(): Promise<void> {
    const queue = this.#queue
    this.#queue = []
    this.#isExecuting = true
    try {
      const operations = queue.map(({ operation }) => operation)
      await runMerged(this.#session, this.#registry.schema, operations)
    } catch (cause) {
      this.#break(cause)
      for (const { reject } of queue) reject(brokenOffError())
    }
    this.#isExecuting = false
    if (this.#queue.length > 0) setImmediate(() => this.#executeQueue())
    // A participant that ends after this result sets its outcome first.
    else setImmediate(() => this.#checkEnd())
  }

  #break(cause: unknown): void {
    this.#failure ??= { cause }
    for (const { reject } of this.#queue.splice(0)) reject(brokenOffError())
    this.#checkEnd()
  }
}

/** Runs transactions as a group within one transaction of the database. Returns the ended run of each. */
export const runGroup = (
  session: Session,
  registry: TableRegistry,
  participants: readonly Participant[],
): Promise<readonly ParticipantRun[]> => new Group(session, registry, participants).run()
