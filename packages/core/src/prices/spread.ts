import { dayMs } from '../time/index.js'
import type { PriceInterval } from './timeline.js'

const yearDays = 365
const volatilityDays = 90

/** How long each price held between two times, as far as it is known. */
function* heldBetween(
  intervals: readonly PriceInterval[],
  from: number,
  to: number,
): Generator<readonly [bigint, number]> {
  for (let index = intervals.length - 1; index >= 0; index--) {
    const interval = intervals[index] as PriceInterval
    if (interval.to <= from) return
    const ms = Math.min(interval.to, to) - Math.max(interval.from, from)
    if (ms > 0) yield [interval.minor, ms]
  }
}

/** The part of the known time of the last 365 days, from 0 to 1, at which the price was lower than this one; and that time. */
export function shareBelow(
  minor: bigint,
  intervals: readonly PriceInterval[],
  now: number,
): { readonly share: number; readonly knownMs: number } {
  let [lowerMs, knownMs] = [0, 0]
  for (const [other, ms] of heldBetween(intervals, now - yearDays * dayMs, now)) {
    knownMs += ms
    if (other < minor) lowerMs += ms
  }
  return { share: knownMs > 0 ? lowerMs / knownMs : 0, knownMs }
}

/** In how many percent of the known time of the last 365 days the price was lower than this one, to a tenth. */
export function percentileOf(
  minor: bigint,
  intervals: readonly PriceInterval[],
  now: number,
): number | undefined {
  const { share, knownMs } = shareBelow(minor, intervals, now)
  return knownMs > 0 ? Math.round(1_000 * share) / 10 : undefined
}

/** The coefficient of variation of the last 90 days in percent, each price weighted by how long it held, to a tenth. */
export function volatilityPercent(intervals: readonly PriceInterval[], now: number): number | undefined {
  // West's weighted form of Welford's algorithm (Communications of the ACM 22, 1979, pages 532 to 535).
  let [allMs, mean, squares] = [0, 0, 0]
  for (const [minor, ms] of heldBetween(intervals, now - volatilityDays * dayMs, now)) {
    const off = Number(minor) - mean
    allMs += ms
    mean += (off * ms) / allMs
    squares += ms * off * (Number(minor) - mean)
  }
  if (allMs === 0 || mean === 0) return undefined
  return Math.round((1_000 * Math.sqrt(squares / allMs)) / mean) / 10
}
