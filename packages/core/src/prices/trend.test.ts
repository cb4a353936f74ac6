import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyzeHistory } from './index.js'
import { mannKendallP, type Sample, theilSenSlope } from './trend.js'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)

/** The trend of prices that were each seen on a day of their own, the first of them on day 0 unless `days` tells. */
function trendOf(prices: readonly number[], days = prices.map((_, index) => index)) {
  const points = prices.map((price, index) => ({
    at: start + (days[index] ?? 0) * day,
    price: { amount: price.toFixed(2), currency: 'EUR' },
  }))
  return analyzeHistory(points, { now: Math.max(...points.map(({ at }) => at)) }).trend
}

/** J. Little, College of the Holy Cross: "A Mann-Kendall Example (By Hand)": S = 54, one pair of ties, Z = 2.9058. */
const byHand = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]

/** Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), chapter 16: Z is 3.1. */
const gilbert = [20, 20, 20, 20, 15, 20, 20, 30, 27, 26, 23, 35, 25, 28, 70, 26, 24, 34, 32, 23, 50, 30]

describe('the trend of a price', () => {
  it('agrees with the worked example of the College of the Holy Cross, and SciPy on its slope', () => {
    const { direction, days, slopePerDay, pValue } = trendOf(byHand)
    expect({ direction, days }).toEqual({ direction: 'rising', days: 14 })
    expect(pValue).toBeCloseTo(0.003663, 5) // two-sided, of Z = 2.9058 in a table of the normal distribution
    expect(slopePerDay).toBeCloseTo(0.566667, 5) // scipy.stats.theilslopes, SciPy 1.17.1
  })

  it("agrees with Gilbert's example of 22 values with many ties", () => {
    const { pValue = 1 } = trendOf(gilbert)
    expect(pValue).toBeGreaterThan(0.00159) // Z = 3.155
    expect(pValue).toBeLessThan(0.00229) // Z = 3.05
  })

  it('takes the slope over days that lie apart as they are', () => {
    const days = [0, 1, 4, 5, 9, 12, 13, 20, 21, 30, 40, 41, 55, 60]
    expect(trendOf(byHand, days).slopePerDay).toBeCloseTo(0.121429, 5) // scipy.stats.theilslopes, SciPy 1.17.1
  })

  it('falls when the same prices come in reverse', () => {
    const [up, down] = [trendOf(byHand), trendOf(byHand.toReversed())]
    expect(down.direction).toBe('falling')
    expect(down.slopePerDay).toBeCloseTo(-(up.slopePerDay ?? 0), 9)
    expect(down.pValue).toBeCloseTo(up.pValue ?? 0, 9)
  })

  it('is steady while the price stays, and when it only jumps once', () => {
    expect(trendOf(Array(30).fill(50))).toEqual({ direction: 'steady', days: 30, slopePerDay: 0, pValue: 1 })
    expect(trendOf([...Array(30).fill(50), ...Array(5).fill(40)])).toMatchObject({
      direction: 'steady',
      slopePerDay: 0,
    })
  })

  it('is unknown with fewer than ten days, however many readings they have', () => {
    expect(trendOf([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({ direction: 'unknown', days: 9 })
    const crowd = Array.from({ length: 200 }, (_, index) => index)
    expect(
      trendOf(
        crowd,
        crowd.map((index) => index / 100),
      ),
    ).toEqual({ direction: 'unknown', days: 2 })
  })

  it('looks at the last 90 days only', () => {
    expect(trendOf([...Array(30).fill(90), ...Array(95).fill(50)])).toMatchObject({
      days: 90,
      slopePerDay: 0,
    })
  })
})

const samples = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 50 })), {
    minLength: 2,
    maxLength: 40,
    selector: ([at]) => at,
  })
  .map((list): readonly Sample[] => list.sort(([one], [other]) => one - other))

describe('Theil–Sen and Mann–Kendall', () => {
  it('the slope leaves as many pairs above its line as below: what defines it (Sen 1968)', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const slope = theilSenSlope(list)
        let [above, below] = [0, 0]
        for (const [at, value] of list)
          for (const [later, next] of list.filter(([time]) => time > at)) {
            const rise = next - value - slope * (later - at)
            if (rise > 1e-9) above += 1
            if (rise < -1e-9) below += 1
          }
        const pairs = (list.length * (list.length - 1)) / 2
        expect(Math.max(above, below)).toBeLessThanOrEqual(pairs / 2)
      }),
    )
  })

  it('the p-value is what integrating the normal density gives', () => {
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 10, maxLength: 40 })
    fc.assert(
      fc.property(values, (list) => {
        expect(mannKendallP(list)).toBeCloseTo(naiveP(list), 5)
      }),
    )
  })

  it('do not change when all values are shifted or scaled', () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 99 }),
        (list, scale, shift) => {
          const changed = list.map(([at, value]): Sample => [at, value * scale + shift])
          expect(theilSenSlope(changed)).toBeCloseTo(theilSenSlope(list) * scale, 9)
          expect(mannKendallP(changed.map(([, value]) => value))).toBe(
            mannKendallP(list.map(([, value]) => value)),
          )
        },
      ),
    )
  })
})

/** Mann–Kendall told another way: ties found by counting equal pairs and triples, the tail by Simpson's rule. */
function naiveP(values: readonly number[]): number {
  const n = values.length
  let score = 0
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) score += Math.sign((values[j] ?? 0) - (values[i] ?? 0))
  // A value in a group of t equals adds (t - 1)(2t + 5), so that the group adds t(t - 1)(2t + 5).
  const ties = values.reduce((sum, value) => {
    const equal = values.filter((other) => other === value).length
    return sum + (equal - 1) * (2 * equal + 5)
  }, 0)
  const deviate = Math.max(0, Math.abs(score) - 1) / Math.sqrt((n * (n - 1) * (2 * n + 5) - ties) / 18)
  if (score === 0) return 1
  const steps = 2_000
  const width = deviate / steps
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  let area = 0
  for (let step = 0; step < steps; step++)
    area +=
      (width / 6) * (density(step * width) + 4 * density((step + 0.5) * width) + density((step + 1) * width))
  return 1 - 2 * area
}
