import { ValidationError } from '@telltale/core'
import type { AdapterContext, CarQuery, Specs, Valuations } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { type CatalogOptions, type CatalogRow, catalog } from './index.js'

// A catalog asks its context for the signal alone.
const context = {
  signal: new AbortController().signal,
  logger: { warn: () => undefined },
} as unknown as AdapterContext

const open = (options: CatalogOptions) => {
  const { specs, valuations } = catalog(options) as { specs: Specs; valuations: Valuations }
  return {
    specs: (query: CarQuery) => specs.find(query, context),
    value: (query: CarQuery, zip?: string) => valuations.value({ ...query, ...defined({ zip }) }, context),
  }
}

const corvette = { make: 'Chevrolet', model: 'Corvette', year: 2023 }
const mustang = { make: 'Ford', model: 'Mustang', year: 2023 }
const chevrolet = { name: 'Chevrolet', url: 'https://www.chevrolet.com/corvette' }

describe('a catalog', () => {
  it('is an adapter of specifications and valuations with a default id', () => {
    expect(catalog({ cars: [] })).toMatchObject({ specVersion: 1, id: 'catalog' })
    expect(catalog({ id: 'fleet', cars: [] }).id).toBe('fleet')
  })

  it('knows the cars of its rows, each figure with its source', async () => {
    const { specs } = open({
      cars: [
        {
          ...corvette,
          horsepower: { value: 495, source: chevrolet },
          zeroToSixtySeconds: 3,
          source: { name: 'A magazine' },
        },
        { ...mustang, torqueLbFt: 410 },
      ],
    })

    expect(await specs(corvette)).toEqual({
      ...corvette,
      horsepower: { value: 495, source: chevrolet },
      zeroToSixtySeconds: { value: 3, source: { name: 'A magazine' } },
    })
    expect(await specs(mustang)).toEqual({
      ...mustang,
      torqueLbFt: { value: 410, source: { name: 'catalog' } },
    })
  })

  it('does not know a car that has no row, or no figure of the kind', async () => {
    const { specs, value } = open({
      cars: [
        { ...corvette, priceUsd: 67_450 },
        { ...mustang, horsepower: 450 },
      ],
    })

    expect(await specs({ ...corvette, year: 2022 })).toBeUndefined()
    expect(await specs(corvette)).toBeUndefined()
    expect(await value(mustang)).toBeUndefined()
  })

  it('matches without regard to case, spaces, hyphens and dashes', async () => {
    const { specs } = open({
      cars: [{ make: 'Mercedes-Benz', model: 'F\u2011150 XL', year: 2023, trim: 'GT R', horsepower: 1 }],
    })

    for (const [make, model, trim] of [
      ['mercedes benz', 'F-150XL', 'gt-r'],
      ['MERCEDESBENZ', 'f150 xl', 'GTR'],
    ] as const)
      expect(await specs({ make, model, year: 2023, trim })).toMatchObject({ model: 'F\u2011150 XL' })
    expect(await specs({ make: 'Maserati', model: 'F-150XL', year: 2023 })).toBeUndefined()
  })

  it('finds a car by its other names', async () => {
    const { specs } = open({
      cars: [
        { make: 'Chevy', model: 'Corvette Z06', year: 2023, horsepower: 670 },
        { ...corvette, horsepower: 495 },
        { make: 'BMW', model: '328i', year: 2016, horsepower: 240 },
        { make: 'BMW', model: '340i', year: 2016, horsepower: 320 },
      ],
    })
    const horsepowerOf = async (query: CarQuery) => (await specs(query))?.horsepower?.value
    expect(await horsepowerOf(corvette)).toBe(495)
    expect(await horsepowerOf({ ...corvette, make: 'chevy' })).toBe(670)
    expect(await horsepowerOf({ ...corvette, trim: 'Z06' })).toBe(670)
    const bmw = { make: 'bmw', year: 2016 }
    expect(await horsepowerOf({ ...bmw, model: '340i' })).toBe(320)
    expect(await horsepowerOf({ ...bmw, model: '3 Series', trim: '340i' })).toBe(320)
    expect(await horsepowerOf({ ...bmw, model: '3er' })).toBe(240)
    expect(await horsepowerOf({ ...bmw, model: '5 Series' })).toBeUndefined()
  })

  it('gives the requested trim, or the first one', async () => {
    const { specs, value } = open({
      cars: [
        { ...mustang, trim: 'GT', horsepower: 450 },
        { ...mustang, trim: 'EcoBoost', horsepower: 310, priceUsd: 27_770 },
      ],
    })

    expect(await specs(mustang)).toMatchObject({ trim: 'GT', horsepower: { value: 450 } })
    expect(await specs({ ...mustang, trim: 'ecoboost' })).toMatchObject({ horsepower: { value: 310 } })
    expect(await specs({ ...mustang, trim: 'Mach 1' })).toBeUndefined()
    // The price of another trim would not be this car's.
    expect(await value(mustang)).toBeUndefined()
  })

  it('merges the rows of one car, the first row with a figure first', async () => {
    const { specs, value } = open({
      cars: [
        { ...corvette, zip: '75146', priceUsd: 67_450 },
        { ...corvette, horsepower: 495 },
        { ...corvette, horsepower: 490, torqueLbFt: 465 },
      ],
    })

    expect(await specs(corvette)).toMatchObject({ horsepower: { value: 495 }, torqueLbFt: { value: 465 } })
    expect(await value(corvette, '75146')).toMatchObject({ value: { amount: '67450.00' } })
  })
})

describe('prices', () => {
  it('apply in the ZIP code of their row, the longest match first', async () => {
    const { value } = open({
      cars: [
        { ...corvette, priceUsd: 60_000 },
        { ...corvette, zip: '751', priceUsd: 65_000 },
        { ...corvette, zip: '75146', priceUsd: 67_450 },
        { ...corvette, zip: '75146', priceUsd: 1 },
        { ...corvette, zip: '7', priceUsd: 61_000 },
      ],
    })
    const amountAt = async (zip?: string) => (await value(corvette, zip))?.value.amount

    expect(await amountAt('75146')).toBe('67450.00')
    expect(await amountAt('75199')).toBe('65000.00')
    expect(await amountAt('70001')).toBe('61000.00')
    expect(await amountAt('10001')).toBe('60000.00')
    expect(await amountAt()).toBe('60000.00')
  })

  it('of a ZIP code do not apply elsewhere, nor to the whole country', async () => {
    const { value } = open({ cars: [{ ...corvette, zip: '75146', priceUsd: 67_450 }] })
    expect(await value(corvette, '75147')).toBeUndefined()
    expect(await value(corvette)).toBeUndefined()
  })

  it('are exact money in their currency, with their source', async () => {
    const source = { name: 'Dealer' }
    const { value } = open({
      cars: [
        { ...corvette, priceUsd: { value: '67450.10', source } },
        { ...mustang, price: '9007199254740993', currency: 'JPY' },
      ],
    })

    expect(await value(corvette)).toEqual({ value: { amount: '67450.10', currency: 'USD' }, source })
    expect(await value(mustang)).toEqual({
      value: { amount: '9007199254740993', currency: 'JPY' },
      source: { name: 'catalog' },
    })
  })
})

describe('units', () => {
  // Factors of NIST SP 811 (2008), appendix B.8, which gives them to seven digits.
  it.each([
    ['powerKw', 'horsepower', 'kW', 1_000 / 745.6999],
    ['powerPs', 'horsepower', 'PS', 735.4988 / 745.6999],
    ['torqueNm', 'torqueLbFt', 'N·m', 1 / 1.355818],
  ] as const)('%s becomes %s, and keeps what was published', async (published, figure, unit, factor) => {
    const { specs } = open({ cars: [{ ...corvette, [published]: 637 }] as CatalogRow[] })
    const fact = (await specs(corvette))?.[figure]

    expect(fact?.original).toEqual({ value: 637, unit })
    expect(fact?.value).toBeCloseTo(637 * factor, 3)
  })

  it('are exact: 550 foot-pounds a second are a horsepower, and 75 kilogram-metres a second a PS', async () => {
    const { specs } = open({
      cars: [
        {
          ...corvette,
          powerKw: (550 * 0.3048 * 0.45359237 * 9.80665) / 1_000,
          torqueNm: 0.3048 * 0.45359237 * 9.80665,
        },
        { ...mustang, powerPs: (550 * 0.3048 * 0.45359237) / 75 },
      ],
    })
    expect((await specs(corvette))?.horsepower?.value).toBeCloseTo(1, 14)
    expect((await specs(corvette))?.torqueLbFt?.value).toBeCloseTo(1, 14)
    expect((await specs(mustang))?.horsepower?.value).toBeCloseTo(1, 14)
  })

  it('without a conversion take precedence', async () => {
    const { specs } = open({
      cars: [
        { ...corvette, horsepower: 495, powerKw: 1, powerPs: 1, torqueLbFt: 470, torqueNm: 1 },
        { ...mustang, powerKw: 331, powerPs: 450 },
      ],
    })
    expect(await specs(corvette)).toMatchObject({ horsepower: { value: 495 }, torqueLbFt: { value: 470 } })
    expect((await specs(mustang))?.horsepower?.original).toEqual({ value: 331, unit: 'kW' })
  })
})

describe('the options', () => {
  it.each([
    ['neither rows, text nor file', {}, /exactly one of cars, json, csv, file/],
    ['two of them', { cars: [], csv: '' }, /exactly one of/],
    [
      'a file of another ending',
      { file: 'cars.xlsx' },
      /file: expected a name that ends in '\.json' or '\.csv'/,
    ],
    [
      'a file on the web',
      { file: new URL('https://shop.example/cars.csv') },
      /file: expected a path or a file: URL/,
    ],
    ['an unknown option', { path: 'cars.csv' }, /unknown option 'path'/],
    ['an empty id', { id: '', cars: [] }, /id: /],
    ['rows that are no list', { cars: {} }, /cars: expected a list of rows/],
    [
      'a wrong row',
      { cars: [{ ...corvette, horsepower: '1,495' }] },
      /cars\[0\]\.horsepower: expected a plain number/,
    ],
    ['a row that is none', { cars: [null] }, /cars\[0\]: expected a row/],
  ])('are rejected at once with %s', (_what, options, message) => {
    expect(() => catalog(options as CatalogOptions)).toThrow(ValidationError)
    expect(() => catalog(options as CatalogOptions)).toThrow(message)
  })
})
