import { describe, expect, it } from 'vitest'
import { money } from '../../money/index.js'
import { costToOwn, createMarket, forecastResale, type MarketListing } from '../index.js'

const at = Date.UTC(2026, 0, 1)
const yearMs = 365.2425 * 86_400_000

/** Cars that lose 15 % of their value a year and 4 % by 10,000 miles: what a forecast has to find. */
const worth = (ageYears: number, miles: number) => 30_000 * 0.85 ** ageYears * 0.96 ** (miles / 10_000)
const listings = Array.from({ length: 600 }, (_, i): MarketListing => {
  const [year, mileageMiles] = [2010 + (i % 16), 5_000 + ((i * 7_919) % 150_000)]
  const price = worth((at - Date.UTC(year, 0)) / yearMs, mileageMiles) * (1 + 0.06 * Math.sin(i))
  const model = i % 2 === 0 ? 'Camry' : 'Corolla'
  return { make: 'Toyota', model, year, mileageMiles, lastSeenAt: at, price: money(price.toFixed(2), 'USD') }
})
const market = createMarket(listings, { currency: 'USD', kind: 'paid' })
const camry = { make: 'Toyota', model: 'Camry', year: 2021, mileageMiles: 40_000 }

function forecast(months: number, milesPerYear?: number) {
  const options = milesPerYear === undefined ? { at, months } : { at, months, milesPerYear }
  const found = forecastResale(market, camry, options)
  if (found.abstained) throw new Error(found.abstained.reason)
  return found
}

describe('forecastResale', () => {
  it('finds what such cars lose by age and miles', () => {
    for (const [months, milesPerYear] of [
      [36, 10_000],
      [60, 15_000],
    ] as const) {
      const years = months / 12
      const { retainedShare, estimate } = forecast(months, milesPerYear)
      const expected = worth(years, years * milesPerYear) / worth(0, 0)
      expect(Math.abs(retainedShare / expected - 1)).toBeLessThan(0.1)
      expect(estimate).toMatchObject({
        priceLevel: 'paid',
        source: `forecast of the market after ${months} months`,
      })
    }
  })

  it('is less sure of a later time, and loses more by more miles', () => {
    const width = (months: number) => {
      const { low = 0, high = 0 } = forecast(months).estimate
      return high / low
    }
    expect(width(60)).toBeGreaterThan(width(12))
    expect(forecast(36, 30_000).retainedShare).toBeLessThan(forecast(36, 5_000).retainedShare)
    expect(forecast(60).resale.notes.join()).toMatch(/market/)
  })

  it('gives the depreciation of the cost to own, with its range and source', () => {
    const { estimate } = forecast(60)
    const [depreciation] = costToOwn({ priceUsd: 15_000, resaleUsd: estimate }).lines
    expect(depreciation?.amountUsd).toBeCloseTo(15_000 - estimate.value, 2)
    expect(depreciation?.highUsd).toBeCloseTo(15_000 - (estimate.low ?? 0), 2)
    expect(depreciation?.source).toMatch(/forecast of the market/)
    expect(() => costToOwn({ priceUsd: 15_000, resaleUsd: { ...estimate, priceLevel: 'asking' } })).toThrow(
      /resaleUsd: expected a price that buyers pay/,
    )
  })

  it('hands on the refusal of a market, and refuses a time of nothing', () => {
    const unknown = forecastResale(market, { ...camry, model: 'Supra' }, { at, months: 12 })
    expect(unknown.abstained?.reason).toMatch(/Supra/)
    expect(() => forecastResale(market, camry, { at, months: 0 })).toThrow(/months/)
  })
})
