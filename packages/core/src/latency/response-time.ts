import { checkAbove0, checkOptionNames } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/**
 * Returns the response time of a user at each slot, in milliseconds: the latency counted from the slot, and for each
 * slot that was missed because a check still ran, the time from that slot to the check's end.
 *
 * Percentiles of these are free of coordinated omission. Those of `latencyMs` alone leave out the very moments in which
 * nothing moved (Gil Tene, "How NOT to Measure Latency"). Fills the slots that HdrHistogram's
 * `recordValueWithExpectedInterval` fills, which lie an interval or more before the end, and also the last one unless a
 * check took it.
 *
 * Leaves out checks that were requested by hand, which have no slot, and failed ones, which have no latency.
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
  options: { readonly everyMs: number },
): readonly number[] {
  checkOptionNames('responseTimes', options, ['everyMs'])
  const { everyMs } = options
  checkAbove0('responseTimes', 'everyMs', everyMs)
  const scheduled = checks.filter(({ slotAt }) => slotAt !== undefined)
  return scheduled.flatMap((check, index) => responseTimesOf(check, scheduled[index + 1]?.slotAt, everyMs))
}

/** The maximum number of slots that are counted for one check: those of a day at every second, and more. */
const maxTimes = 100_000

/** Returns the response times at the slot of one check, and at the slots missed before the next check's slot. */
export function responseTimesOf(
  { at, slotAt = at, latencyMs, failure }: TimedCheck,
  nextSlotAt: number | undefined,
  everyMs: number,
): readonly number[] {
  if (failure) return []
  const end = Math.max(at, slotAt) + latencyMs
  const missedUntil = Math.min(end, nextSlotAt ?? end)
  const times = [end - slotAt]
  for (let slot = slotAt + everyMs; slot < missedUntil && times.length < maxTimes; slot += everyMs)
    times.push(end - slot)
  return times
}
