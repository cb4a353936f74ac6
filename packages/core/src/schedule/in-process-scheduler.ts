import { z } from 'zod'
import { TelltaleError, ValidationError } from '../errors/index.js'
import { durationOption, type OptionsShape, parseOptions } from '../options/index.js'
import type { Job, Scheduler } from '../ports/index.js'
import { type Clock, type Duration, systemClock } from '../time/index.js'
import type { Place } from './place.js'
import { Places } from './places.js'
import { type TakenJob, WaitingJobs } from './waiting-jobs.js'

/** Options of {@link inProcessScheduler}. */
export interface InProcessSchedulerOptions {
  /** The source of time. @default the machine's clock */
  readonly clock?: Clock
  /**
   * The number of places: of jobs that may run at the same time. Kinds and owners share them fairly: one kind, or one owner
   * within it, leaves about a tenth of them to others. @default 50
   */
  readonly concurrency?: number
  /** The time that running jobs have on closing before their `signal` fires. @default '8s', so that closing takes ten seconds at most */
  readonly grace?: Duration
}

const isClock = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'now' in value && 'wakeAt' in value

const optionsSchema = z.strictObject({
  clock: z.custom<Clock>(isClock, 'expected a clock with now() and wakeAt()').default(systemClock),
  concurrency: z.int().min(1).max(10_000).default(50),
  grace: durationOption().prefault('8s'),
} satisfies OptionsShape<InProcessSchedulerOptions>)

/** The pauses after the first and the second failure of a job. After the third the job is dropped. */
const retryDelaysMs = [1_000, 5_000]

/**
 * Makes a scheduler that keeps its jobs in this process's memory and loses them with the process, so the caller must be
 * able to enqueue them again. A job that fails is retried 1 s and then 5 s later. Meanwhile later slots of its id wait, and
 * `remove` cancels the retry. Waiting jobs keep the process alive.
 *
 * @throws {@link ValidationError} when an option is not what it should be.
 * @example
 * ```ts
 * const scheduler = inProcessScheduler({ concurrency: 10 })
 * await scheduler.work(async ({ id, slotAt }) => console.log(id, slotAt), console.error)
 * await scheduler.enqueue({ id: 'tea', slotAt: Date.now() + 180_000, data: null })
 * ```
 */
export function inProcessScheduler(options: InProcessSchedulerOptions = {}): Scheduler {
  const { clock, concurrency, grace } = parseOptions('inProcessScheduler', optionsSchema, options)
  return new InProcessScheduler(clock, concurrency, grace)
}

type Handler = Parameters<Scheduler['work']>[0]
type OnFailure = Parameters<Scheduler['work']>[1]

class InProcessScheduler implements Scheduler {
  readonly #clock: Clock
  readonly #graceMs: number
  readonly #jobs: WaitingJobs
  readonly #running = new Set<AbortController>()
  #worker: { readonly handler: Handler; readonly onFailure: OnFailure } | undefined
  #timer: { readonly at: number; readonly isDue: boolean; readonly cancel: () => void } | undefined
  #closed: Promise<void> | undefined
  #onIdle = () => {}

  constructor(clock: Clock, concurrency: number, graceMs: number) {
    this.#clock = clock
    this.#graceMs = graceMs
    this.#jobs = new WaitingJobs(new Places(concurrency), (taken, place) => void this.#run(taken, place))
  }

  async enqueue(job: Job): Promise<void> {
    this.#refuseWhenClosed()
    if (!Number.isFinite(job.slotAt))
      throw new ValidationError('enqueue', [
        { path: 'slotAt', message: `expected epoch milliseconds, got ${job.slotAt}` },
      ])
    this.#jobs.add(job)
    this.#setTimer()
  }

  async remove(id: string): Promise<void> {
    this.#jobs.remove(id)
    this.#setTimer()
  }

  async work(handler: Handler, onFailure: OnFailure): Promise<void> {
    this.#refuseWhenClosed()
    if (this.#worker)
      throw new ValidationError('work', [
        { path: '', message: 'a scheduler has one handler; make another one' },
      ])
    this.#worker = { handler, onFailure }
    this.#setTimer()
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  #refuseWhenClosed(): void {
    if (this.#closed)
      throw new TelltaleError('the scheduler is closed; make another one', { code: 'CLOSED', status: 503 })
  }

  /** Keeps one timer, for the earliest job that is to come; none while there is no handler. */
  #setTimer(): void {
    const at = this.#worker !== undefined && !this.#closed ? this.#jobs.nextDueAt : undefined
    const now = this.#clock.now()
    // The clock was put forward, and the timer waits as long as before: what is due meanwhile must not wait for it. One
    // that was due when it was set comes by itself, and would never come if it were set again and again.
    const isLeftBehind = this.#timer !== undefined && !this.#timer.isDue && this.#timer.at < now
    if (at === this.#timer?.at && !isLeftBehind) return
    this.#timer?.cancel()
    this.#timer =
      at === undefined
        ? undefined
        : {
            at,
            isDue: at <= now,
            cancel: this.#clock.wakeAt(at, () => this.#startDue(), { keepAlive: true }),
          }
  }

  #startDue(): void {
    this.#timer = undefined
    this.#jobs.lineUpDue(this.#clock.now())
    this.#setTimer()
  }

  async #run(taken: TakenJob, place: Place): Promise<void> {
    const controller = new AbortController()
    this.#running.add(controller)
    try {
      const run = { ...taken.job, attempt: taken.attempt, signal: controller.signal }
      await place.run(async () => this.#worker?.handler(run))
      this.#jobs.done(taken)
    } catch (error) {
      this.#fail(taken, error)
    }
    this.#running.delete(controller)
    place.release()
    this.#setTimer()
    if (this.#running.size === 0) this.#onIdle()
  }

  #fail(taken: TakenJob, error: unknown): void {
    const delayMs = retryDelaysMs[taken.attempt - 1]
    if (delayMs !== undefined && !taken.isRemoved) {
      this.#jobs.retry(taken, this.#clock.now() + delayMs)
      return
    }
    this.#jobs.done(taken)
    if (taken.isRemoved) return
    try {
      this.#worker?.onFailure(error, taken.job)
    } catch {
      // The failure handler failed as well. Nobody is left to tell, and the other jobs go on.
    }
  }

  async #end(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#jobs.clearLine()
    if (this.#running.size === 0) return
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve
    })
    const abort = () => {
      const reason = new TelltaleError('the scheduler was closed', { code: 'ABORTED', status: 503 })
      for (const controller of this.#running) controller.abort(reason)
    }
    const cancel = this.#clock.wakeAt(this.#clock.now() + this.#graceMs, abort, { keepAlive: true })
    await idle
    cancel()
  }
}
