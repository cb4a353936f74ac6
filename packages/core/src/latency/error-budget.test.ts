import { describe, expect, it } from 'vitest'
import { minuteMs } from '../time/index.js'
import { burnRates, burnWindows, errorBudget, type TimedCheck } from './index.js'

const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const now = 30 * dayMs

/** A check a minute until now; those younger than `badForMs` are too slow, every `nth` of them. */
const minutely = (badForMs: number, nth = 1): readonly TimedCheck[] =>
  Array.from({ length: 30 * 24 * 60 }, (_, ago) => ({
    at: now - ago * minuteMs,
    latencyMs: ago * minuteMs < badForMs && ago % nth === 0 ? 900 : 50,
  }))
const objective = { share: 0.999, withinMs: 300 }
const alerts = (checks: readonly TimedCheck[]) =>
  burnRates(checks, objective, now).map(({ isAlerting }) => isAlerting)

describe('burn rates', () => {
  it('have windows that spend 2, 5 and 10 % of 30 days, as table 5-8 says', () => {
    const spent = burnWindows.map(({ longWindowMs, threshold }) => (threshold * longWindowMs) / (30 * dayMs))
    expect(spent.map((share) => Math.round(share * 1e6) / 1e6)).toEqual([0.02, 0.05, 0.1])
    for (const { longWindowMs, shortWindowMs } of burnWindows) expect(longWindowMs / shortWindowMs).toBe(12)
  })

  it('are 1 when the budget is spent exactly over its period', () => {
    const [hour, sixHours] = burnRates(minutely(30 * dayMs, 10), { ...objective, share: 0.9 }, now)
    expect(hour?.longRate).toBeCloseTo(1)
    expect(sixHours?.longRate).toBeCloseTo(1)
    expect(sixHours?.isAlerting).toBe(false)
  })

  it.each([
    // At 99.9 % the rates over 1 h, 6 h and 3 d are, for each bad minute, 1/60, 1/360 and 1/4320, divided by 0.001.
    { outage: 0, expected: [false, false, false] },
    { outage: 1, expected: [true, false, false] },
    { outage: 2, expected: [true, false, false] },
    { outage: 3, expected: [true, true, false] },
    { outage: 4, expected: [true, true, false] },
    { outage: 5, expected: [true, true, true] },
  ])('isAlerting over $expected after $outage minutes of outage', ({ outage, expected }) => {
    expect(alerts(minutely(outage * minuteMs))).toEqual(expected)
  })

  it('stop alerting soon after the trouble ends, for the short window forgets it', () => {
    const recovered = minutely(30 * minuteMs).filter(
      ({ at }) => at <= now - 10 * minuteMs || at > now - 6 * minuteMs,
    )
    const fineNow = recovered.map((check) =>
      check.at > now - 6 * minuteMs ? { ...check, latencyMs: 50 } : check,
    )
    const [hour] = burnRates(fineNow, objective, now)
    expect(hour?.longRate).toBeGreaterThan(14.4)
    expect(hour).toMatchObject({ shortRate: 0, isAlerting: false })
  })

  it('raise no isAlerting on too few checks, and have no rate without any', () => {
    const few = minutely(hourMs).slice(0, 9)
    expect(alerts(few)).toEqual([false, false, false])
    expect(burnRates(few, { ...objective, minChecks: 9 }, now).map(({ isAlerting }) => isAlerting)).toEqual([
      true,
      true,
      true,
    ])
    expect(burnRates([], objective, now)[0]).toEqual({ ...burnWindows[0], isAlerting: false })
  })

  it('leave out what comes after now', () => {
    expect(burnRates(minutely(0), objective, now - 40 * dayMs)[0]).toEqual({
      ...burnWindows[0],
      isAlerting: false,
    })
  })
})

describe('an error budget', () => {
  it('is what may be bad less what was', () => {
    const checks = minutely(10 * minuteMs)
    const { remaining, ...counts } = errorBudget(checks, objective, { from: 0, to: now + 1 })
    expect(counts).toMatchObject({ checks: 43_200, bad: 10 })
    expect(counts.allowed).toBeCloseTo(43.2)
    expect(remaining).toBeCloseTo(1 - 10 / 43.2)
  })

  it('is overdrawn below 0, and counts failures however fast', () => {
    const failure = { kind: 'dns', message: 'no such name' } as const
    const checks = [
      { at: 0, latencyMs: 1 },
      { at: 1, latencyMs: 1, failure },
    ]
    expect(errorBudget(checks, { share: 0.75 }, { from: 0, to: 2 }).remaining).toBe(-1)
  })

  it('has nothing to say without checks', () => {
    expect(errorBudget([], objective, { from: 0, to: 1 })).toEqual({ checks: 0, bad: 0, allowed: 0 })
  })

  it('refuses a promise of all or nothing', () => {
    for (const share of [0, 1, Number.NaN]) {
      expect(() => errorBudget([], { share }, { from: 0, to: 1 })).toThrow(/errorBudget: share: expected/)
      expect(() => burnRates([], { share }, now)).toThrow(/burnRates: share: expected/)
    }
  })
})
