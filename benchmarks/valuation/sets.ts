import type { MarketListing } from '@telltale/core/cars/valuation'
import { defined } from '@telltale/core/ports'
import type { Row } from './csv.js'

/** The format of one set of cars. */
export interface SetFormat {
  readonly currency: string
  readonly kind: 'asking' | 'paid'
  /** The columns that tell the price, or that were known only after the sale. A market must not see them. */
  readonly hidden: readonly string[]
  /** The columns that identify a car, so that it is never on both sides of a test; `*` for all. */
  readonly identity: readonly string[]
  /** The columns of others' valuations. */
  readonly valuations?: readonly string[]
}

/** The sets, by the name their files begin with. */
export const setFormats: Readonly<Record<string, SetFormat>> = {
  us_auction: {
    currency: 'USD',
    kind: 'paid',
    hidden: ['condition', 'sample'],
    identity: ['vin'],
    valuations: ['mmr'],
  },
  us_carvana_auction: {
    currency: 'USD',
    kind: 'paid',
    hidden: ['is_bad_buy', 'warranty_cost'],
    identity: ['ref_id'],
  },
  us_listings: { currency: 'USD', kind: 'asking', hidden: ['deal_type'], identity: ['vin'] },
  us_craigslist: {
    currency: 'USD',
    kind: 'asking',
    hidden: ['days_listed'],
    identity: ['year', 'make', 'model', 'odometer'],
  },
  uk_listings: { currency: 'GBP', kind: 'asking', hidden: [], identity: ['*'] },
  in_listings: { currency: 'INR', kind: 'asking', hidden: [], identity: ['*'] },
  de_listings: { currency: 'EUR', kind: 'asking', hidden: [], identity: ['*'] },
  eu_listings: { currency: 'EUR', kind: 'asking', hidden: [], identity: ['*'] },
  au_listings: { currency: 'AUD', kind: 'asking', hidden: [], identity: ['*'] },
}

const priceColumns = ['price', 'sellingprice', 'price_paid', 'price_inr', 'price_eur', 'price_aud']
const mileColumns = ['mileage', 'odometer']
const kmColumns = ['mileage_km', 'km_driven', 'kilometres']
const dateColumns = ['saledate', 'purchase_date', 'date_posted']
const ownColumns = ['make', 'model', 'trim', 'vin', 'state', 'year', 'vehicle_age', 'hp', 'ref_id']
const milesPerKm = 1 / 1.609344
/** The year that ages of `vehicle_age` are counted from; any would do. */
const yearOfAges = 2021

const attributeNames: Readonly<Record<string, string>> = {
  engine_l: 'engineLitres',
  four_wd: 'fourWheelDrive',
  mpg: 'fuelEconomy',
  l_per_100km: 'fuelEconomy',
  fuel_economy_kmpl: 'fuelEconomy',
  tax: 'roadTax',
  drive: 'drivetrain',
  gear: 'transmission',
  condition_grade: 'conditionGrade',
}

/** The columns whose numbers are names. */
const nameColumns = ['auction', 'submodel', 'size', 'color', 'engine']

/** Returns the price of a row in major units; `NaN` without one. */
export const priceOf = (row: Row): number => numberIn(row, priceColumns) ?? Number.NaN

/** Returns the time of a row's sale or offer, in epoch milliseconds. */
export function dateOf(row: Row): number | undefined {
  const at = Date.parse(dateColumns.map((column) => row[column]).find((text) => text !== undefined) ?? '')
  return Number.isNaN(at) ? undefined : at
}

/** Returns the identity of a row's car. */
export function identityOf(row: Row, { identity }: SetFormat): string {
  const columns = identity[0] === '*' ? Object.keys(row).sort() : identity
  return columns
    .map((column) => row[column] ?? '')
    .join('|')
    .toLowerCase()
}

/** Reads a row into a listing, whatever columns it has. */
export function listingOf(row: Row, format: SetFormat): MarketListing {
  const { currency, kind, hidden, valuations = [] } = format
  const price = priceOf(row)
  const year = Number(row.year ?? yearOfAges - Number(row.vehicle_age))
  const miles = numberIn(row, mileColumns)
  const km = numberIn(row, kmColumns)
  const mileageMiles = miles ?? (km === undefined ? undefined : km * milesPerKm)
  const at = dateOf(row)
  const horsepower = numberIn(row, ['hp'])
  const others = valuations.flatMap((name) =>
    row[name] === undefined ? [] : [[name, { amount: row[name], currency }]],
  )
  return {
    ...textOf(row, 'make', 'model', 'trim', 'state'),
    ...defined({
      vin: row.vin?.length === 17 ? row.vin.toUpperCase() : undefined,
      year: Number.isInteger(year) ? year : undefined,
      mileageMiles,
      horsepower,
      condition: hidden.includes('condition') ? undefined : row.condition,
      lastSeenAt: at,
      price: Number.isFinite(price) ? { amount: price.toFixed(2), currency } : undefined,
      valuations: others.length > 0 ? Object.fromEntries(others) : undefined,
    }),
    priceKind: kind,
    attributes: attributesOf(row, [...hidden, ...valuations]),
  }
}

function attributesOf(row: Row, hidden: readonly string[]): Record<string, string | number> {
  const skipped = [
    ...priceColumns,
    ...mileColumns,
    ...kmColumns,
    ...dateColumns,
    ...ownColumns,
    'condition',
    ...hidden,
  ]
  const attributes: Record<string, string | number> = {}
  for (const [column, text] of Object.entries(row)) {
    if (skipped.includes(column) || column.startsWith('mmr')) continue
    const value = Number(text)
    attributes[attributeNames[column] ?? column] =
      nameColumns.includes(column) || !Number.isFinite(value) ? text : value
  }
  const litres = /(\d\.\d)\s*L/.exec(row.engine ?? '')?.[1]
  if (litres !== undefined) attributes.engineLitres = Number(litres)
  return attributes
}

function numberIn(row: Row, columns: readonly string[]): number | undefined {
  for (const column of columns) {
    const value = Number(row[column] ?? Number.NaN)
    if (Number.isFinite(value)) return value
  }
  return undefined
}

function textOf<Name extends string>(row: Row, ...columns: readonly Name[]): Partial<Record<Name, string>> {
  return Object.fromEntries(
    columns.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])),
  ) as Partial<Record<Name, string>>
}
