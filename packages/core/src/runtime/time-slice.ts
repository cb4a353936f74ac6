import { setImmediate as nextTurn } from 'node:timers/promises'

/** The time for which a long loop has the thread to itself. */
const sliceMs = 10

/**
 * Makes the pause of a long loop. It resolves at once until the loop has had the thread for 10 ms; then it lets everything
 * that waits go first. Awaiting a storage in memory lets nobody go first.
 *
 * @example
 * ```ts
 * const pause = timeSlices()
 * for (const item of items) {
 *   await work(item)
 *   await pause()
 * }
 * ```
 */
export function timeSlices(): () => Promise<void> {
  let begin = performance.now()
  return async () => {
    if (performance.now() - begin < sliceMs) return
    await nextTurn()
    begin = performance.now()
  }
}
