import { expect, it } from 'vitest'
import { money } from '../../money/index.js'
import { pseudoRandom } from '../../statistics/index.js'
import { createMarket, type MarketListing, valuate } from './index.js'
import { studentQuantile } from './small-sample.js'

const civic = { make: 'Honda', model: 'Civic', year: 2018, mileageMiles: 50_000 }
const priced = (amount: number, changes: Partial<MarketListing> = {}): MarketListing => ({
  ...civic,
  externalId: String(amount),
  trim: String(amount),
  price: money(amount.toFixed(2), 'USD'),
  ...changes,
})
const five = [15_200, 15_800, 16_000, 16_400, 17_000].map((amount) => priced(amount))

it('values a car in the middle of a handful of its like', () => {
  const valuation = valuate(civic, five)
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(Number(valuation.value.amount)).toBeGreaterThan(15_800)
  expect(Number(valuation.value.amount)).toBeLessThan(16_400)
  expect(Number(valuation.low.amount)).toBeLessThan(15_200)
  expect(Number(valuation.high.amount)).toBeGreaterThan(17_000)
  expect(valuation.comparables).toHaveLength(5)
})

it('is not moved much by one odd price among them', () => {
  const valuation = valuate(civic, [...five, priced(3_000)])
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(Number(valuation.value.amount)).toBeGreaterThan(15_500)
})

it('brings comparables to the age and mileage of the car', () => {
  const worn = five.map((car) => ({ ...car, mileageMiles: 90_000, year: 2016 }))
  const valuation = valuate(civic, worn)
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(Number(valuation.value.amount)).toBeGreaterThan(17_000)
  expect(valuation.adjustments.map(({ name }) => name).sort()).toEqual(['age', 'mileage'])
  expect(valuation.comparables[0]?.adjustments.map(({ words }) => words)).toContain(
    '50,000 miles instead of 90,000 miles',
  )
})

it('abstains with fewer than three comparables, and shows them', () => {
  const valuation = valuate(civic, five.slice(0, 1))
  expect(valuation.abstained?.reason).toMatch(/^only 1 of its model .* at least 3 are needed/)
  expect(valuation.comparables).toHaveLength(1)
  expect(valuate(civic, []).abstained?.reason).toMatch(/no comparable/)
  expect(valuate({ ...civic, model: 'Accord' }, five).abstained?.reason).toMatch(/^only 0/)
})

it('says that equal prices tell nothing of how far prices lie apart, and keeps what is usual', () => {
  const equal = Array.from({ length: 6 }, (_, index) => priced(16_000, { trim: `${index}` }))
  const valuation = valuate(civic, equal)
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(valuation.notes).toEqual([expect.stringMatching(/same price/)])
  expect(Number(valuation.high.amount) / Number(valuation.low.amount)).toBeGreaterThan(1.2)
})

it('widens when the mileage is not known, and counts other currencies out', () => {
  const { mileageMiles: _, ...unknown } = civic
  const width = (vehicle: Partial<MarketListing>) => {
    const valuation = valuate(vehicle, [...five, priced(1_000_000, { price: money('9', 'EUR') })])
    if (valuation.abstained) throw new Error(valuation.abstained.reason)
    return Number(valuation.high.amount) / Number(valuation.low.amount)
  }
  expect(width(unknown)).toBeGreaterThan(width(civic))
})

it.each([0.08, 0.2, 0.3])(
  'gives intervals that hold about four in five prices, which differ by %f of their logarithm',
  (spread) => {
    const random = pseudoRandom(11)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const price = () => 16_000 * Math.exp(spread * normal())
    let held = 0
    for (let round = 0; round < 400; round++) {
      const valuation = valuate(
        civic,
        Array.from({ length: 15 }, () => priced(price())),
      )
      if (valuation.abstained) throw new Error(valuation.abstained.reason)
      const own = price()
      if (own >= Number(valuation.low.amount) && own <= Number(valuation.high.amount)) held++
    }
    expect(held / 400).toBeGreaterThan(0.7)
    expect(held / 400).toBeLessThan(0.94)
  },
)

it('takes new listings in a small market among the handful', () => {
  const market = createMarket(five.slice(0, 2), { currency: 'USD', kind: 'asking' })
  expect(market.value(civic).abstained).toBeDefined()
  market.update(five.slice(2))
  expect(market.value(civic).abstained).toBeUndefined()
})

it.each([
  [0.5, 0],
  [0.9, 1.533],
  [0.95, 2.132],
  [0.99, 3.747],
  [0.005, -4.604],
])('knows the quantile %f of Student’s t with four degrees of freedom (tables: %f)', (share, quantile) => {
  expect(studentQuantile(share)).toBeCloseTo(quantile, 3)
})
