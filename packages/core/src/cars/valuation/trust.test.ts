import { describe, expect, it } from 'vitest'
import { type Money, money, toMinor } from '../../money/index.js'
import { pseudoRandom } from '../../statistics/index.js'
import { type CarValued, createMarket, type MarketListing, type MarketVehicle, valuate } from './index.js'

const newValues = { Camry: 28_000, Corolla: 20_000 } as const
const factors = { LE: 1, SE: 1.1, XLE: 1.2 } as const

/** Listings whose prices follow model, trim, age and mileage, with some noise. Each has its VIN. */
function listings(count: number, seed: number): MarketListing[] {
  const random = pseudoRandom(seed)
  const pick = <Name extends string>(of: Readonly<Record<Name, number>>) =>
    Object.keys(of)[Math.floor(random() * Object.keys(of).length)] as Name
  return Array.from({ length: count }, (_, index) => {
    const [model, trim] = [pick(newValues), pick(factors)]
    const year = 2010 + Math.floor(random() * 10)
    const mileageMiles = 1_000 + Math.round((2020 - year) * 12_000 * (0.6 + 0.8 * random()))
    const noise = 0.06 * (random() + random() + random() - 1.5)
    const value =
      newValues[model] * factors[trim] * Math.exp(-0.1 * (2020 - year) - mileageMiles / 300_000 + noise)
    const vin = `4T1BF1FK${index % 10}${'ABCDEFGH'[year % 8]}U${String(100_000 + index)}`
    const price = money(value.toFixed(0), 'USD')
    return {
      make: 'Toyota',
      model,
      trim,
      year,
      mileageMiles,
      vin,
      condition: pick({ good: 1, fair: 1 }),
      price,
    }
  })
}

const options = { currency: 'USD', kind: 'asking' } as const
const camry = { make: 'Toyota', model: 'Camry', trim: 'SE', year: 2016, mileageMiles: 52_000 }
const known = listings(320, 1)
const market = createMarket(known, options)

function valued(vehicle: MarketVehicle, by = market): CarValued {
  const valuation = by.value(vehicle)
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  return valuation
}
const amountOf = ({ amount }: Money) => Number(amount)
const priced = (amount: number, changes: MarketVehicle = {}): MarketVehicle => ({
  ...camry,
  price: money(amount.toFixed(0), 'USD'),
  ...changes,
})

describe('an asking price', () => {
  const value = amountOf(valued(camry).value)

  it.each([500, 1_234, 2_000, 3_000, 0.38 * value])(
    'of %d for a car worth 15,000 is a risk and no deal',
    (amount) => {
      const { rating, risk } = valued(priced(amount))
      expect(rating).toBeUndefined()
      expect(risk).toMatch(/too good to be true|a placeholder/)
    },
  )

  it('that is an instalment by the words beside it is a risk, and no such price joins a market', () => {
    const monthly = { priceWords: 'only $289/mo with $2,000 down' }
    expect(valued(priced(289, monthly)).risk).toMatch(/an instalment/)
    expect(valued(priced(2_000, monthly)).risk).toMatch(/a down payment/)
    expect(valued(priced(value, monthly)).rating).toBe('fair')
    const { refused } = createMarket([priced(289, monthly), priced(1_234), priced(15_000)], options).report
    expect(refused).toEqual({ 'no-whole-price': 2 })
  })

  it('is rated as before where 2 % of the market is junk', () => {
    const junk = known.map((listing, index) =>
      index % 50 === 7 ? { ...listing, price: money(String(150 + index), 'USD') } : listing,
    )
    const dirty = createMarket(junk, options)
    const first = (by: typeof market) => amountOf(valued(camry, by).quantiles[0]?.price ?? money('0', 'USD'))
    expect(first(dirty)).toBeGreaterThan(0.9 * first(market))
    expect(valued(priced(0.6 * value), dirty).rating).toBeUndefined()
  })
})

describe('a car that the market has not seen', () => {
  it.each<[MarketVehicle, RegExp, string | undefined]>([
    [
      { model: 'Camrry' },
      /^no Toyota Camrry is among the 320 cars .* did you mean Toyota Camry\?$/,
      'Toyota Camry',
    ],
    [{ make: 'Tayotta', model: 'Camry' }, /^no car of its make, Tayotta, .* Toyota Camry\?$/, 'Toyota Camry'],
    [
      { make: 'Ferrari', model: '488' },
      /^no car of its make, Ferrari, is among the 320 of this market$/,
      undefined,
    ],
    [{ model: 'Land Cruiser' }, /^no Toyota Land Cruiser is among/, undefined],
    [{ year: 1950 }, /^Toyota Camry of 1950 is out of the years seen: the \d+ .* 2010 to 2019$/, undefined],
  ])('is not valued: %j', (changes, reason, didYouMean) => {
    const { abstained } = market.value({ ...camry, ...changes })
    expect(abstained?.reason).toMatch(reason)
    expect(abstained?.didYouMean).toBe(didYouMean)
  })

  it('is valued just beyond the years seen, and told so', () => {
    expect(valued({ ...camry, year: 2008 }).notes).toEqual([
      expect.stringMatching(/^2008 is out of the years seen/),
    ])
    expect(valued(camry).notes).toEqual([])
  })
})

describe('an explanation', () => {
  const subjects = listings(120, 2).map(({ vin: _, price: __, ...vehicle }, index) =>
    index % 3 === 0 ? { ...vehicle, trim: '' } : vehicle,
  )

  it('has lines only of what differs, which sum exactly, and comparables on both sides or a note', () => {
    let lineCount = 0
    for (const subject of subjects) {
      const { base, baseWords, adjustments, value, comparables, notes } = valued(subject)
      const sum = (parts: readonly Money[]) => parts.reduce((total, part) => total + toMinor(part), 0n)
      expect(sum([base, ...adjustments.map(({ amount }) => amount)])).toBe(toMinor(value))
      expect(baseWords).toMatch(/^a 20\d\d Toyota \w+ with the usual [\d,]+ miles$/)
      expect(
        adjustments.every(({ name }) => ['mileage', 'trim', 'condition', 'like cars'].includes(name)),
      ).toBe(true)
      if (subject.trim === '') expect(adjustments.map(({ name }) => name)).not.toContain('trim')
      for (const { price, adjustments: lines, adjustedPrice, vehicle } of comparables) {
        expect(sum([price, ...lines.map(({ amount }) => amount)])).toBe(toMinor(adjustedPrice))
        for (const { name, words } of lines) {
          lineCount++
          const [own, other] = words.split(' instead of ')
          expect(own).not.toBe(other)
          if (name === 'year') expect([own, other]).toEqual([`${subject.year}`, `${vehicle.year}`])
          if (name === 'trim') expect(vehicle.trim).not.toBe(subject.trim)
        }
      }
      const adjusted = comparables.map(({ adjustedPrice }) => amountOf(adjustedPrice))
      const isBracketed = Math.min(...adjusted) <= amountOf(value) && amountOf(value) <= Math.max(...adjusted)
      expect(isBracketed || notes.some((note) => note.includes('all 5 comparables'))).toBe(true)
    }
    expect(lineCount).toBeGreaterThan(500)
  })

  it('is in kilometres and in the figures of the locale where its region says so', () => {
    const irish = createMarket(known.slice(0, 40), { ...options, locale: 'en-IE' })
    const { comparables, adjustments } = valued(camry, irish)
    const words = [...comparables.flatMap((each) => each.adjustments), ...adjustments].map(
      (each) => each.words,
    )
    expect(words.join()).toMatch(/83,686 km instead of/)
    expect(words.join()).not.toMatch(/miles/)
    expect(() => createMarket([], { ...options, locale: 'tlh' })).toThrow(
      /locale: expected a locale of English/,
    )
  })

  it('counts a car with five prices once, with the latest', () => {
    const vin = '4T1BF1FK8CU030085'
    const relisted = [14_000, 13_500, 13_000, 12_800, 12_500].map(
      (amount, week): MarketListing => ({
        ...camry,
        vin,
        lastSeenAt: Date.UTC(2020, 0, 1 + 7 * week),
        price: money(String(amount), 'USD'),
      }),
    )
    const others = [12_900, 13_300].map((amount) => ({
      ...relisted[0],
      vin: `4T1BF1FK8CU03008${amount % 7}`,
      price: money(String(amount), 'USD'),
    }))
    expect(valuate(camry, relisted).abstained?.reason).toMatch(/^only 1 of its model/)
    const valuation = valuate(camry, [...relisted.toReversed(), ...others])
    if (valuation.abstained) throw new Error(valuation.abstained.reason)
    expect(valuation.comparableCount).toBe(3)
    expect(valuation.comparables.map(({ price }) => amountOf(price)).sort()).toEqual([12_500, 12_900, 13_300])
    expect(valued(camry).comparableCount).toBe(
      known.filter(({ model, year = 0 }) => model === 'Camry' && Math.abs(year - 2016) <= 3).length,
    )
  })
})

describe('a title that is not clean', () => {
  it('lowers the value by what the market shows of it, and by a published measure where it shows nothing', () => {
    const ratio = (by: typeof market, changes: MarketVehicle) =>
      amountOf(valued({ ...camry, ...changes }, by).value) / amountOf(valued(camry, by).value)
    const cheap = known.map(
      (listing, index): MarketListing =>
        index % 8 === 0
          ? {
              ...listing,
              titleStatus: 'rebuilt',
              price: money((0.75 * amountOf(listing.price!)).toFixed(0), 'USD'),
            }
          : listing,
    )
    const branded = createMarket(cheap, options)
    const salvage = ratio(market, { titleStatus: 'salvage' })
    expect(salvage).toBeGreaterThan(0.5)
    expect(salvage).toBeLessThan(0.8)
    expect(ratio(market, { condition: 'salvage' })).toBeCloseTo(salvage, 2)
    expect(ratio(market, { titleStatus: 'clean' })).toBe(1)
    // 40 such cars at three quarters of the value, drawn toward the measure of others.
    expect(ratio(branded, { titleStatus: 'rebuilt' })).toBeGreaterThan(salvage)
    expect(ratio(branded, { titleStatus: 'rebuilt' })).toBeLessThan(0.8)
    const { adjustments, comparables } = valued({ ...camry, titleStatus: 'salvage' })
    expect(adjustments.map(({ words }) => words)).toContain('title: salvage')
    expect(comparables[0]?.adjustments.map(({ words }) => words)).toContain(
      'salvage title instead of clean title',
    )
  })
})

it('widens the interval of a car that is offered after the latest of the market, and says so', () => {
  const dated = createMarket(
    known.slice(0, 260).map((each) => ({ ...each, lastSeenAt: Date.UTC(2020, 0, 1) })),
    options,
  )
  const at = (lastSeenAt: number) => {
    const { low, high, notes } = valued({ ...camry, lastSeenAt }, dated)
    return { width: amountOf(high) / amountOf(low), notes }
  }
  const [then, later] = [at(Date.UTC(2020, 0, 1)), at(Date.UTC(2020, 6, 1))]
  expect(then.notes).toEqual([])
  expect(later.notes).toEqual([expect.stringMatching(/^the market is 182 days older/)])
  expect(later.width).toBeGreaterThan(1.1 * then.width)
})
