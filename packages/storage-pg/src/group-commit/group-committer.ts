import { AsyncResource } from 'node:async_hooks'
import type { Tables } from '@telltale/core/ports'
import { settledWithin } from '../call-tracker.js'
import { isLostConnection, isReadOnly, toStorageError } from '../failures.js'
import type { Participant, ParticipantRun } from './participant.js'

/** The largest number of transactions that are committed together. */
const maxParticipants = 500

/** The longest time that pending transactions wait for one that runs alone. */
const maxAloneWaitMs = 50

/** The two ways in which transactions run. */
export interface TransactionRunners {
  /** Runs transactions together. Rejects, with everything undone, when they cannot be run together. */
  runGroup(participants: readonly Participant[]): Promise<readonly ParticipantRun[]>
  /** Runs one transaction by itself. */
  runAlone(work: Participant['work']): Promise<unknown>
}

/**
 * Commits transactions in groups. One that comes while none is under way runs at once and alone. Those that come
 * meanwhile wait for its end, for 50 ms at most, and then run together.
 */
class GroupCommitter {
  readonly #runners: TransactionRunners
  readonly #pending: Participant[] = []
  #isRunning = false

  constructor(runners: TransactionRunners) {
    this.#runners = runners
  }

  add(participant: Participant): void {
    this.#pending.push(participant)
    if (this.#isRunning) return
    this.#isRunning = true
    // Waits for the end of this turn, in which more may come.
    setImmediate(() => void this.#runPending())
  }

  async #runPending(): Promise<void> {
    while (this.#pending.length > 0) await this.#runTogether(this.#pending.splice(0, maxParticipants))
    this.#isRunning = false
  }

  async #runTogether(participants: readonly Participant[]): Promise<void> {
    const [first] = participants
    if (participants.length === 1 && first) return settledWithin(this.#runAlone(first), maxAloneWaitMs)
    try {
      for (const run of await this.#runners.runGroup(participants)) this.#settle(run)
    } catch (cause) {
      if (isLostConnection(cause) || isReadOnly(cause)) {
        // Whoever runs next would wait in vain as well, one after another.
        const failure = toStorageError(cause)
        for (const { reject } of participants) reject(failure)
        return
      }
      // Halving finds the one that broke the group, while the others still run together.
      const half = Math.ceil(participants.length / 2)
      await this.#runTogether(participants.slice(0, half))
      await this.#runTogether(participants.slice(half))
    }
  }

  #runAlone({ work, resolve, reject }: Participant): Promise<void> {
    return this.#runners.runAlone(work).then(resolve, reject)
  }

  #settle({ participant, outcome }: ParticipantRun): void {
    if (!outcome || ('left' in outcome && outcome.left === 'alone')) void this.#runAlone(participant)
    else if ('left' in outcome) this.#pending.push(participant)
    else if ('result' in outcome) participant.resolve(outcome.result)
    else participant.reject(outcome.cause)
  }
}

/** Returns the function that runs a transaction, in a group with others that come at the same time. */
export function groupCommitter(runners: TransactionRunners) {
  const committer = new GroupCommitter(runners)
  return <Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      // The group calls `work`, which must find its caller's async context.
      const bound = AsyncResource.bind(work)
      committer.add({
        work: async (tables) => bound(tables),
        resolve: resolve as Participant['resolve'],
        reject,
      })
    })
}
