import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { type Money, money, toMinor } from '../../money/index.js'
import { omit } from '../../options/index.js'
import { pseudoRandom } from '../../statistics/index.js'
import {
  type CarValued,
  createMarket,
  loadMarket,
  type MarketListing,
  type MarketVehicle,
  type Valuation,
} from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

/** The true value of each model when new. Simulated prices differ from the true value by `noise`, in logarithms. */
const newValues: Readonly<Record<string, number>> = {
  'Toyota Camry': 28_000,
  'Honda Civic': 24_000,
  'BMW X5': 65_000,
}
const trimFactors: Readonly<Record<string, number>> = { base: 1, sport: 1.12, luxury: 1.25 }
const noise = 0.08

interface SimulatedCar {
  readonly trueValue: number
  readonly listing: MarketListing
}

function simulate(count: number, seed: number, currency = 'USD'): SimulatedCar[] {
  const random = pseudoRandom(seed)
  const pick = <Thing>(things: readonly Thing[]) => things[Math.floor(random() * things.length)]!
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: count }, (_, index) => {
    const [name, trim] = [pick(Object.keys(newValues)), pick(Object.keys(trimFactors))]
    const [make = '', model = ''] = name.split(' ')
    const year = 2010 + Math.floor(random() * 12)
    const mileageMiles = Math.round((2022 - year) * 11_000 * (0.5 + random()))
    const trueValue =
      newValues[name]! * trimFactors[trim]! * Math.exp(-0.1 * (2022 - year) - mileageMiles / 250_000)
    const price = money((trueValue * Math.exp(noise * normal())).toFixed(0), currency)
    const externalId = String(index)
    return {
      trueValue,
      listing: { source: 'test', externalId, make, model, trim, year, mileageMiles, price },
    }
  })
}

const options = { currency: 'USD', kind: 'asking' } as const
const cars = simulate(700, 1)
const market = createMarket(
  cars.map(({ listing }) => listing),
  options,
)
const unseen = simulate(600, 2)

function valued(valuation: Valuation): CarValued {
  if (valuation.abstained) throw new Error(valuation.abstained.reason)
  return valuation
}
const amountOf = ({ amount }: Money) => Number(amount)
const sumOf = (parts: readonly Money[]) => parts.reduce((sum, part) => sum + toMinor(part), 0n)
const camry = { make: 'Toyota', model: 'Camry', trim: 'base', year: 2016, mileageMiles: 66_000 }

describe('a market', () => {
  it('predicts the true value of unseen cars better than their prices tell it', () => {
    const errors = unseen
      .map(({ trueValue, listing }) =>
        Math.abs(Math.log(amountOf(valued(market.value(listing)).value) / trueValue)),
      )
      .sort((a, b) => a - b)
    expect(errors[300]).toBeLessThan(noise / 2)
  })

  it('gives intervals that cover 80 % of unseen prices', () => {
    const within = unseen.filter(({ listing }) => {
      const { low, high } = valued(market.value(listing))
      const price = amountOf(listing.price!)
      return amountOf(low) <= price && price <= amountOf(high)
    })
    // Four standard errors of a share of 0.8 among 600.
    expect(Math.abs(within.length / unseen.length - 0.8)).toBeLessThan(0.066)
  })

  it('gives a confidence that is the chance of a price within 10 % of the value', () => {
    const confidence = unseen.map(({ listing }) => valued(market.value(listing)).confidence)
    const mean = confidence.reduce((sum, each) => sum + each, 0) / unseen.length
    const near = unseen.filter(({ listing }) => {
      const ratio = amountOf(listing.price!) / amountOf(valued(market.value(listing)).value)
      return ratio >= 0.9 && ratio <= 1.1
    })
    expect(Math.abs(near.length / unseen.length - mean)).toBeLessThan(0.08)
  })

  it.each(['USD', 'JPY', 'KWD'])(
    'sums base and adjustments to the value in the minor unit of %s',
    (currency) => {
      const other = createMarket(
        simulate(250, 3, currency).map(({ listing }) => listing),
        { currency, kind: 'asking' },
      )
      for (const { listing } of simulate(100, 4, currency)) {
        const { base, adjustments, value, comparables } = valued(other.value(listing))
        expect(sumOf([base, ...adjustments.map(({ amount }) => amount)])).toBe(toMinor(value))
        for (const comparable of comparables)
          expect(sumOf([comparable.price, ...comparable.adjustments.map(({ amount }) => amount)])).toBe(
            toMinor(comparable.adjustedPrice),
          )
      }
    },
  )

  it('explains the value by adjustments for mileage and trim, in words', () => {
    const { adjustments } = valued(market.value({ ...camry, trim: 'luxury', mileageMiles: 110_000 }))
    const by = (name: string) => adjustments.find((adjustment) => adjustment.name === name)
    expect(amountOf(by('mileage')!.amount)).toBeLessThan(0)
    expect(by('mileage')?.words).toMatch(/^mileage: 110,000 miles instead of the usual [\d,]+ miles$/)
    expect(amountOf(by('trim')!.amount)).toBeGreaterThan(0)
    expect(by('trim')?.words).toBe('trim: luxury')
  })

  it('shows the most similar cars of the same model, without the car itself', () => {
    const listing = cars[0]!.listing
    const { comparables } = valued(market.value(listing))
    expect(comparables.length).toBe(5)
    for (const { vehicle, similarity } of comparables) {
      expect(vehicle).toMatchObject({ make: listing.make, model: listing.model })
      expect(vehicle.externalId).not.toBe(listing.externalId)
      expect(similarity).toBeGreaterThan(0)
    }
    const similarities = comparables.map(({ similarity }) => similarity)
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a))
  })

  it('values cars as before after it was stored and loaded', () => {
    const loaded = loadMarket(JSON.parse(JSON.stringify(market)))
    for (const { listing } of unseen.slice(0, 50))
      expect(loaded.value(listing)).toEqual(market.value(listing))
    expect(() => loadMarket({ version: 7 })).toThrow(ValidationError)
    expect(() => loadMarket({ version: 1 })).toThrow(/loadMarket: cars: expected the cars that market.toJSON/)
    const damaged = { ...JSON.parse(JSON.stringify(market)), cars: [7] }
    expect(() => loadMarket(damaged)).toThrow(/loadMarket: expected what market\.toJSON\(\) gave, undamaged/)
  })
})

describe("others' valuations", () => {
  it('improve the value: their bias is removed and they weigh by their accuracy', () => {
    const random = pseudoRandom(9)
    // A guide that is a tenth too high, and closer to the true value than any price.
    const guided = (sold: readonly SimulatedCar[]) =>
      sold.map(({ trueValue, listing }) => {
        const guide = money((1.1 * trueValue * (0.98 + 0.04 * random())).toFixed(2), 'USD')
        return { trueValue, listing: { ...listing, valuations: { guide } } }
      })
    const known = createMarket(
      guided(simulate(450, 7)).map(({ listing }) => listing),
      options,
    )
    const errors = (pick: (listing: MarketListing) => MarketVehicle) =>
      guided(simulate(200, 8))
        .map(({ trueValue, listing }) =>
          Math.abs(Math.log(amountOf(valued(known.value(pick(listing))).value) / trueValue)),
        )
        .sort((a, b) => a - b)[100]!
    const joined = errors((listing) => listing)
    expect(joined).toBeLessThan(errors((listing) => omit(listing, 'valuations')))
    expect(joined).toBeLessThan(0.03)
    const listing = guided(simulate(1, 10))[0]!.listing
    const { base, adjustments, value } = valued(known.value(listing))
    expect(adjustments.map(({ name }) => name)).toContain('guide')
    expect(sumOf([base, ...adjustments.map(({ amount }) => amount)])).toBe(toMinor(value))
    const inEuros = { ...listing, valuations: { guide: money('9000', 'EUR') } }
    expect(valued(known.value(inEuros)).adjustments.map(({ name }) => name)).not.toContain('guide')
  })
})

describe('a rating', () => {
  const { value, quantiles } = valued(market.value(camry))
  const at = (amount: number) => valued(market.value({ ...camry, price: money(amount.toFixed(2), 'USD') }))
  const quantile = (share: number) => amountOf(quantiles.find((each) => each.share === share)!.price)

  it('follows the percentile of the price among such cars', () => {
    expect(at((quantile(0.05) + quantile(0.1)) / 2).rating).toBe('great')
    expect(at((quantile(0.1) + quantile(0.25)) / 2).rating).toBe('good')
    expect(at(quantile(0.5)).rating).toBe('fair')
    expect(at((quantile(0.75) + quantile(0.9)) / 2 + 1).rating).toBe('high')
    expect(at(quantile(0.95)).rating).toBe('overpriced')
    expect(at(quantile(0.25)).percentile).toBeCloseTo(0.25, 2)
  })

  it('is calibrated: each rating takes its share of cars', () => {
    const count = (rating: string) =>
      unseen.filter(({ listing }) => valued(market.value(listing)).rating === rating).length / unseen.length
    expect(Math.abs(count('fair') - 0.4)).toBeLessThan(0.08)
    expect(Math.abs(count('overpriced') - 0.1)).toBeLessThan(0.05)
  })

  it('is replaced by a warning when fewer than 1 % of such cars cost so little', () => {
    const judged = at(quantile(0.01) * 0.95)
    expect(judged.rating).toBeUndefined()
    expect(judged.risk).toMatch(/fewer than 1 %/)
    expect(amountOf(value) * 0.4).toBeLessThan(quantile(0.01) * 0.95)
  })

  it('is withheld, with the reason, for a price of another currency or kind', () => {
    expect(valued(market.value({ ...camry, price: money('9000', 'EUR') })).unrated).toMatch(/in EUR/)
    const paid = valued(market.value({ ...camry, price: money('9000', 'USD'), priceKind: 'paid' }))
    expect(paid).toMatchObject({ unrated: expect.stringMatching(/'paid'/) })
    expect(paid.rating).toBeUndefined()
    expect(valued(market.value({ ...camry, price: money('0', 'USD') })).unrated).toMatch(/above 0/)
  })
})

describe('new listings', () => {
  it('move the values of such cars, join the comparables and are counted in the report', () => {
    const moving = createMarket(
      cars.slice(0, 300).map(({ listing }) => listing),
      options,
    )
    const civic = { make: 'Honda', model: 'Civic', trim: 'base', year: 2016, mileageMiles: 66_000 }
    const before = { camry: valued(moving.value(camry)).value, civic: valued(moving.value(civic)).value }
    const dearer = simulate(400, 5).flatMap(({ trueValue, listing }) =>
      listing.model === 'Camry' ? [{ ...listing, price: money((1.2 * trueValue).toFixed(2), 'USD') }] : [],
    )
    expect(moving.update([...dearer, { ...camry, price: money('9000', 'EUR') }])).toMatchObject({
      accepted: dearer.length,
      refused: { 'other-currency': 1 },
    })
    const after = { camry: valued(moving.value(camry)), civic: valued(moving.value(civic)) }
    const rise = (now: Money, then: Money) => amountOf(now) / amountOf(then) - 1
    expect(rise(after.camry.value, before.camry)).toBeGreaterThan(0.12)
    expect(Math.abs(rise(after.civic.value, before.civic))).toBeLessThan(0.05)
    expect(after.camry.adjustments.map(({ name }) => name)).toContain('recent listings')
    expect(
      after.camry.comparables.some(({ price }) =>
        dearer.some((car) => car.price === price || car.price.amount === price.amount),
      ),
    ).toBe(true)
    const stored = loadMarket(JSON.parse(JSON.stringify(moving)))
    expect(stored.value(camry)).toEqual(after.camry)
  })
})

describe('bad input', () => {
  it('is refused, and counted in the report by its reason', () => {
    const good = simulate(30, 6).map(({ listing }) => listing)
    const bad: MarketListing[] = [
      { ...camry, price: money('9000', 'EUR') },
      { ...camry, price: money('9000', 'USD'), priceKind: 'paid' },
      { ...camry },
      { ...camry, year: 2060, price: money('9000', 'USD') },
      { ...camry, price: money('2', 'USD') },
      { ...camry, price: money('1234', 'USD') },
      { ...camry, price: money('299', 'USD'), priceWords: 'only $299/mo' },
      { ...camry, mileageMiles: -5, price: money('9000', 'USD') },
      { year: 2016, price: money('9000', 'USD') },
      { ...camry, year: 'new' as unknown as number, price: money('9000', 'USD') },
      ...good.slice(0, 1),
    ]
    const { report } = createMarket([...good, ...bad], { ...options, at: Date.UTC(2022, 0) })
    expect(report.accepted).toBe(30)
    expect(report.refused).toEqual({
      'other-currency': 1,
      'other-kind': 1,
      'no-price': 1,
      'year-out-of-range': 1,
      'price-out-of-proportion': 1,
      'no-whole-price': 2,
      'mileage-out-of-range': 1,
      'no-make-or-model': 1,
      'not-a-listing': 1,
      duplicate: 1,
    })
    expect(report.examples).toContainEqual({ index: 30, reason: 'other-currency' })
  })

  it('makes a market abstain from a valuation, with the reason', () => {
    const reasonOf = (vehicle: MarketVehicle) => market.value(vehicle).abstained?.reason
    expect(reasonOf({ ...camry, year: 2060 })).toMatch(/2060/)
    expect(reasonOf({ model: 'Camry', year: 2016 })).toMatch(/make is not known/)
    expect(reasonOf({ make: 'Toyota', year: 2016 })).toMatch(/model is not known/)
    expect(reasonOf({ make: 'Toyota', model: 'Camry' })).toMatch(/year is not known/)
    expect(reasonOf({ make: 'Trabant', model: '601', year: 1989 })).toMatch(/no car of its make/)
    expect(() => market.value({ ...camry, year: 'new' as unknown as number })).toThrow(ValidationError)
  })

  it('widens the interval when the mileage is not known or not plausible, and says so', () => {
    const unknown = omit(camry, 'mileageMiles')
    const width = (valuation: CarValued) => amountOf(valuation.high) / amountOf(valuation.low)
    const usual = width(valued(market.value(camry)))
    const without = valued(market.value(unknown))
    expect(width(without)).toBeGreaterThan(usual)
    expect(without.notes).toEqual([expect.stringMatching(/mileage is not known/)])
    expect(valued(market.value({ ...camry, mileageMiles: 9e9 })).notes).toEqual([
      expect.stringMatching(/not plausible/),
    ])
  })

  it('counts a car that is listed 100,000 times at one price once', () => {
    const many = Array.from(
      { length: 100_000 },
      (): MarketListing => ({ ...camry, price: money('9000', 'USD') }),
    )
    const { report } = createMarket(many, options)
    expect(report).toMatchObject({ accepted: 1, refused: { duplicate: 99_999 } })
  })

  it('never leads to a price that is not a positive number', () => {
    const vehicles = fc.record(
      {
        make: fc.constantFrom('Toyota', 'Honda', 'BMW'),
        model: fc.oneof(fc.constantFrom('Camry', 'Civic', 'X5'), fc.string({ minLength: 1 })),
        trim: fc.string(),
        year: fc.integer({ min: 1800, max: 2100 }),
        mileageMiles: fc.double({ noNaN: true, noDefaultInfinity: true }),
        condition: fc.string(),
        lastSeenAt: fc.integer({ min: 0, max: 4e12 }),
        attributes: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())),
      },
      { requiredKeys: ['make', 'model'] },
    )
    fc.assert(
      fc.property(vehicles, (vehicle) => {
        const valuation = market.value(vehicle)
        if (valuation.abstained) return
        const { value, low, high, confidence, quantiles } = valuation
        const figures = [value, low, high, ...quantiles.map(({ price }) => price)].map(amountOf)
        expect(figures.every((figure) => figure > 0 && Number.isFinite(figure))).toBe(true)
        expect(amountOf(low)).toBeLessThanOrEqual(amountOf(high))
        expect(confidence >= 0 && confidence <= 1).toBe(true)
      }),
      limits,
    )
  })

  it.each([
    { make: 5 },
    { year: Number.NaN },
    { mileageMiles: '12,000' },
    { priceKind: 'sold' },
    { price: { amount: '9,000', currency: 'USD' } },
    { price: { amount: '9000' } },
    { attributes: ['leather'] },
    { attributes: { leather: true } },
    { valuations: { mmr: 9_000 } },
  ])('is refused when a member is not of its type: %j', (wrong) => {
    const vehicle = { make: 'Toyota', model: 'Camry', year: 2012, ...wrong } as MarketListing
    expect(() => market.value(vehicle)).toThrow(/expected the members of a MarketVehicle/)
    expect(createMarket([vehicle], options).report.refused).toEqual({ 'not-a-listing': 1 })
  })

  it('names the option that is wrong', () => {
    expect(() => createMarket([], { currency: 'dollars', kind: 'asking' })).toThrow(/createMarket: currency/)
  })

  it('keeps an interval when all listings have the same price', () => {
    const same = cars.map(({ listing }) => ({ ...listing, price: money('9000', 'USD') }))
    const { value, low, high } = valued(createMarket(same, options).value(camry))
    expect(Math.abs(amountOf(value) / 9_000 - 1)).toBeLessThan(0.05)
    expect(amountOf(low)).toBeLessThan(8_900)
    expect(amountOf(high)).toBeGreaterThan(9_100)
  })
})
