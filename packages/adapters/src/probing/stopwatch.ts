import type { CheckPhases, Measurement } from '@telltale/core/ports'
import { lookAtLoop } from './event-loop.js'

/** A part of a check, by the name of its duration. */
export type Phase = keyof CheckPhases

/**
 * Counts the time of a check by phases, on the monotonic clock: each moment belongs to one phase, so that the phases
 * sum to the whole.
 *
 * Beside it counts how much of that time this process may have added itself. In a phase with many events, every moment
 * in which the event loop was at work counts, because something may have arrived then and had to wait. A phase that
 * only waits for one event after something was sent needs less: the work until that was sent (`sent`), and the
 * stretch of work in which the event was come upon. What the operating system or other threads held back is not seen.
 */
export class Stopwatch {
  readonly #phases: { [Name in Phase]?: number } = {}
  #phase: Phase
  #last = lookAtLoop()
  #ownMs = 0
  #sendingMs: number | undefined
  #isQueued = false

  constructor(phase: Phase) {
    this.#phase = phase
  }

  /** The phase that is counted now. */
  get phase(): Phase {
    return this.#phase
  }

  /** Ends the phase before, and counts what follows as this one; a phase may come again. */
  enter(phase: Phase): void {
    this.#count()
    this.#phase = phase
  }

  /** Says that all is sent that this phase needs, so that nothing but the other side's event is waited for. */
  sent(): void {
    this.#sendingMs = lookAtLoop().at - this.#last.at
  }

  /** Says that the check waits for its turn in this process: should it end so, all of that was the process's own delay. */
  queue(): void {
    this.#count()
    this.#isQueued = true
  }

  /** Says that its turn came: the wait is not part of what was measured. */
  dequeue(): void {
    this.#isQueued = false
    this.#last = lookAtLoop()
  }

  /** Returns what was counted until now. */
  read(): Pick<Measurement, 'latencyMs' | 'phases' | 'uncertaintyMs'> {
    this.#count()
    let latencyMs = 0
    for (const name in this.#phases) latencyMs += this.#phases[name as Phase] ?? 0
    return { latencyMs, phases: this.#phases, uncertaintyMs: Math.min(this.#ownMs, latencyMs) }
  }

  #count(): void {
    const { at, idleMs } = this.#last
    const now = lookAtLoop()
    const elapsedMs = now.at - at
    this.#phases[this.#phase] = (this.#phases[this.#phase] ?? 0) + elapsedMs
    const workedMs = Math.max(0, elapsedMs - (now.idleMs - idleMs))
    const neededMs = this.#sendingMs === undefined ? workedMs : this.#sendingMs + now.stretchMs
    this.#ownMs += this.#isQueued ? elapsedMs : Math.min(workedMs, neededMs)
    this.#sendingMs = undefined
    this.#last = now
  }
}
