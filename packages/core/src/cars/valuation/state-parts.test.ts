import { describe, expect, it } from 'vitest'
import { loadMarketInBackground } from '../background/index.js'
import { createMarket } from './index.js'
import type { MarketListing } from './market-listing.js'
import { partsOf, StateParts } from './state-parts.js'

const together = (parts: Iterable<string>): unknown => {
  const read = new StateParts()
  for (const part of parts) read.add(part)
  return read.state
}

describe('the parts of a state', () => {
  it('are short, and make the same state again', () => {
    const long = 'x'.repeat(150_000)
    const state = {
      at: 3,
      text: long,
      none: {},
      cars: Array.from({ length: 9_000 }, (_, number) => ({ name: `car ${number}`, price: number / 3 })),
      nested: [{ small: 1 }, { first: long, second: [long, long], keys: new Map([['a', 1]]) }, 7],
      groups: new Map(Array.from({ length: 20_000 }, (_, number) => [`group ${number}`, number])),
      figures: Float64Array.from({ length: 30_000 }, (_, number) => number / 7),
      ...JSON.parse('{"__proto__": {"odd": true}}'),
    }
    const parts = [...partsOf(state)]
    expect(parts.length).toBeGreaterThan(8)
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(450_000)
    expect(together(parts)).toEqual(state)
  })

  it.each([
    ['no JSON', '{'],
    ['no part', '[]'],
    ['a part of nothing before it', '{"at":["cars"],"add":[1]}'],
    ['a member of what every object has', '{"at":["__proto__","polluted"],"set":true}'],
    ['a member of a function', '{"at":["constructor","polluted"],"set":true}'],
    ['items of no list', '{"at":[],"add":[1]}'],
  ])('refuse %s', (_what, part) => {
    const read = new StateParts()
    read.add('{"at":[],"open":"object"}')
    expect(() => read.add(part)).toThrow(expect.objectContaining({ code: 'VALIDATION' }))
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('loadMarketInBackground', () => {
  const listings = Array.from(
    { length: 260 },
    (_, number): MarketListing => ({
      make: 'Toyota',
      model: 'Camry',
      year: 2012 + (number % 8),
      mileageMiles: 20_000 + 311 * number,
      price: { amount: `${25_000 - 41 * number + 900 * (number % 8)}.00`, currency: 'USD' },
    }),
  )
  const market = createMarket(listings, { currency: 'USD', kind: 'asking' })
  const car = { make: 'Toyota', model: 'Camry', year: 2015, mileageMiles: 50_000 }

  it('makes the market again that gave its parts, with what was learned since', async () => {
    market.update([{ ...car, price: { amount: '19900.00', currency: 'USD' } }])
    const loaded = await loadMarketInBackground(market.toParts())
    expect(market.value(car).abstained).toBeUndefined()
    expect(loaded.value(car)).toEqual(market.value(car))
    expect(loaded.report).toEqual(market.report)
  })

  it('refuses parts that are not all there, and ends when it is called off', async () => {
    const parts = [...market.toParts()]
    await expect(loadMarketInBackground(parts.slice(1))).rejects.toMatchObject({ code: 'VALIDATION' })
    await expect(loadMarketInBackground([])).rejects.toMatchObject({ code: 'VALIDATION' })
    const signal = AbortSignal.abort()
    await expect(loadMarketInBackground(parts, { signal })).rejects.toMatchObject({ code: 'ABORTED' })
  })
})
