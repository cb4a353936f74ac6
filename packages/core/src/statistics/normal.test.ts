import { describe, expect, it } from 'vitest'
import { normalQuantile, twoSidedPValue } from './index.js'

describe('the normal distribution', () => {
  // NIST/SEMATECH, "e-Handbook of Statistical Methods", and any table of the normal distribution.
  it.each([
    [0.001, -3.090232306],
    [0.025, -1.959963985],
    [0.25, -0.67448975],
    [0.5, 0],
    [0.9, 1.281551566],
    [0.95, 1.644853627],
    [0.99, 2.326347874],
    [0.999, 3.090232306],
  ])('has its quantile of %s at %s', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 8)
  })

  it.each([
    [0, 1],
    [1, 0.317310508],
    [1.959963985, 0.05],
    [2, 0.045500264],
    [3, 0.002699796],
    [-3, 0.002699796],
  ])('lies further from 0 than %s with probability %s', (z, probability) => {
    expect(twoSidedPValue(z)).toBeCloseTo(probability, 6)
  })

  it('keeps seven digits far out, where 1 minus the error function has none', () => {
    // 2 × (1 - Φ(6)), as tables of the upper tail have it.
    expect(twoSidedPValue(6) / 1.9731752900753e-9).toBeCloseTo(1, 6)
    expect(twoSidedPValue(40)).toBeGreaterThanOrEqual(0)
  })

  it('has the two-sided p-value as the inverse of its quantile', () => {
    for (let probability = 0.51; probability < 0.999; probability += 0.01)
      expect(twoSidedPValue(normalQuantile(probability))).toBeCloseTo(2 * (1 - probability), 6)
  })
})
