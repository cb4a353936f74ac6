import type { Clock } from '../../ports/index.js'
import type { TimeLimit } from './time-limit.js'

/** A wait that the end of its call ends too. */
export interface Alarm {
  /** What ended the wait; never settles once it was cancelled. */
  readonly rang: Promise<'time' | 'aborted'>
  cancel(): void
}

/** Waits until the clock says `at`, or the call is aborted. */
export function setAlarm(clock: Clock, at: number, time: TimeLimit): Alarm {
  if (time.isAborted) return { rang: Promise.resolve('aborted'), cancel: () => {} }
  let cancel = () => {}
  const rang = new Promise<'time' | 'aborted'>((resolve) => {
    const ring = (what: 'time' | 'aborted') => {
      cancel()
      resolve(what)
    }
    const stop = clock.wakeAt(at, () => ring('time'), { keepAlive: true })
    const forget = time.onAbort(() => ring('aborted'))
    cancel = () => {
      stop()
      forget()
    }
  })
  return { rang, cancel }
}
