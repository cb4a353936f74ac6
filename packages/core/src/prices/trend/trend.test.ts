import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyzeHistory } from '../index.js'
import { autocorrelationFactor, ranks } from './mann-kendall.js'
import { PairwiseSlopes, type Samples } from './slopes.js'
import { fitTrend } from './trend.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

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
    const { direction, days, slopePerDay, slopeInterval, pValue } = trendOf(byHand)
    expect({ direction, days }).toEqual({ direction: 'rising', days: 14 })
    expect(pValue).toBeCloseTo(0.003663, 5) // two-sided, of Z = 2.9058 in a table of the normal distribution
    expect(slopePerDay).toBeCloseTo(0.566667, 5) // scipy.stats.theilslopes, SciPy 1.17.1, also of the interval
    expect(slopeInterval?.low).toBeCloseTo(0.325, 5)
    expect(slopeInterval?.high).toBeCloseTo(0.866667, 5)
  })

  it("agrees with Gilbert's example of 22 values with many ties", () => {
    const { pValue = 1 } = trendOf(gilbert)
    expect(pValue).toBeGreaterThan(0.00159) // Z = 3.155
    expect(pValue).toBeLessThan(0.00229) // Z = 3.05
  })

  it('uses the real distance between days', () => {
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
    expect(trendOf(Array(30).fill(50))).toEqual({
      direction: 'steady',
      days: 30,
      slopePerDay: 0,
      slopeInterval: { low: 0, high: 0 },
      pValue: 1,
    })
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

/** The flow of the Nile at Aswan, 1871 to 1970: R's data set `Nile`. */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
  1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040,
  759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
  744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]

const daily = (values: readonly number[]): Samples => ({
  days: Float64Array.from(values, (_, day) => day),
  values: Float64Array.from(values),
})

describe('autocorrelated values', () => {
  it('make the test less significant, by the correction of Hamed and Rao', () => {
    // Their equation written out with NumPy's `correlate` and SciPy's `rankdata` and `theilslopes`, lags up to 20.
    const { slope, pValue } = fitTrend(daily(nile))
    expect(slope).toBeCloseTo(-2.6, 9)
    expect(pValue).toBeCloseTo(0.009068, 5)
    const rest = Float64Array.from(nile, (value, day) => value - slope * day)
    expect(autocorrelationFactor(ranks(rest))).toBeCloseTo(2.502578, 5)
  })

  it('never make it more significant than independent values would', () => {
    const swinging = Float64Array.from({ length: 60 }, (_, day) => (day % 2 ? 10 : 20) + (day % 7))
    expect(autocorrelationFactor(swinging)).toBe(1)
  })

  it('are not taken for a trend when the price changed in a single step', () => {
    const prices = [...Array(50).fill(100), ...Array(40).fill(90)]
    expect(trendOf(prices)).toMatchObject({ direction: 'steady' })
  })
})

/** Prices of days in order, whole numbers; some hardly differ, others a lot. */
const samples = fc
  .tuple(fc.constantFrom(3, 50, 1_000_000), fc.integer({ min: 2, max: 120 }))
  .chain(([most, length]) =>
    fc.tuple(
      fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: length, maxLength: length }),
      fc.array(fc.integer({ min: 0, max: most }), { minLength: length, maxLength: length }),
    ),
  )
  .map(
    ([days, values]): Samples => ({
      days: Float64Array.from(days).sort(),
      values: Float64Array.from(values),
    }),
  )

/** All slopes, by looking at each pair. */
function allSlopes({ days, values }: Samples): readonly number[] {
  const slopes: number[] = []
  for (let one = 0; one < days.length; one++)
    for (let other = one + 1; other < days.length; other++)
      slopes.push(((values[other] ?? 0) - (values[one] ?? 0)) / ((days[other] ?? 0) - (days[one] ?? 0)))
  return slopes.sort((one, other) => one - other)
}

const isLike = (found: PairwiseSlopes, naive: readonly number[], ranksAsked: readonly number[]): void => {
  expect(found.directions()).toEqual({
    falling: naive.filter((slope) => slope < 0).length,
    level: naive.filter((slope) => slope === 0).length,
    rising: naive.filter((slope) => slope > 0).length,
  })
  for (const rank of ranksAsked) expect(found.at(rank)).toBe(naive[rank])
}

describe('the slopes between all pairs', () => {
  it('equal those of a brute-force pass over all pairs, to the last bit', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 0.999, noNaN: true }), (given, share) => {
        const naive = allSlopes(given)
        const last = naive.length - 1
        isLike(new PairwiseSlopes(given), naive, [0, last >> 1, last, Math.floor(share * naive.length)])
      }),
      { ...limits, numRuns: 300 },
    )
  })

  it.each([
    ['prices that jump about', (day: number) => (day * 7_919) % 10_007],
    ['a price that seldom changes', (day: number) => 100 * ((Math.floor(day / 40) * 7) % 5)],
    ['a price that creeps up', (day: number) => 5_000 + 3 * day + ((day * 31) % 17)],
    ['a price that never changes', () => 100],
  ])('equal it also over 1,500 days of %s', (_, price) => {
    const given = daily(Array.from({ length: 1_500 }, (__, day) => price(day)))
    const naive = allSlopes(given)
    const parts = [0, 0.025, 0.25, 0.5, 0.9, 0.975]
    isLike(
      new PairwiseSlopes(given),
      naive,
      parts.map((part) => Math.floor(part * naive.length)),
    )
  })

  it('keep to about fifteen digits where prices and spans are beyond exact arithmetic', () => {
    const days = Float64Array.from([0, 1e6, 3e6, 9e6])
    const values = Float64Array.from([9e15, 1e15, 5e15, 0])
    const naive = allSlopes({ days, values })
    for (const rank of naive.keys())
      expect(new PairwiseSlopes({ days, values }).at(rank) / (naive[rank] ?? 0)).toBeCloseTo(1, 6)
  })
})

describe('Theil–Sen and Mann–Kendall', () => {
  it('the p-value is what integrating the normal density gives, where values do not depend on each other', () => {
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 10, maxLength: 40 })
    fc.assert(
      fc.property(values, (list) => {
        const { slope, pValue } = fitTrend(daily(list))
        // Rounded to a millionth, as the trend is taken out before ties are counted.
        const rest = Float64Array.from(list, (value, day) => Math.round(1e6 * (value - slope * day)) / 1e6)
        fc.pre(autocorrelationFactor(ranks(rest)) === 1)
        expect(pValue).toBeCloseTo(naiveP(list), 5)
      }),
      limits,
    )
  })

  it('the slope lies within its interval', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const { slope, low, high } = fitTrend(given)
        expect(low).toBeLessThanOrEqual(slope)
        expect(high).toBeGreaterThanOrEqual(slope)
      }),
      limits,
    )
  })

  it('do not change when all values are shifted or scaled', () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 99 }),
        ({ days, values }, scale, shift) => {
          const plain = fitTrend({ days, values })
          const changed = fitTrend({ days, values: values.map((value) => value * scale + shift) })
          expect(changed.slope).toBeCloseTo(plain.slope * scale, 6)
          expect(changed.pValue).toBeCloseTo(plain.pValue, 6)
        },
      ),
      limits,
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
