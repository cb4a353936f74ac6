import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import { type Span, type TimedCheck, tierTimes, uptime } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const failure = { kind: 'timeout', message: 'no answer in 10 s' } as const
const check = (at: number, isUp: boolean): TimedCheck => ({
  at,
  latencyMs: 10,
  ...defined({ failure: isUp ? undefined : failure }),
})

const anyChecks = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 120 }), fc.boolean()), { maxLength: 15 })
  .map((rows) => rows.toSorted(([one], [other]) => one - other).map(([at, isUp]) => check(at, isUp)))
const anySpan = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .map(([one, other]): Span => ({ from: Math.min(one, other), to: Math.max(one, other) }))

/** The same, told by asking at every millisecond for the last check before it. */
function uptimeByTheMillisecond(
  checks: readonly TimedCheck[],
  span: Span,
  staleAfterMs: number,
  excluded: readonly Span[],
) {
  const sums = { upMs: 0, downMs: 0, unknownMs: 0 }
  for (let ms = span.from; ms < span.to; ms++) {
    if (excluded.some(({ from, to }) => ms >= from && ms < to)) continue
    const last = checks.findLast(({ at }) => at <= ms)
    if (!last || ms >= last.at + staleAfterMs) sums.unknownMs++
    else if (last.failure) sums.downMs++
    else sums.upMs++
  }
  return sums
}

describe('uptime', () => {
  it('is the share of the known time; what nobody looked at is told apart', () => {
    const checks = [check(0, true), check(60, false), check(90, true)]
    expect(uptime(checks, { from: 0, to: 200, staleAfterMs: 60 })).toEqual({
      upMs: 60 + 60,
      downMs: 30,
      unknownMs: 50,
      share: 120 / 150,
    })
  })

  it('does not count maintenance', () => {
    const checks = [check(0, true), check(50, false)]
    const excluded = [{ from: 45, to: 100 }]
    expect(uptime(checks, { from: 0, to: 100, staleAfterMs: 100, excluded }).share).toBe(1)
  })

  it('agrees with asking at every millisecond', () => {
    fc.assert(
      fc.property(
        anyChecks,
        anySpan,
        fc.integer({ min: 1, max: 60 }),
        fc.array(anySpan),
        (checks, span, staleAfterMs, excluded) => {
          const { share, ...sums } = uptime(checks, { ...span, staleAfterMs, excluded })
          expect(sums).toEqual(uptimeByTheMillisecond(checks, span, staleAfterMs, excluded))
          expect(share === undefined).toBe(sums.upMs + sums.downMs === 0)
        },
      ),
      limits,
    )
  })

  it('is unknown, not 100 %, when there are no checks', () => {
    expect(uptime([], { from: 0, to: 10, staleAfterMs: 5 })).toEqual({ upMs: 0, downMs: 0, unknownMs: 10 })
  })

  it('refuses checks that hold for no time', () => {
    expect(() => uptime([], { from: 0, to: 1, staleAfterMs: 0 })).toThrow(
      /uptime: staleAfterMs: expected a number above 0, got 0/,
    )
    expect(() => tierTimes([], { from: 0, to: 1, staleAfterMs: Number.NaN })).toThrow(
      /tierTimes: staleAfterMs/,
    )
  })
})

describe('the time in each tier', () => {
  it('is counted from check to check, maintenance and silence left out', () => {
    const checks = [
      { at: 0, tier: 'SONIC' },
      { at: 60, tier: 'KNUCKLES' },
      { at: 100, tier: 'SONIC' },
    ]
    const excluded = [{ from: 10, to: 20 }]
    expect(tierTimes(checks, { from: 0, to: 500, staleAfterMs: 70, excluded })).toEqual({
      SONIC: 50 + 70,
      KNUCKLES: 40,
    })
  })
})
