import * as check from '../../options/check.js'
import { type CallOptions, signalCheck } from '../../options/signal-check.js'

/** Options of a market that is made, or loaded, in the background. */
export interface BackgroundOptions extends CallOptions {
  /**
   * A function that is told the share of the work that is done, from 0 to 1. It rises from call to call, and 1 comes last.
   * @default none
   */
  readonly onProgress?: (share: number) => void
}

/** The check of {@link BackgroundOptions}. */
export const backgroundCheck = check.strictObject({
  signal: check.optional(signalCheck),
  onProgress: check.optional(
    check.custom<(share: number) => void>((value) => typeof value === 'function', 'a function'),
  ),
} satisfies check.CheckShape<BackgroundOptions>)
