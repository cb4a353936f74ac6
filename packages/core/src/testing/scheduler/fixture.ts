import type { Job, JobRun, Scheduler } from '../../ports/index.js'
import type { TestClock } from '../test-clock.js'

/** A run that the case ends. */
interface ManualRun extends JobRun {
  readonly end: () => void
}

/** The fixture of a case. */
export interface Fixture {
  /** The clock that the scheduler uses. */
  readonly clock: TestClock
  /** The scheduler under test. */
  readonly scheduler: Scheduler
  /** The time at the start of the case. */
  readonly start: number
  /** The runs that have started. */
  readonly runs: ManualRun[]
  /** The calls of `onFailure`. */
  readonly failures: { readonly error: unknown; readonly job: Job }[]
  /** Starts the scheduler. By default each run ends at once. */
  work(handler?: (run: ManualRun) => Promise<void> | void): Promise<void>
  /** Starts the scheduler. Each run goes on until the case ends it. */
  workManually(): Promise<void>
  /** Returns the runs so far, as `id@seconds since the start`. */
  begun(): string[]
}

export const secondMs = 1_000
export const hourMs = 3_600 * secondMs

/** Makes a job. */
export const job = (id: string, slotAt: number, data: unknown = null): Job => ({ id, slotAt, data })

/** Makes the fixture of one case. */
export function makeFixture(clock: TestClock, scheduler: Scheduler): Fixture {
  const start = clock.now()
  const runs: ManualRun[] = []
  const failures: Fixture['failures'] = []
  const work = (handle: (run: ManualRun, ended: Promise<void>) => Promise<void> | void) =>
    scheduler.work(
      async (run) => {
        let end = () => {}
        const ended = new Promise<void>((resolve) => {
          end = resolve
        })
        const manualRun = { ...run, end }
        runs.push(manualRun)
        await handle(manualRun, ended)
      },
      (error, failed) => failures.push({ error, job: failed }),
    )
  return {
    clock,
    scheduler,
    start,
    runs,
    failures,
    work: (handler = () => {}) => work(handler),
    workManually: () => work((_, ended) => ended),
    begun: () => runs.map(({ id, slotAt }) => `${id}@${(slotAt - start) / secondMs}`),
  }
}

/** A function that rejects when the scheduler breaks the promise of a case. */
export type Proof = (fixture: Fixture) => Promise<void>
