import { describe, expect, it } from 'vitest'
import { marketPosition, type PricedCar } from '../index.js'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const priced = (price: string, value: string, changes: Partial<PricedCar> = {}): PricedCar => ({
  price: usd(price),
  value: usd(value),
  ...changes,
})
const own = priced('9700', '10000')

describe('marketPosition', () => {
  it('ranks by price against value, and not by price alone', () => {
    // The cheapest one is worn, and dear for what it is.
    const comparables = [priced('8600', '8000'), priced('9900', '11000'), priced('12000', '12000')]
    const position = marketPosition(own, comparables)
    expect(position).toMatchObject({
      priceToMarket: 0.97,
      rank: 2,
      count: 4,
      medianPriceToMarket: 1,
      unplaced: 0,
    })
    expect(position.supply).toBeUndefined()
  })

  it('gives equal ones the same rank, and a car alone the first', () => {
    expect(marketPosition(own, [own, own])).toMatchObject({ rank: 1, count: 3 })
    expect(marketPosition(own, [])).toEqual({ priceToMarket: 0.97, rank: 1, count: 1, unplaced: 0 })
  })

  it('compares within a radius where places are known', () => {
    // Atlanta; Macon, 75 miles away in a straight line; Miami, 604.
    const atlanta = { ...own, coordinates: [-84.39, 33.75] as const }
    const macon = priced('9000', '10000', { coordinates: [-83.63, 32.84] })
    const miami = priced('8000', '10000', { coordinates: [-80.19, 25.76] })
    const others = [macon, miami, priced('7000', '10000')]
    expect(marketPosition(atlanta, others, { radiusMiles: 100 })).toMatchObject({
      rank: 2,
      count: 2,
      unplaced: 1,
    })
    expect(marketPosition(atlanta, others, { radiusMiles: 70 })).toMatchObject({ count: 1 })
    expect(marketPosition(atlanta, others, { radiusMiles: 590 })).toMatchObject({ count: 2 })
    expect(marketPosition(atlanta, others, { radiusMiles: 620 })).toMatchObject({ count: 3 })
    expect(marketPosition(own, others, { radiusMiles: 100 })).toMatchObject({ count: 1, unplaced: 3 })
  })

  it('ranks what is for sale, and counts what is gone for the days’ supply', () => {
    const [at, day] = [Date.UTC(2026, 2, 1), 86_400_000]
    const seen = { firstSeenAt: at - 90 * day, lastSeenAt: at }
    const gone = priced('5000', '10000', { firstSeenAt: 0, lastSeenAt: at - 5 * day, status: 'gone' })
    const { rank, count, supply } = marketPosition(
      { ...own, ...seen },
      [gone, priced('9900', '9900', seen)],
      { at },
    )
    // Two for sale, one sold in 45 days.
    expect({ rank, count, daysSupply: supply?.daysSupply }).toEqual({ rank: 1, count: 2, daysSupply: 90 })
  })

  it.each([
    [priced('1', '1', { priceLevel: 'paid' })],
    [{ ...own, price: { amount: '9', currency: 'EUR' } }],
    [priced('9', '0')],
  ])('refuses %j beside it', (other) => {
    expect(() => marketPosition(own, [other])).toThrow(/comparables/)
  })
})
