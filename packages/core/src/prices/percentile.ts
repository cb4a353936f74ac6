import { dayMs } from '../time/index.js'
import { durationsBetween, type PriceInterval } from './timeline.js'

const yearDays = 365

/** Returns the share, from 0 to 1, of the known time of the last 365 days at which the price was lower; and that time. */
export function shareBelow(
  minor: bigint,
  intervals: readonly PriceInterval[],
  now: number,
): { readonly share: number; readonly knownMs: number } {
  let [lowerMs, knownMs] = [0, 0]
  for (const [other, durationMs] of durationsBetween(intervals, now - yearDays * dayMs, now)) {
    knownMs += durationMs
    if (other < minor) lowerMs += durationMs
  }
  return { share: knownMs > 0 ? lowerMs / knownMs : 0, knownMs }
}

/** Returns the percentile of a price over the known time of the last 365 days, to one decimal. */
export function percentileOf(
  minor: bigint,
  intervals: readonly PriceInterval[],
  now: number,
): number | undefined {
  const { share, knownMs } = shareBelow(minor, intervals, now)
  return knownMs > 0 ? Math.round(1_000 * share) / 10 : undefined
}
