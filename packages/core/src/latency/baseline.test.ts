import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourMs } from '../time/index.js'
import { deviation, weeklyBaseline } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const weekMs = 7 * 24 * hourMs
/** Tuesday 5 May 2026, 14:00 UTC. */
const tuesday = Date.UTC(2026, 4, 5, 14)
const checksAt = (at: number, latencies: readonly number[]) =>
  latencies.map((latencyMs, index) => ({ at: at + index * 1_000, latencyMs }))
/** Median 2 and MAD 1: the example of Wikipedia's "Median absolute deviation". */
const example = [1, 1, 2, 2, 4, 6, 9]

describe('a weekly baseline', () => {
  it('holds the median and the MAD of each hour that has enough checks', () => {
    const checks = [...checksAt(tuesday, example), ...checksAt(tuesday + hourMs, example.slice(1))]
    expect(weeklyBaseline(checks, { minChecks: 7 })).toEqual({
      timeZone: 'UTC',
      byHourOfWeek: { [2 * 24 + 14]: { medianMs: 2, madMs: 1 } },
      byHourOfDay: { 14: { medianMs: 2, madMs: 1 } },
    })
  })

  it('tells how far a latency is from usual, in words', () => {
    const baseline = weeklyBaseline(checksAt(tuesday, example), { minChecks: 7 })
    const found = deviation(baseline, { at: tuesday + 2 * weekMs, latencyMs: 10 })
    expect(found).toMatchObject({ medianMs: 2, isAnomaly: true })
    expect(found?.score).toBeCloseTo(0.6745 * 8)
    expect(found?.words).toBe(
      '10 ms is 5.4 deviations above the 2 ms that are usual on Tuesdays from 14:00 to 15:00 UTC',
    )
    expect(deviation(baseline, { at: tuesday, latencyMs: 9 })?.isAnomaly).toBe(false)
    expect(deviation(baseline, { at: tuesday, latencyMs: 9 }, { threshold: 3.5 })?.isAnomaly).toBe(true)
  })

  it('falls back on the hour of the day where it does not know that of the week', () => {
    const baseline = weeklyBaseline(checksAt(tuesday, example), { minChecks: 7 })
    expect(deviation(baseline, { at: tuesday + 24 * hourMs, latencyMs: 0 })?.words).toBe(
      '0 ms is 1.3 deviations below the 2 ms that are usual from 14:00 to 15:00 UTC',
    )
    expect(deviation(baseline, { at: tuesday + hourMs, latencyMs: 9 })).toBeUndefined()
  })

  it('counts hours by the clock on the wall, in summer as in winter', () => {
    const january = Date.UTC(2026, 0, 6, 13)
    const july = Date.UTC(2026, 6, 7, 12)
    const baseline = weeklyBaseline(checksAt(january, example), {
      minChecks: 7,
      timeZone: 'Europe/Berlin',
    })
    expect(deviation(baseline, { at: july, latencyMs: 9 })?.words).toContain(
      'on Tuesdays from 14:00 to 15:00 Europe/Berlin',
    )
  })

  it('finds no anomaly in a millisecond where latencies hardly vary', () => {
    const baseline = weeklyBaseline(checksAt(tuesday, Array<number>(50).fill(500)))
    expect(deviation(baseline, { at: tuesday, latencyMs: 505 })?.isAnomaly).toBe(false)
    expect(deviation(baseline, { at: tuesday, latencyMs: 600 })?.isAnomaly).toBe(true)
  })

  it('finds at most half of what it learnt from further away than the MAD', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 20, maxLength: 200 }),
        (latencies) => {
          const checks = checksAt(tuesday, latencies)
          const baseline = weeklyBaseline(checks)
          const beyond = checks.filter((check) => Math.abs(deviation(baseline, check)?.score ?? 0) > 0.6746)
          expect(beyond.length).toBeLessThanOrEqual(latencies.length / 2)
        },
      ),
      limits,
    )
  })

  it('leaves failed checks out, and has nothing to say of one', () => {
    const failure = { kind: 'reset', message: 'the connection broke' } as const
    const failed = checksAt(tuesday, example).map((check) => ({ ...check, failure }))
    expect(weeklyBaseline(failed, { minChecks: 1 }).byHourOfWeek).toEqual({})
    const baseline = weeklyBaseline(checksAt(tuesday, example), { minChecks: 7 })
    expect(deviation(baseline, { at: tuesday, latencyMs: 9, failure })).toBeUndefined()
  })

  it('refuses what cannot be meant', () => {
    const baseline = weeklyBaseline([])
    expect(() => weeklyBaseline([], { minChecks: 0 })).toThrow(/minChecks: expected a whole number/)
    expect(() => deviation(baseline, { at: 0, latencyMs: 1 }, { threshold: 0 })).toThrow(
      /threshold: expected a number/,
    )
  })
})
