import { dayMs } from '../time/index.js'
import { durationsBetween, type PriceInterval } from './timeline.js'

const volatilityDays = 90

/** Returns the coefficient of variation of the last 90 days in percent, weighted by time, to one decimal. */
export function volatilityPercent(intervals: readonly PriceInterval[], now: number): number | undefined {
  // West's weighted form of Welford's algorithm (Communications of the ACM 22, 1979, pages 532 to 535).
  let [totalMs, mean, squares] = [0, 0, 0]
  for (const [minor, durationMs] of durationsBetween(intervals, now - volatilityDays * dayMs, now)) {
    const deviation = Number(minor) - mean
    totalMs += durationMs
    mean += (deviation * durationMs) / totalMs
    squares += durationMs * deviation * (Number(minor) - mean)
  }
  if (totalMs === 0 || mean === 0) return undefined
  return Math.round((1_000 * Math.sqrt(squares / totalMs)) / mean) / 10
}
