import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyHysteresis, sonicTiers, type TimedCheck, windowStatistic } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const failure = { kind: 'timeout', message: 'no answer in 10 s' } as const
const minutely = (latencies: readonly number[]): readonly TimedCheck[] =>
  latencies.map((latencyMs, minute) => ({ at: minute * 60_000, latencyMs }))
const p95OfTenMinutes = { quantile: 0.95, withinMs: 600_000 }

describe('the statistic of a window', () => {
  it('is the median of the last n', () => {
    const checks = minutely([1_000, 1_000, 40, 900, 44])
    expect(windowStatistic(checks, { quantile: 0.5, checks: 3 })).toEqual({ at: 240_000, latencyMs: 44 })
    expect(windowStatistic(checks, { quantile: 0.5, checks: 4 })?.latencyMs).toBe((44 + 900) / 2)
  })

  it('is the p95 of the last 10 minutes, what is as old left out', () => {
    const checks = minutely([9_999, ...Array.from({ length: 10 }, (_, index) => (index + 1) * 10)])
    // Type 7: the rank is 0.95 × 9 = 8.55, so that the figure lies between the ninth value and the tenth.
    expect(windowStatistic(checks, p95OfTenMinutes)?.latencyMs).toBeCloseTo(90 + 0.55 * 10)
  })

  it('looks at no latency of a failed check, and lets a failed check through', () => {
    const [first, second, third] = minutely([40, 1, 60]) as [TimedCheck, TimedCheck, TimedCheck]
    const failed = { ...second, failure }
    expect(windowStatistic([first, failed, third], { quantile: 0 })?.latencyMs).toBe(40)
    expect(windowStatistic([first, failed], { quantile: 0.5 })).toBe(failed)
  })

  it('of one check is its latency, whichever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, quantile) => {
          expect(windowStatistic(minutely(all), { quantile, checks: 1 })?.latencyMs).toBe(all.at(-1))
        },
      ),
      limits,
    )
  })

  it('leaves as many latencies above and below as it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(500), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, quantile) => {
          const figure = windowStatistic(minutely(all), { quantile })?.latencyMs as number
          const rank = quantile * (all.length - 1)
          expect(all.filter((latency) => latency < figure).length).toBeLessThanOrEqual(Math.ceil(rank))
          expect(all.filter((latency) => latency > figure).length).toBeLessThanOrEqual(
            all.length - 1 - Math.floor(rank),
          )
        },
      ),
      limits,
    )
  })

  it('feeds applyHysteresis', () => {
    const checks = minutely([40, 42, 900, 41, 43])
    const window = windowStatistic(checks, { quantile: 0.5, checks: 5 }) as TimedCheck
    expect(applyHysteresis(undefined, window, sonicTiers).state.tier).toBe('SONIC')
  })

  it('has nothing to say without checks, and refuses a window that holds none', () => {
    expect(windowStatistic([], { quantile: 0.5 })).toBeUndefined()
    expect(() => windowStatistic([], { quantile: 2 })).toThrow(
      /quantile: expected a number from 0 to 1, got 2/,
    )
    expect(() => windowStatistic([], { quantile: 0, checks: 0 })).toThrow(/checks: expected a whole number/)
    expect(() => windowStatistic([], { quantile: 0, withinMs: 0 })).toThrow(
      /withinMs: expected a number above 0/,
    )
  })
})
