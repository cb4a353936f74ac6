import { performance } from 'node:perf_hooks'

/** Waits shorter than this may be polls that did not wait at all, each of which costs some microseconds. */
const realWaitMs = 0.05

let at = performance.now()
let idleMs = performance.nodeTiming.idleTime
let stretchMs = 0

/** What the event loop was doing when it was looked at. */
export interface LoopMoment {
  /** On the monotonic clock, in milliseconds. */
  readonly at: number
  /** How long the loop has waited for events since the process began: Node's own account. */
  readonly idleMs: number
  /**
   * The longest that it can have been at work since it last waited. An event that is handled now cannot have lain there
   * longer: a loop that waits wakes up for it. Every look sharpens it for all.
   */
  readonly stretchMs: number
}

/** Looks at what this thread's event loop is doing. */
export function lookAtLoop(): LoopMoment {
  const now = performance.now()
  const idle = performance.nodeTiming.idleTime
  const waitedMs = idle - idleMs
  const workedMs = Math.max(0, now - at - waitedMs)
  stretchMs = waitedMs < realWaitMs ? stretchMs + workedMs : workedMs
  at = now
  idleMs = idle
  return { at, idleMs, stretchMs }
}
