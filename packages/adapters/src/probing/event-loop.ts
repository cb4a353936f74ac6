import { performance } from 'node:perf_hooks'
import { runQueueWaitMs } from './run-queue-wait.js'

/**
 * The longest that a processor takes out of its deepest sleep, which no process can see of itself: the exit latency of
 * state C6 of Sapphire Rapids, the longest of a server's processor in Linux's intel_idle.c, which gives worst cases.
 */
const processorWakeMs = 0.29

/** What the event loop was doing when it was looked at. */
export interface LoopSample {
  /** On the monotonic clock, in milliseconds. */
  readonly at: number
  /** How long the loop has waited for events since the process began: Node's own account. */
  readonly idleMs: number
  /** How much of that the process may have slept on after it was to be woken, altogether. */
  readonly wakeDelayMs: number
  /**
   * The longest that it can have been at work since it was last to be woken. An event that is handled now cannot have
   * lain there longer: Node waits only after it asked for events in vain. Every look sharpens it for all.
   */
  readonly busyMs: number
}

let last: LoopSample = { at: performance.now(), idleMs: 0, wakeDelayMs: 0, busyMs: 0 }
let lastQueueWaitMs = 0

/** Looks at what this thread's event loop is doing. */
export function sampleEventLoop(): LoopSample {
  const at = performance.now()
  const idleMs = performance.nodeTiming.idleTime
  const waitedMs = idleMs - last.idleMs
  const workedMs = Math.max(0, at - last.at - waitedMs)
  if (waitedMs === 0) {
    last = { at, idleMs, wakeDelayMs: last.wakeDelayMs, busyMs: last.busyMs + workedMs }
    return last
  }
  const queued = runQueueWaitMs()
  // The line for a processor is part of the wait, as Node counts it: a process cannot see itself being woken.
  const wakeMs = Math.min(waitedMs, queued - lastQueueWaitMs + processorWakeMs)
  lastQueueWaitMs = queued
  last = { at, idleMs, wakeDelayMs: last.wakeDelayMs + wakeMs, busyMs: workedMs + wakeMs }
  return last
}
