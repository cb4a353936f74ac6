import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalMake, parseCarTitle, splitModel } from './index.js'

const folder = new URL('../../../../../../shared/data/cars/', import.meta.url)
const there = existsSync(folder)

it.each([
  [
    '2016 Toyota Camry SE 4dr Sedan, 45k mi, clean title, $12,900 OBO',
    {
      year: 2016,
      make: 'Toyota',
      model: 'Camry',
      trim: 'SE',
      body: 'sedan',
      mileageMiles: 45_000,
      titleStatus: 'clean',
      price: { amount: '12900', currency: 'USD' },
    },
  ],
  [
    'Honda Civic EX 2012 - 98,500 miles - $7,200',
    {
      year: 2012,
      make: 'Honda',
      model: 'Civic',
      trim: 'EX',
      mileageMiles: 98_500,
      price: { amount: '7200', currency: 'USD' },
    },
  ],
  [
    'FOR SALE: 2008 chevy silverado 1500 LT crew cab 4x4',
    { year: 2008, make: 'Chevrolet', model: 'Silverado 1500', trim: 'LT', body: 'pickup', drivetrain: '4wd' },
  ],
  [
    '2015 BMW 328i xDrive | rebuilt title | only 61k miles',
    {
      year: 2015,
      make: 'BMW',
      model: '3 Series',
      trim: '328i xDrive',
      mileageMiles: 61_000,
      titleStatus: 'rebuilt',
    },
  ],
  [
    '2014 Land Rover Range Rover Sport HSE £18,995',
    {
      year: 2014,
      make: 'Land Rover',
      model: 'Range Rover Sport',
      trim: 'HSE',
      price: { amount: '18995', currency: 'GBP' },
    },
  ],
  ['2016 Camry, only $299/mo', { year: 2016 }],
  ['2017 Ford F-150 XLT, $2,000 down, $399/mo', { year: 2017, make: 'Ford', model: 'F-150', trim: 'XLT' }],
  [
    '2012 Toyota Camry LE VIN 4T1BF1FK8CU030085',
    { year: 2012, make: 'Toyota', model: 'Camry', trim: 'LE', vin: '4T1BF1FK8CU030085' },
  ],
  ['garage sale on saturday', {}],
])('reads %j', (line, parts) => {
  expect(parseCarTitle(line)).toEqual(parts)
})

it('takes any text at all', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      expect(typeof parseCarTitle(line)).toBe('object')
    }),
    { interruptAfterTimeLimit: 1_000, markInterruptAsFailure: false },
  )
})

const titles: Readonly<Record<string, (row: readonly string[]) => { line: string; row: readonly string[] }>> =
  {
    // year, make, model, price, odometer
    us_craigslist_train: ([year = '', make = '', model = '', price = '', odometer = '']) => ({
      line: `${year} ${make} ${model} - ${odometer} miles - $${price}`,
      row: [year, make, model, price, odometer],
    }),
    // vin, year, make, model, trim, mileage, price
    us_listings_train: ([, year = '', make = '', model = '', trim = '', odometer = '', price = '']) => ({
      line: `Used ${year} ${make} ${model} ${trim}, ${Number(odometer).toLocaleString('en-US')} mi, $${Number(price).toLocaleString('en-US')}`,
      row: [year, make, model, price, odometer],
    }),
  }

it.skipIf(!there).each(Object.entries(titles))(
  'reads 95 of 100 titles made of the rows of %s as their columns say (needs shared/data)',
  (name, titleOf) => {
    const [, ...lines] = gunzipSync(readFileSync(new URL(`${name}.csv.gz`, folder)))
      .toString('utf8')
      .trim()
      .split('\n')
    const sample = lines
      .filter((line, index) => index % 7 === 0 && !line.includes('"'))
      .map((line) => titleOf(line.split(',')))
    const wrong = sample.filter(({ line, row: [year, make = '', model = '', , odometer] }) => {
      const read = parseCarTitle(line)
      const isModel = read.model === splitModel(make, model).model
      return !(
        read.year === Number(year) &&
        read.make === (canonicalMake(make) ?? read.make) &&
        isModel &&
        (odometer === '' || !(Number(odometer) > 0) || read.mileageMiles === Number(odometer))
      )
    })
    expect(
      wrong.length / sample.length,
      wrong
        .slice(0, 12)
        .map(({ line }) => line)
        .join('\n'),
    ).toBeLessThanOrEqual(0.05)
  },
)
