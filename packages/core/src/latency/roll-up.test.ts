import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import { minuteMs } from '../time/index.js'
import {
  LatencySketch,
  mergeRollUps,
  responseTimes,
  rollUp,
  type TieredCheck,
  tierTimes,
  uptime,
} from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const options = { everyMs: 20_000, staleAfterMs: 60_000 }

/** Ten minutes of checks, some of them failed, some of them missed. */
const history: fc.Arbitrary<readonly TieredCheck[]> = fc
  .array(
    fc.record({
      slot: fc.integer({ min: 0, max: 29 }),
      latencyMs: fc.double({ min: 1, max: 15_000, noNaN: true }),
      tier: fc.constantFrom('SONIC', 'KNUCKLES', 'EGGMAN'),
      fails: fc.boolean(),
      isDegraded: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((checks) =>
    [...new Map(checks.map((check) => [check.slot, check])).values()]
      .toSorted((one, other) => one.slot - other.slot)
      .map(({ slot, latencyMs, tier, fails, isDegraded }) => ({
        at: slot * 20_000 + 5,
        slotAt: slot * 20_000,
        latencyMs,
        tier,
        ...defined({
          degraded: isDegraded ? 'latencyMs' : undefined,
          failure: fails ? { kind: 'timeout' as const, message: 'no answer' } : undefined,
        }),
      })),
  )

const span = { from: 0, to: 10 * minuteMs }
const minutes = Array.from({ length: 10 }, (_, index) => ({
  from: index * minuteMs,
  to: (index + 1) * minuteMs,
}))

describe('a roll-up', () => {
  it('holds the figures of the checks themselves', () => {
    fc.assert(
      fc.property(history, (checks) => {
        const { latency, response, ...sums } = rollUp(checks, { ...span, ...options })
        const { upMs, downMs } = uptime(checks, { ...span, staleAfterMs: options.staleAfterMs })
        const succeeded = checks.filter(({ failure }) => !failure)
        expect(sums).toEqual({
          checks: checks.length,
          failed: checks.length - succeeded.length,
          degraded: succeeded.filter(({ degraded }) => degraded).length,
          upMs,
          downMs,
          tierMs: tierTimes(checks, { ...span, staleAfterMs: options.staleAfterMs }),
        })
        expect(latency).toEqual(sketchOf(succeeded.map(({ latencyMs }) => latencyMs)))
        expect(response).toEqual(sketchOf(responseTimes(checks, { everyMs: 20_000 })))
      }),
      limits,
    )
  })

  it('of a span is the merge of those of its parts, in any order', () => {
    fc.assert(
      fc.property(history, fc.shuffledSubarray(minutes, { minLength: 10 }), (checks, parts) => {
        const merged = mergeRollUps(parts.map((part) => rollUp(checks, { ...part, ...options })))
        const whole = rollUp(checks, { ...span, ...options })
        expect(merged).toEqual({ ...whole, tierMs: merged.tierMs })
        for (const tier of new Set([...Object.keys(whole.tierMs), ...Object.keys(merged.tierMs)]))
          expect(merged.tierMs[tier]).toBeCloseTo(whole.tierMs[tier] ?? Number.NaN, 6)
      }),
      limits,
    )
  })

  it('leaves maintenance out of its times', () => {
    const checks = [{ at: 0, latencyMs: 10, tier: 'SONIC' }]
    const excluded = [{ from: 10_000, to: 20_000 }]
    expect(rollUp(checks, { from: 0, to: minuteMs, ...options, excluded })).toMatchObject({
      upMs: 50_000,
      tierMs: { SONIC: 50_000 },
    })
  })

  it('of nothing holds nothing', () => {
    const nothing = { checks: 0, failed: 0, upMs: 0, downMs: 0, tierMs: {} }
    expect(rollUp([], { ...span, ...options })).toMatchObject(nothing)
    expect(mergeRollUps([])).toMatchObject(nothing)
  })

  it('refuses an interval that is none', () => {
    expect(() => rollUp([], { ...span, everyMs: 0, staleAfterMs: 1 })).toThrow(
      /everyMs: expected a number above 0/,
    )
  })
})

const sketchOf = (latencies: readonly number[]) => {
  const sketch = new LatencySketch()
  for (const ms of latencies) sketch.record(ms)
  return sketch.toJSON()
}
