import { custom, type OptionCheck } from './check.js'

/** Options of a call that can be called off. */
export interface CallOptions {
  /**
   * Calls it off: it rejects with an error of code `ABORTED` whose `cause` is the signal's reason, its requests end, and
   * nothing of it is stored. A call that ends before the signal fires is done. @default none
   */
  readonly signal?: AbortSignal
}

/** Checks a signal, also one of another realm, such as that of a test's `jsdom`. */
export const signalCheck: OptionCheck<AbortSignal> = custom(isSignal, 'an AbortSignal')

function isSignal(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { aborted, addEventListener } = value as Partial<AbortSignal>
  return typeof aborted === 'boolean' && typeof addEventListener === 'function'
}
