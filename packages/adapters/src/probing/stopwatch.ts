import type { CheckPhases, Measurement } from '@telltale/core/ports'
import { type LoopSample, sampleEventLoop } from './event-loop.js'

/** A phase of a check, by the name of its duration. */
export type Phase = keyof CheckPhases

/** The maximum delay of a punctual timer: timers and the event loop each count whole milliseconds. */
const timerGrainMs = 2

/**
 * Counts the time of a check by phases, on the monotonic clock. Each moment that is counted belongs to one phase, so that
 * the phases sum to the whole. It begins paused: the work of this process before it sends something, and after the last
 * byte arrived, is no latency of the target.
 *
 * It also counts how much of that time this process may have added itself, at most. In a phase with many events, all time in
 * which the event loop was busy counts, because something may have arrived then and had to wait. A phase that only waits
 * for one event after something was sent (`markSent`) needs less: the work until that was sent, and the busy time in which
 * the event was found. In both cases the time counts in which the process was runnable and did not run. Where a timer of
 * the check's own fired too late, the process did not run at all, and the whole wait counts.
 */
export class Stopwatch {
  readonly #phases: { [Name in Phase]?: number } = {}
  #phase: Phase
  #last = sampleEventLoop()
  #ownMs = 0
  #sendingMs: number | undefined
  #isPaused = true
  #pausedMs = 0
  #end: LoopSample | undefined
  #timerDueAt = Number.POSITIVE_INFINITY

  constructor(phase: Phase) {
    this.#phase = phase
  }

  /** The phase that is counted now. */
  get phase(): Phase {
    return this.#phase
  }

  /** Ends the current phase, and counts what follows as this one unless paused. A phase may recur. */
  enter(phase: Phase): void {
    if (!this.#isPaused) this.#count(sampleEventLoop())
    this.#phase = phase
  }

  /** Pauses: the check waits for this process. Should it end so, the pause was the process's own delay. */
  pause(): void {
    if (!this.#isPaused) this.#count(sampleEventLoop())
    this.#isPaused = true
  }

  /** Resumes: the pause is not part of the measurement. */
  resume(): void {
    const now = sampleEventLoop()
    this.#isPaused = false
    this.#pausedMs += now.at - this.#last.at
    this.#last = now
  }

  /** Marks that all data of this phase is sent, so that only the other side's event is awaited. */
  markSent(): void {
    this.#sendingMs = sampleEventLoop().at - this.#last.at
  }

  /** Announces a timer: a process that still slept after it was due was suspended, or had no processor. */
  expectTimerIn(ms: number): void {
    this.#timerDueAt = this.#last.at + ms
  }

  /** Marks the arrival of data that may be the last: without more, the check ended here. */
  markReceived(): void {
    this.#end = sampleEventLoop()
  }

  /** Marks that the end came only now, however long nothing was received. */
  clearReceived(): void {
    this.#end = undefined
  }

  /**
   * Returns the durations until now, or until the last data was received. `withPauses` counts everything, for a check that ran
   * out of time, which it does in pauses too.
   */
  read({
    untilReceived = false,
    withPauses = false,
  } = {}): Pick<Measurement, 'latencyMs' | 'phases' | 'uncertaintyMs'> {
    this.#count((untilReceived && this.#end) || sampleEventLoop())
    if (withPauses) {
      this.#phases[this.#phase] = (this.#phases[this.#phase] ?? 0) + this.#pausedMs
      this.#ownMs += this.#pausedMs
    }
    let latencyMs = 0
    for (const name in this.#phases) latencyMs += this.#phases[name as Phase] ?? 0
    return { latencyMs, phases: this.#phases, uncertaintyMs: Math.min(this.#ownMs, latencyMs) }
  }

  #count(now: LoopSample): void {
    const { at, idleMs, wakeDelayMs } = this.#last
    const elapsedMs = Math.max(0, now.at - at)
    this.#phases[this.#phase] = (this.#phases[this.#phase] ?? 0) + elapsedMs
    const workedMs = elapsedMs - (now.idleMs - idleMs) + (now.wakeDelayMs - wakeDelayMs)
    const neededMs = this.#sendingMs === undefined ? workedMs : this.#sendingMs + now.busyMs
    const overslept = now.at - now.busyMs > this.#timerDueAt + timerGrainMs
    const isOwn = this.#isPaused || overslept
    this.#ownMs += isOwn ? elapsedMs : Math.max(0, Math.min(elapsedMs, workedMs, neededMs))
    this.#sendingMs = undefined
    this.#last = now
  }
}
