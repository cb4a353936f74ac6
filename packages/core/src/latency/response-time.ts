import { ValidationError } from '../errors/index.js'
import type { TimedCheck } from './timeline.js'

/**
 * Returns what a user who came at each slot would have waited, in milliseconds: the latency counted from the slot, and
 * for each slot that was missed while a check held the line, the time from that slot to the check's end. Percentiles of
 * these are free of coordinated omission; those of `latencyMs` alone leave out the very moments in which nothing moved
 * (Gil Tene, "How NOT to Measure Latency"; HdrHistogram's `recordValueWithExpectedInterval`).
 *
 * Checks that were asked for by hand have no slot and are left out, as are those that failed: they have no latency.
 *
 * @throws `ValidationError` when the interval is not above 0.
 */
export function responseTimes(checks: readonly TimedCheck[], { everyMs }: { readonly everyMs: number }): readonly number[] {
  if (!(everyMs > 0)) throw new ValidationError('responseTimes', [{ path: 'everyMs', message: `expected above 0, got ${everyMs}` }])
  const scheduled = checks.filter(({ slotAt, failure }) => slotAt !== undefined && !failure)
  return scheduled.flatMap(({ at, slotAt = at, latencyMs }, index) => {
    const end = Math.max(at, slotAt) + latencyMs
    const nextSlotAt = scheduled[index + 1]?.slotAt ?? Number.POSITIVE_INFINITY
    const waits: number[] = []
    for (let slot = slotAt; slot < end && slot < nextSlotAt; slot += everyMs) waits.push(end - slot)
    return waits.length > 0 ? waits : [end - slotAt]
  })
}
