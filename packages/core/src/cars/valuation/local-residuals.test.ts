import { describe, expect, it } from 'vitest'
import type { Neighbour } from './comparable-index.js'
import { addLocalResidual, limitResiduals } from './local-residuals.js'
import type { Prediction } from './prediction.js'

const prediction: Prediction = {
  logPrice: 9,
  logBase: 8.9,
  basis: { miles: 50_000 },
  contributions: [{ name: 'mileage', amount: 0.1 }],
  error: 0.1,
  quantiles: [],
}
const neighbour = (row: number, distance: number): Neighbour => ({
  distance,
  car: { row, listing: {}, identity: `${row}`, logPrice: 9, ageYears: 5, miles: 50_000, groups: [] },
})

describe('the local residual', () => {
  it('is the mean residual of like cars, drawn halfway to 0 by sixteen that are wholly alike', () => {
    const alike = Array.from({ length: 16 }, (_, row) => neighbour(row, 0))
    const { logPrice, contributions } = addLocalResidual(prediction, alike, new Float32Array(16).fill(0.25))
    expect(logPrice).toBeCloseTo(9.125, 9)
    expect(contributions).toEqual([
      { name: 'mileage', amount: 0.1 },
      { name: 'like cars', amount: 0.125 },
    ])
  })

  it('weighs a car less, the less it is alike', () => {
    const residuals = Float32Array.of(0.25)
    const moveBy = (distance: number) =>
      addLocalResidual(prediction, [neighbour(0, distance)], residuals).logPrice - 9
    expect(moveBy(1)).toBeGreaterThan(0)
    expect(moveBy(1)).toBeLessThan(moveBy(0))
    expect(moveBy(0)).toBeLessThan(0.05)
  })

  it('passes over cars that the market did not learn from', () => {
    expect(addLocalResidual(prediction, [neighbour(1, 0)], Float32Array.of(0.25))).toBe(prediction)
    expect(addLocalResidual(prediction, [], Float32Array.of(0.25))).toBe(prediction)
  })

  it('is of residuals that are limited to three medians of their sizes', () => {
    expect([...limitResiduals(Float64Array.of(0.25, -0.25, 0.25, -9, 9))]).toEqual([
      0.25, -0.25, 0.25, -0.75, 0.75,
    ])
  })
})
