import { expect, it } from 'vitest'
import { money } from '../../money/index.js'
import { omit } from '../../options/index.js'
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

it('values a car in the middle of a few similar ones', () => {
  const valuation = valuate(civic, five)
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(Number(valuation.value.amount)).toBeGreaterThan(15_800)
  expect(Number(valuation.value.amount)).toBeLessThan(16_400)
  expect(Number(valuation.low.amount)).toBeLessThan(15_200)
  expect(Number(valuation.high.amount)).toBeGreaterThan(17_000)
  expect(valuation.comparables).toHaveLength(5)
})

it('is hardly moved by one outlier', () => {
  const valuation = valuate(civic, [...five, priced(3_000)])
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(Number(valuation.value.amount)).toBeGreaterThan(15_500)
})

it('adjusts comparables to the age and mileage of the car', () => {
  const worn = five.map((car) => ({ ...car, mileageMiles: 90_000, year: 2016 }))
  const valuation = valuate(civic, worn)
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(Number(valuation.value.amount)).toBeGreaterThan(17_000)
  expect(valuation.adjustments.map(({ name }) => name).sort()).toEqual(['age', 'mileage'])
  expect(valuation.comparables[0]?.adjustments.map(({ words }) => words)).toContain(
    '50,000 miles instead of 90,000 miles',
  )
})

it('adjusts comparables to the power of the car, and says so', () => {
  const weak = five.map((car) => ({ ...car, horsepower: 120 }))
  const strong = valuate({ ...civic, horsepower: 180 }, weak)
  const same = valuate({ ...civic, horsepower: 120 }, weak)
  if (strong.abstained || same.abstained) throw new Error('expected values')
  expect(Number(strong.value.amount)).toBeGreaterThan(1.1 * Number(same.value.amount))
  expect(strong.adjustments.map(({ name }) => name)).toEqual(['engine'])
  expect(same.adjustments).toEqual([])
  expect(strong.comparables[0]?.adjustments.map(({ name }) => name)).toEqual(['engine'])
})

it('weighs those of the same trim more, and learns the rate of mileage from the sample', () => {
  const named = (trim: string, amounts: readonly number[]) =>
    amounts.map((amount, index) => priced(amount, { trim, mileageMiles: 50_100 + index }))
  const both = [...named('EX', [20_000, 20_200, 20_400]), ...named('LX', [16_000, 16_200, 16_400, 16_600])]
  const ex = valuate({ ...civic, trim: 'EX' }, both)
  const steep = Array.from({ length: 12 }, (_, index) =>
    priced(20_000 * Math.exp(-0.08 * index), { mileageMiles: 10_000 * index, trim: 'EX' }),
  )
  const atMiles = (mileageMiles: number) => {
    const valuation = valuate({ ...civic, trim: 'EX', mileageMiles }, steep)
    if (valuation.abstained) throw new Error(valuation.abstained.reason)
    return Number(valuation.value.amount)
  }
  if (ex.abstained) throw new Error(ex.abstained.reason)
  expect(Number(ex.value.amount)).toBeGreaterThan(19_500)
  expect(Math.log(atMiles(10_000) / atMiles(100_000)) / 9).toBeGreaterThan(0.06)
})

it('abstains with fewer than three comparables, and shows them', () => {
  const valuation = valuate(civic, five.slice(0, 1))
  expect(valuation.abstained?.reason).toMatch(/^only 1 of its model .* at least 3 are needed/)
  expect(valuation.comparables).toHaveLength(1)
  expect(valuate(civic, []).abstained?.reason).toMatch(/no comparable/)
  expect(valuate({ ...civic, model: 'Accord' }, five).abstained?.reason).toMatch(/^only 0/)
})

it('notes that equal prices tell nothing of the spread, and uses the usual spread', () => {
  const equal = Array.from({ length: 6 }, (_, index) => priced(16_000, { trim: `${index}` }))
  const valuation = valuate(civic, equal)
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  expect(valuation.notes).toEqual([expect.stringMatching(/same price/)])
  expect(Number(valuation.high.amount) / Number(valuation.low.amount)).toBeGreaterThan(1.2)
})

it('widens the interval of a car without mileage, and ignores prices in other currencies', () => {
  const unknown = omit(civic, 'mileageMiles')
  const width = (vehicle: Partial<MarketListing>) => {
    const valuation = valuate(vehicle, [...five, priced(1_000_000, { price: money('9', 'EUR') })])
    if (valuation.abstained) throw new Error(valuation.abstained.reason)
    return Number(valuation.high.amount) / Number(valuation.low.amount)
  }
  expect(width(unknown)).toBeGreaterThan(width(civic))
})

it.each([0.08, 0.2, 0.3])(
  'gives intervals that cover about 80 % of prices whose logarithms have a standard deviation of %f',
  (spread) => {
    const random = pseudoRandom(11)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const price = () => 16_000 * Math.exp(spread * normal())
    let covered = 0
    for (let round = 0; round < 400; round++) {
      const valuation = valuate(
        civic,
        Array.from({ length: 15 }, () => priced(price())),
      )
      if (valuation.abstained) throw new Error(valuation.abstained.reason)
      const own = price()
      if (own >= Number(valuation.low.amount) && own <= Number(valuation.high.amount)) covered++
    }
    expect(covered / 400).toBeGreaterThan(0.7)
    expect(covered / 400).toBeLessThan(0.94)
  },
)

it('values by new listings too after an update of a small market', () => {
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
])(
  'gives the quantile %f of Student’s t with four degrees of freedom as tables do: %f',
  (share, quantile) => {
    expect(studentQuantile(share)).toBeCloseTo(quantile, 3)
  },
)
