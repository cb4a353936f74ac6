import { openSync, readSync } from 'node:fs'

const buffer = Buffer.alloc(64)
/** The open file of the counter, which changes with each read; absent where the system has none. */
let file: number | undefined
let isOpened = false

/**
 * Returns the total time that this thread has waited on a run queue for a processor, in milliseconds: the second field of
 * Linux's `schedstat`, in nanoseconds (Documentation/scheduler/sched-stats.rst). 0 on other systems, which do not count it.
 */
export function runQueueWaitMs(): number {
  if (!isOpened) open()
  if (file === undefined) return 0
  const length = readSync(file, buffer, 0, buffer.length, 0)
  return Number(buffer.toString('latin1', 0, length).split(' ', 2)[1]) / 1e6
}

function open(): void {
  isOpened = true
  try {
    file = openSync('/proc/thread-self/schedstat', 'r')
  } catch {
    // Another operating system, or one without access to /proc.
  }
}
