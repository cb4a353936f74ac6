import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mean, medianHigh, medianLow, quantile, valueAtRank } from './index.js'

// `+ 0` turns -0 into 0: the two are one number, and which of them comes back is not promised.
const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => value + 0)
const numbers = fc.array(number, { minLength: 1, maxLength: 50 })
const limits = { interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false }

describe('quantile', () => {
  it('interpolates between two numbers, as R and NumPy do by default', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75)
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantile([10], 0.9)).toBe(10)
  })

  it('has no value without numbers', () => {
    expect(quantile([], 0.5)).toBeUndefined()
  })

  it('leaves the numbers in their order', () => {
    const values = [3, 1, 2]
    quantile(values, 0.5)
    expect(values).toEqual([3, 1, 2])
  })

  it('goes from the lowest number to the highest, and never falls', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(quantile(values, 0)).toBe(Math.min(...values))
        expect(quantile(values, 1)).toBe(Math.max(...values))
        const quantiles = [0, 0.1, 0.5, 0.75, 1].map((share) => quantile(values, share) ?? Number.NaN)
        for (const [index, value] of quantiles.slice(1).entries())
          expect(value).toBeGreaterThanOrEqual((quantiles[index] ?? 0) - 1e-6)
      }),
      limits,
    )
  })
})

describe('valueAtRank', () => {
  it('reads whole ranks, and interpolates between them', () => {
    const sorted = Float64Array.of(10, 20, 40)
    expect([0, 1, 1.5, 2].map((rank) => valueAtRank(sorted, rank))).toEqual([10, 20, 30, 40])
  })

  it('is not a number beyond the numbers', () => {
    expect(valueAtRank([], 0)).toBeNaN()
    expect(valueAtRank([1, 2], 2)).toBeNaN()
  })
})

describe('the medians', () => {
  it('are the middle number of an odd count', () => {
    expect([medianLow([9, 1, 5]), medianHigh([9, 1, 5])]).toEqual([5, 5])
  })

  it('are the lower and the higher of two middle numbers', () => {
    expect([medianLow([9, 1, 5, 7]), medianHigh([9, 1, 5, 7])]).toEqual([5, 7])
  })

  it('have no value without numbers', () => {
    expect([medianLow([]), medianHigh([])]).toEqual([undefined, undefined])
  })

  it('sort by size and not by text', () => {
    expect(medianLow([10, 9, 100])).toBe(10)
  })
})

describe('mean', () => {
  it('is the sum over the count', () => {
    expect(mean([1, 2, 6])).toBe(3)
    expect(mean(Float64Array.of(1, 2))).toBe(1.5)
  })

  it('is not a number without numbers', () => {
    expect(mean([])).toBeNaN()
  })
})
