import type { Clock } from '../ports/index.js'

/** A wait that a signal may end. */
export interface Alarm {
  /** What ended the wait; never settles once it was cancelled. */
  readonly rang: Promise<'time' | 'aborted'>
  cancel(): void
}

/** Waits until the clock says `at`, or the signal fires. */
export function setAlarm(clock: Clock, at: number, signal: AbortSignal | undefined): Alarm {
  let cancel = () => {}
  const rang = new Promise<'time' | 'aborted'>((resolve) => {
    const ring = (what: 'time' | 'aborted') => {
      cancel()
      resolve(what)
    }
    const onAbort = () => ring('aborted')
    const stop = clock.wakeAt(at, () => ring('time'), { keepAlive: true })
    cancel = () => {
      stop()
      signal?.removeEventListener('abort', onAbort)
    }
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort)
  })
  return { rang, cancel: () => cancel() }
}
