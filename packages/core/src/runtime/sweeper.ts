import { minuteMs } from '../time/index.js'
import type { RecurringWork, ScheduledWork } from './recurring-work.js'
import type { Runtime } from './runtime.js'

/** The time between two sweeps. */
const sweepEveryMs = 5_000

/** The time that a sweep looks ahead: so that no slot is late when the next sweep takes long. */
const lookAheadMs = 2 * sweepEveryMs

/** The time between two searches for what is due later than its plan says. */
const planAnewEveryMs = 5 * minuteMs

/** The difference from which on a clock has jumped, and is not only adjusted. */
const jumpMs = 1_000

/** The delay of a sweep from which on an event and the log tell of it. */
const standstillMs = 10_000

/** The regular search for what is due. */
export interface Sweeper {
  /** Sweeps at once, and every few seconds from then on. */
  begin(): Promise<void>
  /** Sweeps at once, if it has begun: after records came from elsewhere. */
  sweepNow(): Promise<void>
}

/**
 * The sweeper of a process. Each process that was started takes up what is due soon or overdue, also what another process
 * made, or left when it was killed. It waits by the monotonic clock and plans by the wall clock, so that it notices when
 * that was put back.
 */
class ProcessSweeper implements Sweeper {
  readonly #runtime: Runtime
  readonly #works: readonly ScheduledWork[]
  readonly #recurring: readonly RecurringWork[]
  #hasBegun = false
  #isFailing = false
  #plannedAnewAt = Number.NEGATIVE_INFINITY
  #cancel = () => {}

  constructor(runtime: Runtime, recurring: readonly RecurringWork[], others: readonly ScheduledWork[]) {
    this.#runtime = runtime
    this.#recurring = recurring
    this.#works = [...recurring, ...others]
    runtime.closing.addEventListener('abort', () => this.#cancel(), { once: true })
  }

  async begin(): Promise<void> {
    await this.#sweep()
    this.#hasBegun = true
    this.#cancel()
    this.#plan()
  }

  async sweepNow(): Promise<void> {
    if (this.#hasBegun) await this.#sweep()
  }

  async #sweep(): Promise<void> {
    for (const work of this.#works) await work.sweep(this.#runtime.clock.now() + lookAheadMs)
  }

  #plan(): void {
    const { clock, closing, run } = this.#runtime
    const at = clock.now() + sweepEveryMs
    const wake = async () => {
      await run(() => this.#tick(at)).catch((cause) => this.#noteFailure(cause))
      if (!closing.aborted) this.#plan()
    }
    this.#cancel = clock.wakeAt(at, () => void wake(), { keepAlive: true })
  }

  async #tick(expectedAt: number): Promise<void> {
    const { clock } = this.#runtime
    const wasPutBack = this.#noteJump(clock.now() - expectedAt)
    if (wasPutBack || clock.now() - this.#plannedAnewAt >= planAnewEveryMs) {
      for (const work of this.#recurring) await work.planAnew()
      this.#plannedAnewAt = clock.now()
    }
    await this.#sweep()
    this.#isFailing = false
  }

  /** Tells of a difference between the wall clock and the time that passed. Returns `true` when the clock was put back. */
  #noteJump(byMs: number): boolean {
    const { logger, hub, clock } = this.#runtime
    if (byMs < -jumpMs || byMs > standstillMs) hub.emit('clock:jumped', { byMs, at: clock.now() })
    if (byMs < -jumpMs) logger.warn({ byMs }, 'the clock was put back; what is due is planned anew')
    else if (byMs > standstillMs)
      logger.warn({ byMs }, 'the clock was put forward, or this process stood still')
    return byMs < -jumpMs
  }

  /** Tells of the first failure of several in a row. */
  #noteFailure(cause: unknown): void {
    if (this.#runtime.closing.aborted) return
    this.#plannedAnewAt = Number.NEGATIVE_INFINITY
    if (!this.#isFailing) this.#runtime.report(cause, 'the search for work that is due')
    this.#isFailing = true
  }
}

/** Makes the sweeper of a process, for recurring work and for other work that the scheduler runs. */
export const createSweeper = (
  runtime: Runtime,
  recurring: readonly RecurringWork[],
  others: readonly ScheduledWork[],
): Sweeper => new ProcessSweeper(runtime, recurring, others)
