import type { CheckPhases, Measurement } from '@telltale/core/ports'
import { type LoopSample, sampleEventLoop } from './event-loop.js'

/** A part of a check, by the name of its duration. */
export type Phase = keyof CheckPhases

/** Node's timers and the event loop's each count whole milliseconds, so that one in time comes up to two late. */
const timerGrainMs = 2

/**
 * Counts the time of a check by phases, on the monotonic clock: each moment that is counted belongs to one phase, so that
 * the phases sum to the whole. It begins paused: what this process does before it sends something is no latency of the
 * target's, and neither is what it does after the last byte came.
 *
 * Beside it counts how much of that time this process may have added itself, at most. In a phase with many events, every
 * moment in which the event loop was at work counts, because something may have arrived then and had to wait. A phase that
 * only waits for one event after something was sent needs less: the work until that was sent (`sent`), and the stretch of
 * work in which the event was come upon. Either way the time counts in which the process was to run and did not yet. Where
 * a timer of the check's own came too late, the process did not run at all, and the whole wait counts.
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

  /** Ends the phase before, and counts what follows as this one, when it is not paused; a phase may come again. */
  enter(phase: Phase): void {
    if (!this.#isPaused) this.#count(sampleEventLoop())
    this.#phase = phase
  }

  /** Says that the check waits for this process: should it end so, all of that was the process's own delay. */
  pause(): void {
    if (!this.#isPaused) this.#count(sampleEventLoop())
    this.#isPaused = true
  }

  /** Says that the check goes on: the pause is not part of what was measured. */
  resume(): void {
    const now = sampleEventLoop()
    this.#isPaused = false
    this.#pausedMs += now.at - this.#last.at
    this.#last = now
  }

  /** Says that all is sent that this phase needs, so that nothing but the other side's event is waited for. */
  markSent(): void {
    this.#sendingMs = sampleEventLoop().at - this.#last.at
  }

  /** Says that there is a timer: a process that still slept after that was suspended, or had no processor. */
  expectTimerIn(ms: number): void {
    this.#timerDueAt = this.#last.at + ms
  }

  /** Says that something came that may have been the last of it: should no more come, the check ended here. */
  markReceived(): void {
    this.#end = sampleEventLoop()
  }

  /** Says that the end came only now, however long nothing was received. */
  clearReceived(): void {
    this.#end = undefined
  }

  /**
   * Returns what was counted until now, or until the last that was received; or everything, when time ran out, which
   * it does in pauses too.
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
