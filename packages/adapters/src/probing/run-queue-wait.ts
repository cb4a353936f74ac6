import { openSync, readSync } from 'node:fs'

const text = Buffer.alloc(64)
/** Stays open, since what it tells changes with each read; absent where there is no such account. */
let account: number | undefined
let isKnown = false

/**
 * Returns how long this thread has stood in line for a processor until now, in milliseconds: the second field of Linux's
 * `schedstat`, in nanoseconds (Documentation/scheduler/sched-stats.rst). Elsewhere nobody counts it, and it is 0.
 */
export function runQueueWaitMs(): number {
  if (!isKnown) open()
  if (account === undefined) return 0
  const length = readSync(account, text, 0, text.length, 0)
  return Number(text.toString('latin1', 0, length).split(' ', 2)[1]) / 1e6
}

function open(): void {
  isKnown = true
  try {
    account = openSync('/proc/thread-self/schedstat', 'r')
  } catch {
    // Another operating system, or one that keeps /proc to itself.
  }
}
