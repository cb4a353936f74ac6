import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Duration, dayMs, parseDuration, toDuration } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000],
  ] satisfies [Duration, number][])('reads %s as %d milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['soon', '', '5', '5 s', '-5s', '0s', '1e3s', 's', '5S', '٣s', 'Infinitys', null, 30])(
    'refuses %j and shows what one looks like',
    (text) => {
      expect(() => parseDuration(text as Duration)).toThrow(/expected a duration such as .*'30s'.*got/)
    },
  )

  it('reads every whole number of every unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (count) => {
        expect(parseDuration(`${count}m`)).toBe(parseDuration(`${count * 60}s`))
      }),
      limits,
    )
  })
})

describe('toDuration', () => {
  it('writes every whole number of milliseconds so that it is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 * dayMs }), (ms) => {
        expect(parseDuration(toDuration(ms))).toBe(ms)
      }),
      limits,
    )
  })
})
