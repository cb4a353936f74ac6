import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiTiers, classify, defineTiers, suggestTiers, webVitalsTiers } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const readChecks = (latencies: readonly number[]) => latencies.map((latencyMs) => ({ latencyMs }))
const anyWeek = fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { minLength: 100, maxLength: 400 })

describe('suggested tiers', () => {
  it('put nine in ten into SONIC, in round numbers', () => {
    expect(
      suggestTiers(readChecks(Array.from({ length: 1_000 }, (_, index) => 100 + (index % 100)))),
    ).toEqual([
      { name: 'SONIC', toMs: 190 },
      { name: 'KNUCKLES', fromMs: 290, toMs: 570 },
      { name: 'EGGMAN', fromMs: 860 },
    ])
  })

  it('let KNUCKLES reach as far as one in a hundred is slower', () => {
    const spiky = [...Array<number>(950).fill(20), ...Array<number>(50).fill(700)]
    expect(suggestTiers(readChecks(spiky))?.map(({ toMs }) => toMs)).toEqual([20, 700, undefined])
  })

  it('are a tier set that has nine in ten in SONIC and at most one in a hundred in EGGMAN', () => {
    fc.assert(
      fc.property(anyWeek, (week) => {
        const tiers = defineTiers(suggestTiers(readChecks(week)) ?? [])
        const names = week.map((latencyMs) => classify<string>(latencyMs, { tiers }))
        expect(names.filter((name) => name === 'SONIC').length).toBeGreaterThanOrEqual(
          0.9 * (week.length - 1),
        )
        expect(names.filter((name) => name === 'EGGMAN').length).toBeLessThanOrEqual(0.01 * week.length + 1)
      }),
      limits,
    )
  })

  it('grow tenfold when everything is ten times slower', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10, max: 9_000 }), { minLength: 100 }), (week) => {
        const bounds = (times: number) =>
          suggestTiers(readChecks(week.map((ms) => ms * times)))?.flatMap(({ fromMs = 0, toMs = 0 }) => [
            fromMs,
            toMs,
          ])
        expect(bounds(10)).toEqual(bounds(1)?.map((bound) => bound * 10))
      }),
      limits,
    )
  })

  it('are none on too few checks that succeeded', () => {
    const failure = { kind: 'dns', message: 'no such name' } as const
    const failed = readChecks(Array<number>(100).fill(3)).map((check) => ({ ...check, failure }))
    expect(suggestTiers([...failed, ...readChecks(Array<number>(99).fill(30))])).toBeUndefined()
    expect(suggestTiers([], { minChecks: 1 })).toBeUndefined()
    expect(() => suggestTiers([], { minChecks: 0 })).toThrow(/minChecks: expected a whole number, 1 or more/)
  })

  it('are never finer than a millisecond', () => {
    expect(suggestTiers(readChecks(Array<number>(100).fill(0)))?.[0]).toEqual({ name: 'SONIC', toMs: 1 })
  })
})

describe('presets', () => {
  it.each([
    [800, 'good'],
    [800.1, 'needs-improvement'],
    [1_800, 'needs-improvement'],
    [1_800.1, 'poor'],
  ])('the Web Vitals call a first byte after %d ms %s', (latencyMs, tier) => {
    expect(classify(latencyMs, { tiers: webVitalsTiers })).toBe(tier)
  })

  it.each([
    [100, 'instant'],
    [125, 'fast'],
    [400, 'fast'],
    [500, 'slow'],
    [1_000, 'slow'],
    [1_250, 'stalled'],
  ])('an API that takes %d ms is %s', (latencyMs, tier) => {
    expect(classify(latencyMs, { tiers: apiTiers })).toBe(tier)
  })
})
