import { performance } from 'node:perf_hooks'
import { runQueueWaitMs } from './run-queue-wait.js'

/**
 * The maximum time that a processor takes to leave its deepest sleep, which no process can observe: the exit latency of
 * state C6 of Sapphire Rapids, the longest of a server's processor in Linux's intel_idle.c, which gives worst cases.
 */
const processorWakeMs = 0.29

/** The state of the event loop at one moment. */
export interface LoopSample {
  /** The time on the monotonic clock, in milliseconds. */
  readonly at: number
  /** The total time that the loop has waited for events since the process began, as Node counts it. */
  readonly idleMs: number
  /** The total time of these waits that the process may have spent waking up. */
  readonly wakeDelayMs: number
  /**
   * The maximum time that the loop can have been busy since it last woke up. An event that is handled now cannot have waited
   * longer: Node waits only after it polled for events in vain. Each sample sharpens this bound for all.
   */
  readonly busyMs: number
}

let last: LoopSample = { at: performance.now(), idleMs: 0, wakeDelayMs: 0, busyMs: 0 }
let lastQueueWaitMs = 0

/** Samples this thread's event loop. */
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
  // The wait for a processor is part of the idle time, as Node counts it: a process cannot see itself being woken.
  const wakeMs = Math.min(waitedMs, queued - lastQueueWaitMs + processorWakeMs)
  lastQueueWaitMs = queued
  last = { at, idleMs, wakeDelayMs: last.wakeDelayMs + wakeMs, busyMs: workedMs + wakeMs }
  return last
}
