import { TelltaleError, TimeoutError } from '../errors/index.js'

/** When work must end. */
export interface Deadline {
  /** What is being done, such as `the request to shop.example`, which begins the message. */
  readonly what: string
  readonly timeoutMs: number
  /** Ends the work at once. */
  readonly signal: AbortSignal | undefined
}

/** The longest that a timer of Node can be set for. */
const longestTimerMs = 2 ** 31 - 1

/**
 * Runs work that ends when its time is over or the signal fires, even if the work itself does not heed the signal that
 * it is handed. By the machine's timers and not by a clock: sockets do not wait for a clock that a test holds.
 *
 * @throws `TimeoutError` when the time is over; `TelltaleError` of code `ABORTED` when `signal` fires.
 */
export async function withDeadline<Result>(
  { what, timeoutMs, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const aborted = () =>
    new TelltaleError(`${what} was aborted`, { code: 'ABORTED', status: 503, cause: signal?.reason })
  if (signal?.aborted) throw aborted()
  const controller = new AbortController()
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  })
  const onAbort = () => controller.abort(aborted())
  const onTimeout = () => controller.abort(new TimeoutError(`${what} took longer than ${timeoutMs} ms`))
  const timer = setTimeout(onTimeout, Math.min(timeoutMs, longestTimerMs))
  signal?.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work(controller.signal), ended])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
