import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertUnit, dataQuality, normalizeVehicle, parseListing } from './index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const corpus = new URL('../../../../../../shared/data/cars/us_auction_train.csv.gz', import.meta.url)
const there = existsSync(corpus)

const raw = {
  source: 'cars.example',
  externalId: '654461421',
  make: 'chevy',
  model: 'malibu LT',
  year: '2012',
  mileageMiles: '41,200',
  price: { amount: '9500.00', currency: 'USD' },
  priceKind: 'asking',
  state: 'GA',
  coordinates: [-84.39, 33.75],
  condition: 'good',
  vin: '4t1bf1fk8cu030085',
  status: 'active',
}

describe('normalizeVehicle', () => {
  it('makes a listing of a raw record', () => {
    const { vehicle, unreadable, quality } = normalizeVehicle(raw)
    expect(parseListing(vehicle)).toEqual({
      ...raw,
      make: 'Chevrolet',
      model: 'Malibu',
      trim: 'LT',
      year: 2012,
      mileageMiles: 41_200,
      vin: '4T1BF1FK8CU030085',
    })
    expect(unreadable).toEqual([])
    expect(quality.score).toBe(1)
  })

  it('turns figures into its own units and keeps them as they were', () => {
    const { vehicle } = normalizeVehicle({ mileageKm: 80_467.2, powerKw: '110', torqueNm: 250 })
    expect(vehicle.mileageMiles).toBe(50_000)
    expect(vehicle.horsepower).toBeCloseTo(147.512, 3)
    expect(vehicle.originals).toEqual({
      mileageMiles: { value: 80_467.2, unit: 'km' },
      horsepower: { value: 110, unit: 'kW' },
      torqueLbFt: { value: 250, unit: 'Nm' },
    })
    expect(convertUnit(vehicle.torqueLbFt ?? 0, 'lb-ft', 'Nm')).toBeCloseTo(250, 10)
  })

  it('leaves out what it cannot read, and says so', () => {
    const { vehicle, unreadable } = normalizeVehicle({
      make: 'Goldacre',
      year: 'soon',
      mileageKm: 'many',
      price: { amount: '1.999', currency: 'USD' },
      coordinates: [33.75, -184.39],
      url: 'javascript:alert(1)',
      trim: ' ',
      condition: null,
      colour: 'red',
    })
    expect(vehicle).toEqual({ make: 'Goldacre' })
    expect(new Set(unreadable)).toEqual(new Set(['year', 'mileageKm', 'price', 'coordinates', 'url']))
  })

  it('reads what it has read into the same again', () => {
    const record = fc.record({
      make: fc.constantFrom('chevy', 'Ford', 'BMW', 'Goldacre'),
      model: fc.constantFrom('malibu LT', 'f150 XLT', '328i xDrive', 'Boy V6'),
      mileageKm: fc.integer({ min: 0, max: 500_000 }),
    })
    fc.assert(
      fc.property(record, (given) => {
        const { vehicle } = normalizeVehicle(given)
        expect(normalizeVehicle(vehicle).vehicle).toEqual(vehicle)
      }),
      timeLimit,
    )
  })

  it('takes any record at all', () => {
    const members = fc.constantFrom(...Object.keys(raw), 'mileageKm', 'powerPs')
    fc.assert(
      fc.property(fc.dictionary(members, fc.anything()), (given) => {
        const { vehicle, quality } = normalizeVehicle(given)
        expect(parseListing({ ...vehicle, source: 'a', externalId: 'b' })).toMatchObject({ source: 'a' })
        expect(quality.score).toBeGreaterThanOrEqual(0)
        expect(quality.score).toBeLessThanOrEqual(1)
      }),
      timeLimit,
    )
  })

  it.skipIf(!there)('reads real auction cars whole (needs shared/data)', () => {
    const [, ...rows] = gunzipSync(readFileSync(corpus)).toString('utf8').trim().split('\n').slice(0, 2_001)
    const read = rows
      .map((row) => row.split(','))
      .map(([vin, year, make, model]) => normalizeVehicle({ vin, year, make, model }))
    expect(read.flatMap(({ unreadable }) => unreadable)).toEqual([])
    const agreeing = read.filter(
      ({ quality }) => quality.parts.find(({ name }) => name === 'vin')?.points === 2,
    )
    expect(agreeing.length / read.length).toBeGreaterThan(0.99)
  })
})

describe('dataQuality', () => {
  it('is nothing of nothing, and the sum of its parts', () => {
    expect(dataQuality({}).score).toBe(0)
    const { score, parts } = dataQuality({ make: 'Goldacre', year: 2013, vin: '4T1BF1FK8CU030085' })
    expect(parts.reduce((sum, { points }) => sum + points, 0) / 20).toBe(score)
    const descriptions = parts.map((part) => part.description)
    expect(descriptions).toContain('make Goldacre is not one that is known')
    expect(descriptions).toContain('VIN is of 2012, not of 2013')
    expect(descriptions).toContain('mileage is not known')
  })

  it('trusts a VIN less when its check digit does not hold', () => {
    const [part] = dataQuality({ vin: '4T1BF1FK9CU030085' }).parts.filter(({ name }) => name === 'vin')
    expect(part).toMatchObject({ points: 1, description: 'VIN is known, but its check digit does not hold' })
  })
})

it('reads the mileages, missing words and bodies that occur on markets, and keeps attributes', () => {
  const read = (raw: Record<string, unknown>) => normalizeVehicle(raw)
  for (const text of ['45.000', '45 000', "45'000", '45.000 km', '45,000', '45000'])
    expect(read({ mileageKm: text }).vehicle.originals?.mileageMiles).toEqual({ value: 45_000, unit: 'km' })
  for (const text of ['45k', '45K miles', '45.0 k mi'])
    expect(read({ mileageMiles: text }).vehicle.mileageMiles).toBe(45_000)
  expect(read({ mileageMiles: '72,000 mi' }).vehicle.mileageMiles).toBe(72_000)
  const { vehicle, unreadable } = read({
    make: 'Porche',
    model: '911',
    trim: 'N/A',
    color: '-',
    body: 'Off-Road/Pick-up',
    fuel: 'Elektro/Benzin',
    attributes: { engineLitres: 3, seller: 'dealer' },
  })
  expect(vehicle).toEqual({
    make: 'Porsche',
    model: '911',
    fuel: 'hybrid',
    asWritten: { body: 'Off-Road/Pick-up', fuel: 'Elektro/Benzin' },
    attributes: { engineLitres: 3, seller: 'dealer' },
  })
  expect(unreadable).toEqual(['body'])
})

it.each([
  ['Rebuilt/Restored', 'rebuilt'],
  ['Clear', 'clean'],
  ['salvage certificate', 'salvage'],
  ['Cat S', 'salvage'],
  ['Not salvage', 'clean'],
  ['Flood', 'flood'],
  ['Lemon law', 'lemon'],
])('reads the title status %s, accidents and owners', (titleStatus, status) => {
  const { vehicle } = normalizeVehicle({ titleStatus, accidents: '1', owners: 2 })
  expect(vehicle).toMatchObject({ titleStatus: status, accidents: 1, owners: 2 })
})
