import { defined, type Listing } from '@telltale/core/ports'
import type { SiteMarket } from '../listing-page/listing-site.js'
import { type Scalar, scalarOf } from '../listing-page/state-object.js'
import type { StatedCar } from '../listing-page/stated-car.js'
import { toListing } from '../listing-page/to-listing.js'

/** The names of columns for each member, reduced to lower-case letters and digits. */
const columns: Readonly<Record<string, string>> = {
  id: 'id externalid listingid stocknumber stockno stock sku',
  vin: 'vin vehicleidentificationnumber',
  year: 'year modelyear',
  make: 'make brand manufacturer',
  model: 'model',
  trim: 'trim version variant series',
  mileage: 'mileage miles odometer mileagemiles',
  mileageKm: 'km kms mileagekm mileageinkm kilometers kilometres odometerkm',
  mileageUnit: 'mileageunit odometerunit',
  price: 'price askingprice listprice saleprice priceusd',
  currency: 'currency',
  url: 'url link href',
  heading: 'heading title name',
  condition: 'condition stocktype type',
  body: 'body bodystyle bodytype',
  fuel: 'fuel fueltype',
  transmission: 'transmission gearbox',
  drivetrain: 'drivetrain drive drivetype',
  color: 'color colour exteriorcolor',
  city: 'city',
  state: 'state province',
  zip: 'zip zipcode postalcode postcode',
  powerKw: 'powerkw kw',
  horsepower: 'horsepower hp',
  owners: 'owners previousowners',
  images: 'images image imageurl photos',
}

const memberOf: ReadonlyMap<string, string> = new Map(
  Object.entries(columns).flatMap(([member, names]) =>
    names.split(' ').map((name) => [name, member] as const),
  ),
)

const fold = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Returns the names of a row that no listing has. */
export const unknownColumns = (row: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(row).filter((name) => name !== '' && !memberOf.has(fold(name)))

/** Reads a row as a listing. Returns `undefined` when it names no car: neither a make nor a VIN. */
export function listingOfRow(
  row: Readonly<Record<string, unknown>>,
  number: number,
  { source, market }: { readonly source: string; readonly market: SiteMarket },
): Listing | undefined {
  const { mileageKm, mileageUnit, images, ...members } = membersOf(row)
  const unit = mileageKm === undefined ? unitOf(mileageUnit) : 'km'
  const car: StatedCar = defined({
    ...members,
    mileage: scalarOf(mileageKm) ?? members.mileage,
    mileageUnit: unit,
    images: images === undefined ? undefined : imagesOf(images),
    id: members.id ?? members.vin ?? `row-${number}`,
  })
  const resolve = (link: string) => (URL.canParse(link) ? link : undefined)
  const url = typeof car.url === 'string' ? resolve(car.url) : undefined
  const listing = toListing(car, { source, market, resolve, detailOf: () => defined({ url }) })
  return listing?.make === undefined && listing?.vin === undefined ? undefined : listing
}

function membersOf(row: Readonly<Record<string, unknown>>): Readonly<Record<string, Scalar | undefined>> {
  const members: Record<string, Scalar> = {}
  for (const [name, value] of Object.entries(row)) {
    const member = memberOf.get(fold(name))
    const isList = member === 'images' && Array.isArray(value)
    const stated = isList ? value.join(' ') : scalarOf(value)
    if (member !== undefined && stated !== undefined) members[member] ??= stated
  }
  return members
}

const unitOf = (text: unknown): 'mi' | 'km' | undefined =>
  /^km/i.test(String(text)) ? 'km' : /^mi/i.test(String(text)) ? 'mi' : undefined

const imagesOf = (value: Scalar): readonly unknown[] => String(value).split(/[\s|;]+/)
