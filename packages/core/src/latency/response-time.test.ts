import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responseTimes, type TimedCheck } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const everyMs = 1_000

/** Returns what HdrHistogram's `recordValueWithExpectedInterval(value, interval)` records, as in its source. */
function hdrHistogramRecords(value: number, interval: number): readonly number[] {
  const recorded = [value]
  for (let missing = value - interval; missing >= interval; missing -= interval) recorded.push(missing)
  return recorded
}

/** Checks that each take a slot, wait for the one before, and skip what they missed, as the scheduler does. */
function schedule(latenciesMs: readonly number[]): readonly TimedCheck[] {
  let slotAt = 0
  return latenciesMs.map((latencyMs) => {
    const check = { slotAt, at: slotAt, latencyMs }
    slotAt = Math.max(slotAt + everyMs, Math.ceil((slotAt + latencyMs) / everyMs) * everyMs)
    return check
  })
}
const anyLatencies = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 20_000 })),
  {
    minLength: 1,
    maxLength: 20,
  },
)

describe('response times', () => {
  it('are the latencies when every check took its slot', () => {
    expect(responseTimes(schedule([30, 900, 1_000]), { everyMs })).toEqual([30, 900, 1_000])
  })

  it('fill the slots that a slow check missed with what a user would have waited', () => {
    expect(responseTimes(schedule([30, 3_500, 40]), { everyMs })).toEqual([30, 3_500, 2_500, 1_500, 500, 40])
  })

  it('count from the slot when a check began late', () => {
    expect(responseTimes([{ slotAt: 0, at: 300, latencyMs: 50 }], { everyMs })).toEqual([350])
  })

  it('fill no slot that another check took, as where several run at once', () => {
    const overlapping = [
      { slotAt: 0, at: 0, latencyMs: 2_500 },
      { slotAt: 1_000, at: 1_000, latencyMs: 1_600 },
      { slotAt: 2_000, at: 2_000, latencyMs: 100 },
    ]
    expect(responseTimes(overlapping, { everyMs })).toEqual([2_500, 1_600, 100])
  })

  it("of a single check are HdrHistogram's corrected values, and the slot less than an interval before its end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), (latencyMs) => {
        const lastMs = latencyMs % everyMs
        const hasLast = latencyMs > everyMs && lastMs > 0
        expect(responseTimes(schedule([latencyMs]), { everyMs })).toEqual([
          ...hdrHistogramRecords(latencyMs, everyMs),
          ...(hasLast ? [lastMs] : []),
        ])
      }),
      limits,
    )
  })

  it('are one for each slot until the last check ends, each the wait for the first check to end after it', () => {
    fc.assert(
      fc.property(anyLatencies, (latencies) => {
        const checks = schedule(latencies)
        const ends = checks.map(({ at, latencyMs }) => at + latencyMs)
        const lastEnd = ends.at(-1) as number
        const slots = Array.from({ length: Math.ceil(lastEnd / everyMs) }, (_, index) => index * everyMs)
        const waits = slots.map((slot) => (ends.find((end) => end > slot) as number) - slot)
        expect(responseTimes(checks, { everyMs })).toEqual(waits)
      }),
      limits,
    )
  })

  it('leave out what was asked for by hand, and what failed, which still took its slot', () => {
    const failure = { kind: 'reset', message: 'the connection broke' } as const
    const checks = [
      { slotAt: 0, at: 0, latencyMs: 2_500 },
      { at: 100, latencyMs: 7 },
      { slotAt: 1_000, at: 2_500, latencyMs: 10, failure },
      { slotAt: 3_000, at: 3_000, latencyMs: 20 },
    ]
    expect(responseTimes(checks, { everyMs })).toEqual([2_500, 20])
  })

  it('refuse an interval that is none', () => {
    expect(() => responseTimes([], { everyMs: 0 })).toThrow(/everyMs: expected a number above 0, got 0/)
  })
})
