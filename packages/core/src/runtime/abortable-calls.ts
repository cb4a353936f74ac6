import { setMaxListeners } from 'node:events'
import { z } from 'zod'
import { abortedBy } from '../async/index.js'
import { TelltaleError } from '../errors/index.js'
import { type CallOptions, type OptionsShape, parseOptions, signalOption } from '../options/index.js'

/** The parts of public calls that a host may call off. */
export interface AbortableCalls {
  /**
   * Runs the part of a public call that the host may call off. The signal of `work` fires with the host's and, at the end
   * of the grace, when Telltale closes.
   *
   * @throws `TelltaleError` of code `ABORTED` when the host's signal fires before `work` is done.
   */
  abortable<Result>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>
  /**
   * Runs one public call that takes {@link CallOptions} and no others.
   *
   * @param where - the function that was called, which begins the message of an error.
   */
  call<Result>(
    where: string,
    options: CallOptions,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>
}

const callSchema = z.strictObject({
  signal: signalOption.optional(),
} satisfies OptionsShape<CallOptions>)

/**
 * Makes the functions that run what a host may call off.
 *
 * @param run - runs one public call.
 * @param ending - fires when calls have to end since Telltale closes.
 */
export function abortableCalls(
  run: <Result>(work: () => Promise<Result>) => Promise<Result>,
  ending: AbortSignal,
): AbortableCalls {
  const abortable: AbortableCalls['abortable'] = async (signal, work) => {
    if (!signal) return work(ending)
    if (signal.aborted) throw abortedBy(signal)
    try {
      return await withAnySignal([withoutListeners(signal), ending], work)
    } catch (cause) {
      // What an adapter throws of a signal need not be an error of ours. That of a storage says what is stored.
      const isOfStorage = TelltaleError.is(cause) && cause.code.startsWith('STORAGE_')
      throw signal.aborted && !isOfStorage ? abortedBy(signal) : cause
    }
  }
  return {
    abortable,
    call: (where, options, work) =>
      run(() => abortable(parseOptions(where, callSchema, options).signal, work)),
  }
}

/**
 * Returns a signal that fires with the host's, and takes the listeners in its place: a host may call off a hundred calls
 * by one signal, and Node would warn of a leak. One of another realm, such as that of `jsdom`, is returned as it is.
 */
const withoutListeners = (signal: AbortSignal): AbortSignal =>
  signal instanceof AbortSignal ? AbortSignal.any([signal]) : signal

/**
 * Runs `work` with a signal that fires as soon as one of several does. Unlike one of `AbortSignal.any`, it leaves nothing
 * behind at signals that outlive the work.
 */
async function withAnySignal<Result>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  // Each request of the work listens, and Node would warn of a leak.
  setMaxListeners(0, controller.signal)
  const undos = signals.map((signal) => {
    const onAbort = () => controller.abort(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    return () => signal.removeEventListener('abort', onAbort)
  })
  try {
    return await work(controller.signal)
  } finally {
    for (const undo of undos) undo()
  }
}
