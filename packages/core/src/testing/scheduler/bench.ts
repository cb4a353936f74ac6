import type { Job, JobRun, Scheduler } from '../../ports/index.js'
import type { TestClock } from '../test-clock.js'

/** A run that ends when the case says so. */
interface HeldRun extends JobRun {
  readonly end: () => void
}

/** What each case works with. */
export interface Bench {
  readonly clock: TestClock
  readonly scheduler: Scheduler
  /** The time at which the case began. */
  readonly start: number
  /** Every run that has begun. */
  readonly runs: HeldRun[]
  /** What was given to `onFailure`. */
  readonly failures: { readonly error: unknown; readonly job: Job }[]
  /** Begins to work; by default each run ends at once. */
  work(handler?: (run: HeldRun) => Promise<void> | void): Promise<void>
  /** Begins to work; each run goes on until it is ended. */
  workHeld(): Promise<void>
  /** The runs so far, as `id@seconds since the start`. */
  begun(): string[]
}

export const secondMs = 1_000
export const hourMs = 3_600 * secondMs

/** A job, made short. */
export const job = (id: string, slotAt: number, data: unknown = null): Job => ({ id, slotAt, data })

/** Sets the bench for one case. */
export function makeBench(clock: TestClock, scheduler: Scheduler): Bench {
  const start = clock.now()
  const runs: HeldRun[] = []
  const failures: Bench['failures'] = []
  const work = (handle: (run: HeldRun, held: Promise<void>) => Promise<void> | void) =>
    scheduler.work(
      async (run) => {
        let end = () => {}
        const held = new Promise<void>((resolve) => {
          end = resolve
        })
        const heldRun = { ...run, end }
        runs.push(heldRun)
        await handle(heldRun, held)
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
    workHeld: () => work((_, held) => held),
    begun: () => runs.map(({ id, slotAt }) => `${id}@${(slotAt - start) / secondMs}`),
  }
}

/** Rejects when the scheduler breaks the promise. */
export type Proof = (bench: Bench) => Promise<void>
