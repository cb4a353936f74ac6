import { readFileSync } from 'node:fs'

/** The interval at which the event loop is looked at. */
const tickMs = 10

/** The time that the main thread was ready and had no processor: the second field of /proc/self/schedstat. */
function queuedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

/**
 * Watches for blocks of the event loop. The time that others had the processor does not count, so that a busy machine does
 * not look like a blocked loop. Returns a function that takes the longest block since its last call.
 */
export function watchLoop(): () => number {
  let longestMs = 0
  let last = { at: performance.now(), queued: queuedMs() }
  const look = () => {
    const now = { at: performance.now(), queued: queuedMs() }
    longestMs = Math.max(longestMs, now.at - last.at - (now.queued - last.queued) - tickMs)
    last = now
  }
  setInterval(look, tickMs)
  return () => {
    look()
    const took = longestMs
    longestMs = 0
    return Math.max(0, took)
  }
}
