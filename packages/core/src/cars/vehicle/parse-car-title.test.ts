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
  [
    "'07 Ford F250 233k $4775",
    {
      year: 2007,
      make: 'Ford',
      model: 'F-250',
      mileageMiles: 233_000,
      price: { amount: '4775', currency: 'USD' },
    },
  ],
  [
    '2007 Jeep Wrangler with 131,500 original miles! Rebuilt title',
    { year: 2007, make: 'Jeep', model: 'Wrangler', mileageMiles: 131_500, titleStatus: 'rebuilt' },
  ],
  [
    'Toyota RAV4 (2020) odometer 21,256, 34,734 firm',
    {
      year: 2020,
      make: 'Toyota',
      model: 'RAV4',
      mileageMiles: 21_256,
      price: { amount: '34734', currency: 'USD' },
    },
  ],
  [
    '2014 AUDI RS 5 4.2, mileage: 47,425, $47,455',
    {
      year: 2014,
      make: 'Audi',
      model: 'RS 5',
      trim: '4.2',
      mileageMiles: 47_425,
      price: { amount: '47455', currency: 'USD' },
    },
  ],
  [
    'honda-pilot-2017-32k-$32000',
    {
      year: 2017,
      make: 'Honda',
      model: 'Pilot',
      mileageMiles: 32_000,
      price: { amount: '32000', currency: 'USD' },
    },
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

/** The figures of a row that its titles are made of. */
interface TitleRow {
  readonly year: string
  readonly make: string
  readonly model: string
  readonly trim: string
  readonly price: number
  readonly miles: number
}

const grouped = (figure: number) => figure.toLocaleString('en-US')
const thousands = (figure: number) => Math.round(figure / 1_000)

/** Title lines as sellers write them. */
const titles: readonly ((row: TitleRow) => string)[] = [
  ({ year, make, model, miles, price }) => `${year} ${make} ${model} - ${miles} miles - $${price}`,
  ({ year, make, model, trim, miles, price }) =>
    `Used ${year} ${make} ${model} ${trim} for sale | ${grouped(miles)} mi | $${grouped(price)}`,
  ({ year, make, model, miles, price }) =>
    `${make} ${model} ${year} - $${price} OBO - ${thousands(miles)}k miles`,
  ({ year, make, model, miles, price }) =>
    `'${year.slice(2)} ${make} ${model} ${thousands(miles)}k $${price}`,
  ({ year, make, model, trim, miles, price }) =>
    `$${price} ${year} ${make} ${model} ${trim}, clean title, ${grouped(miles)} original miles`.toUpperCase(),
  ({ year, make, model, miles, price }) =>
    `${make} ${model} (${year}) odometer ${grouped(miles)}, asking ${grouped(price)} firm`,
]

const columns: Readonly<Record<string, (row: readonly string[]) => TitleRow>> = {
  us_craigslist_train: ([year = '', make = '', model = '', price, odometer]) => ({
    year,
    make,
    model,
    trim: '',
    price: Number(price),
    miles: Number(odometer),
  }),
  us_listings_train: ([, year = '', make = '', model = '', trim = '', mileage, price]) => ({
    year,
    make,
    model,
    trim,
    price: Number(price),
    miles: Number(mileage),
  }),
}

it.skipIf(!there).each(Object.entries(columns))(
  'reads 98 of 100 titles made of the rows of %s as their columns say (needs shared/data)',
  (name, rowOf) => {
    const [, ...lines] = gunzipSync(readFileSync(new URL(`${name}.csv.gz`, folder)))
      .toString('utf8')
      .trim()
      .split('\n')
    const sample = lines
      .filter((line, index) => index % 7 === 0 && !line.includes('"'))
      .map((line) => rowOf(line.split(',')))
      .filter(({ miles, price }) => miles >= 1_000 && price >= 500)
      .map((row, index) => ({ row, line: titles[index % titles.length]?.(row) ?? '' }))
    const wrong = sample.filter(({ line, row: { year, make, model, miles, price } }) => {
      const read = parseCarTitle(line)
      return !(
        read.year === Number(year) &&
        read.make === (canonicalMake(make) ?? read.make) &&
        read.model === splitModel(make, model).model &&
        [miles, 1_000 * thousands(miles)].includes(read.mileageMiles ?? 0) &&
        Number(read.price?.amount) === price
      )
    })
    const shown = wrong.slice(0, 12).map(({ line }) => line)
    expect(wrong.length / sample.length, shown.join('\n')).toBeLessThanOrEqual(0.02)
  },
)
