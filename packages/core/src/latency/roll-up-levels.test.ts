import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketMs, rollUpLevels, type StoredSpans, splitByLevel } from './roll-up-levels.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const time = fc.integer({ min: 0, max: 20 * bucketMs.day })
const spanOf = fc
  .tuple(time, time)
  .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }))
const keptOf = fc.record({ day: spanOf, hour: spanOf, minute: spanOf }, { requiredKeys: [] })

describe('cover', () => {
  it('cuts a span into parts that follow each other, each of whole buckets that are kept', () => {
    fc.assert(
      fc.property(spanOf, keptOf, (span, kept) => {
        const segments = splitByLevel(span, kept as StoredSpans)
        let reached = span.from
        for (const { level, from, to } of segments) {
          expect(from).toBe(reached)
          expect(to).toBeGreaterThan(from)
          reached = to
          if (level === undefined) continue
          const there = kept[level]
          expect([from % bucketMs[level], to % bucketMs[level]]).toEqual([0, 0])
          expect(there && from >= there.from && to <= there.to).toBe(true)
        }
        expect(reached).toBe(span.to)
      }),
      limits,
    )
  })

  it('takes the coarsest level that fits: a year is days, but for its ends', () => {
    const now = 400 * bucketMs.day + 5 * bucketMs.hour + 7 * bucketMs.minute + 1_234
    const everything = Object.fromEntries(rollUpLevels.map((level) => [level, { from: 0, to: now }]))
    const segments = splitByLevel({ from: now - 365 * bucketMs.day, to: now }, everything)
    const size = (level: string | undefined) =>
      segments.filter((one) => one.level === level).reduce((sum, { from, to }) => sum + to - from, 0)
    expect(size('day')).toBe(364 * bucketMs.day)
    expect(size('hour')).toBe(23 * bucketMs.hour)
    expect(size('minute')).toBe(59 * bucketMs.minute)
    expect(size(undefined)).toBe(bucketMs.minute)
  })
})
