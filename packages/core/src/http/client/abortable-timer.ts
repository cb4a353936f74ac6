import type { Clock } from '../../ports/index.js'
import type { TimeLimit } from './time-limit.js'

/** A timer that also ends when its call is aborted. */
export interface AbortableTimer {
  /** The event that ended the timer. Never settles after `cancel`. */
  readonly ended: Promise<'elapsed' | 'aborted'>
  cancel(): void
}

/** Starts a timer that ends when the clock reaches `at` or the call is aborted. */
export function startTimer(clock: Clock, at: number, time: TimeLimit): AbortableTimer {
  if (time.isAborted) return { ended: Promise.resolve('aborted'), cancel: () => {} }
  let cancel = () => {}
  const ended = new Promise<'elapsed' | 'aborted'>((resolve) => {
    const end = (event: 'elapsed' | 'aborted') => {
      cancel()
      resolve(event)
    }
    const cancelWake = clock.wakeAt(at, () => end('elapsed'), { keepAlive: true })
    const removeListener = time.onAbort(() => end('aborted'))
    cancel = () => {
      cancelWake()
      removeListener()
    }
  })
  return { ended, cancel }
}
