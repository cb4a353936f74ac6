import {
  canonicalBody,
  normalizeVehicle,
  parseCarTitle,
  readCarPrice,
  redactContacts,
} from '@telltale/core/cars/vehicle'
import type { Listing } from '@telltale/core/ports'
import { type Money, money, parsePrice } from '@telltale/core/prices'
import type { SiteMarket } from './listing-site.js'
import type { Scalar } from './state-object.js'
import type { StatedCar } from './stated-car.js'

/** The circumstances in which a car is stated. */
export interface ListingContext {
  /** The id of the source. */
  readonly source: string
  /** The market of the page: what currency and unit a number without one has. */
  readonly market: SiteMarket
  /** Resolves an address of the page. */
  readonly resolve: (address: string) => string | undefined
  /** Returns the address and the id of a car's own page. */
  readonly detailOf: (car: StatedCar) => { readonly id?: string; readonly url?: string }
}

/** Cabs that sites write behind the model of a pickup. */
const cab =
  /\s+((?:super ?crew|super|crew|extended|regular|quad|double|king|mega|access|club)(?: ?cab)|super ?crew)\s*$/i

/** Makes a listing of what a page states of a car; `undefined` when it has no id. */
export function toListing(
  car: StatedCar,
  { source, market, resolve, detailOf }: ListingContext,
): Listing | undefined {
  const heading = withoutSeller(textOf(car.heading), car)
  const title = parseCarTitle(heading ?? '')
  const make = textOf(car.make) ?? title.make
  const written = textOf(car.model) ?? title.model
  const trim = withoutSeller(textOf(car.trim), car) ?? (car.model === undefined ? title.trim : undefined)
  const cabOf = trim === undefined ? undefined : cab.exec(written ?? '')?.[1]
  const detail = detailOf(car)
  const mileage = textOf(car.mileage)
  const price = priceOf(car, market)
  const { vehicle } = normalizeVehicle({
    source,
    externalId: detail.id ?? textOf(car.id) ?? textOf(car.vin),
    make,
    model: cabOf === undefined ? written : written?.replace(cab, ''),
    trim,
    vin: car.vin,
    year: yearOf(car.year) ?? title.year,
    [(car.mileageUnit ?? market.unit) === 'km' ? 'mileageKm' : 'mileageMiles']: mileage,
    condition: conditionOf(textOf(car.condition)),
    body: textOf(car.body) ?? (cabOf && canonicalBody(cabOf)) ?? title.body,
    fuel: textOf(car.fuel),
    transmission: textOf(car.transmission),
    drivetrain: textOf(car.drivetrain),
    color: textOf(car.color),
    city: textOf(car.city),
    state: textOf(car.state),
    zip: zipOf(textOf(car.zip)),
    seller: car.seller,
    powerKw: car.powerKw,
    horsepower: car.powerKw === undefined ? car.horsepower : undefined,
    owners: car.owners,
    daysListed: typeof car.daysListed === 'number' ? car.daysListed : undefined,
    heading,
    url: detail.url,
    images: car.images?.flatMap((image) => resolve(String(image)) ?? []),
    price,
    priceKind: price && 'asking',
    status: 'active',
  })
  return vehicle.source && vehicle.externalId
    ? { ...vehicle, source, externalId: vehicle.externalId }
    : undefined
}

/** Takes the names of the seller, which the page states beside the car, out of a text. */
const withoutSeller = (text: string | undefined, { sellers = [] }: StatedCar): string | undefined =>
  text && redactContacts(text, { names: sellers })

const textOf = (value: Scalar | undefined): string | undefined =>
  value === undefined ? undefined : String(value).replace(/\s+/g, ' ').trim() || undefined

/** Returns the five digits of a US ZIP code: `60601-1234` is in 60601. Postal codes of other countries are left out. */
const zipOf = (text: string | undefined): string | undefined => /^(\d{5})(?:-\d{4})?$/.exec(text ?? '')?.[1]

/** Returns the year of a year, of a date, or of a first registration: `04-2011`, `2022-09-01`. */
function yearOf(value: Scalar | undefined): number | undefined {
  const found = /(?<!\d)(?:19[2-9]\d|20[0-4]\d)(?!\d)/.exec(String(value))
  return found ? Number(found[0]) : undefined
}

/** Reads the price of the whole car; none of a placeholder, an instalment or what the seller wants to be asked for. */
function priceOf({ price, currency, heading }: StatedCar, market: SiteMarket): Money | undefined {
  if (price === undefined) return undefined
  const code = /^[A-Z]{3}$/.test(String(currency)) ? String(currency) : undefined
  const stated = isPlain(price)
    ? { amount: String(price), currency: code ?? market.currency }
    : parsePrice(String(price).slice(0, 200), { currency: code ?? market.currency })
  if (!stated) return undefined
  const { kind } = readCarPrice({ price: Number(stated.amount), words: textOf(heading) })
  if (kind !== 'price') return undefined
  return money(Number(stated.amount).toFixed(2), stated.currency ?? market.currency)
}

const isPlain = (price: Scalar): boolean =>
  typeof price === 'number' || /^\s*\d+(?:\.\d{1,2})?\s*$/.test(price)

/** Returns the condition on offer, where a site's word for it is known. */
function conditionOf(word: string | undefined): string | undefined {
  if (word === undefined) return undefined
  if (/cert|cpo/i.test(word)) return 'certified'
  if (/used|pre-?owned|gebraucht|occasion|usato|usado|używane|^u$/i.test(word)) return 'used'
  if (/new|^neu|nieuw|neuf|nuovo|nuevo|^n$/i.test(word)) return 'new'
  return undefined
}
