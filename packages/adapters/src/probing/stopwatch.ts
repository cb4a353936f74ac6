import { performance } from 'node:perf_hooks'
import type { CheckPhases, Measurement } from '@telltale/core/ports'

/** A part of a check, by the name of its duration. */
export type Phase = keyof CheckPhases

/**
 * Counts the time of a check by phases, on the monotonic clock: each moment belongs to one phase, so that the phases
 * sum to the whole.
 *
 * Beside it counts how much of that time this process may have added itself: every moment in which the event loop was
 * at work instead of waiting for the network (Node's own account of its idle time), because what arrived then had to
 * wait. What the operating system or other threads held back is not seen.
 */
export class Stopwatch {
  readonly #phases: { [Name in Phase]?: number } = {}
  #phase: Phase
  #at = performance.now()
  #idleMs = performance.nodeTiming.idleTime
  #ownMs = 0
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

  /** Says that the check waits for its turn in this process: should it end so, all of that was the process's own delay. */
  queue(): void {
    this.#count()
    this.#isQueued = true
  }

  /** Says that its turn came: the wait is not part of what was measured. */
  dequeue(): void {
    this.#isQueued = false
    this.#mark()
  }

  /** Returns what was counted until now. */
  read(): Pick<Measurement, 'latencyMs' | 'phases' | 'uncertaintyMs'> {
    this.#count()
    let latencyMs = 0
    for (const name in this.#phases) latencyMs += this.#phases[name as Phase] ?? 0
    return { latencyMs, phases: this.#phases, uncertaintyMs: Math.min(Math.max(this.#ownMs, 0), latencyMs) }
  }

  #count(): void {
    const [before, idleBefore] = [this.#at, this.#idleMs]
    this.#mark()
    const elapsedMs = this.#at - before
    this.#phases[this.#phase] = (this.#phases[this.#phase] ?? 0) + elapsedMs
    this.#ownMs += this.#isQueued ? elapsedMs : elapsedMs - (this.#idleMs - idleBefore)
  }

  #mark(): void {
    this.#at = performance.now()
    this.#idleMs = performance.nodeTiming.idleTime
  }
}
