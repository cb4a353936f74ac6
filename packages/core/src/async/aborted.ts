import { TelltaleError } from '../errors/index.js'

/** Makes the error of a call that its signal has called off: code `ABORTED`, caused by the signal's reason. */
export const abortedBy = ({ reason }: AbortSignal): TelltaleError =>
  new TelltaleError('the call was called off by its signal', {
    code: 'ABORTED',
    status: 503,
    cause: reason,
  })

/**
 * Settles as `promise` does, or rejects when the signal fires first. What the promise stands for may go on then.
 *
 * @throws `TelltaleError` of code `ABORTED`
 */
export async function untilSignal<Result>(signal: AbortSignal, promise: Promise<Result>): Promise<Result> {
  let onAbort = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(abortedBy(signal))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
