import { expectAbove0 } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/**
 * Returns what a user who came at each slot would have waited, in milliseconds: the latency counted from the slot,
 * and for each slot that was missed while a check held the line, the time from that slot to the check's end.
 *
 * Percentiles of these are free of coordinated omission; those of `latencyMs` alone leave out the very moments in
 * which nothing moved (Gil Tene, "How NOT to Measure Latency"). The slots that HdrHistogram's
 * `recordValueWithExpectedInterval` fills, a whole interval or more before the end, are filled alike; the last one,
 * less than an interval before it, is filled too unless a check took it.
 *
 * Checks that were asked for by hand have no slot and are left out, as are those that failed: they have no latency.
 *
 * @param checks - in order of their slots.
 * @throws `ValidationError` when the interval is not above 0.
 * @example
 * ```ts
 * import { responseTimes } from '@telltale/core/latency'
 *
 * const stalled = [{ slotAt: 0, at: 0, latencyMs: 2_500 }, { slotAt: 3_000, at: 3_000, latencyMs: 40 }]
 * console.log(responseTimes(stalled, { everyMs: 1_000 })) // [2500, 1500, 500, 40]
 * ```
 */
export function responseTimes(
  checks: readonly TimedCheck[],
  { everyMs }: { readonly everyMs: number },
): readonly number[] {
  expectAbove0('responseTimes', 'everyMs', everyMs)
  const scheduled = checks.filter(({ slotAt }) => slotAt !== undefined)
  return scheduled.flatMap((check, index) => responseTimesOf(check, scheduled[index + 1]?.slotAt, everyMs))
}

/** What users waited who came at the slot of one check, and at those that were missed before the next one's slot. */
export function responseTimesOf(
  { at, slotAt = at, latencyMs, failure }: TimedCheck,
  nextSlotAt: number | undefined,
  everyMs: number,
): readonly number[] {
  if (failure) return []
  const end = Math.max(at, slotAt) + latencyMs
  const missedUntil = Math.min(end, nextSlotAt ?? end)
  const all = [end - slotAt]
  for (let slot = slotAt + everyMs; slot < missedUntil; slot += everyMs) all.push(end - slot)
  return all
}
