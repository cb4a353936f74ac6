import { expect, it } from 'vitest'
import { madToDeviation, modifiedZScore, normalQuantile } from './index.js'

it('makes the median absolute deviation of normal numbers their standard deviation', () => {
  expect(madToDeviation).toBeCloseTo(1 / normalQuantile(0.75), 4)
})

it('counts a distance in standard deviations', () => {
  // Of normal numbers with a standard deviation of 1, the median absolute deviation is the 0.75 quantile.
  const mad = normalQuantile(0.75)
  expect(modifiedZScore(2, mad)).toBeCloseTo(2, 3)
  expect(modifiedZScore(-3.5, mad)).toBeCloseTo(-3.5, 3)
})
