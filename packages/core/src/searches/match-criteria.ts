import type { Listing } from '../cars/vehicle/listing.js'
import { canonicalMake, canonicalModel } from '../cars/vehicle/make-and-model.js'
import { matchTrim } from '../cars/vehicle/match-trim.js'
import type { SearchCriteria } from '../records/search-records.js'

/** Checks whether a listing is one that a search is for. What it does not state, it meets. */
export function matchesCriteria(listing: Omit<Listing, 'status'>, criteria: SearchCriteria): boolean {
  const { yearMin, yearMax, priceMin, priceMax, mileageMax, fuels, bodies, sellers } = criteria
  const { year, price, mileageMiles, fuel, body, seller } = listing
  const priceUsd = price?.currency === 'USD' ? Number(price.amount) : undefined
  return (
    isWithin(year, yearMin, yearMax) &&
    isWithin(priceUsd, priceMin, priceMax) &&
    isWithin(mileageMiles, undefined, mileageMax) &&
    isAmong(fuel, fuels) &&
    isAmong(body, bodies) &&
    isAmong(seller, sellers) &&
    hasName(listing, criteria)
  )
}

const isWithin = (value: number | undefined, from = -Infinity, to = Infinity): boolean =>
  value === undefined || (value >= from && value <= to)

const isAmong = <Value>(value: Value | undefined, asked: readonly Value[]): boolean =>
  value === undefined || asked.length === 0 || asked.includes(value)

function hasName(
  { make = '', model = '', trim }: Omit<Listing, 'status'>,
  { makes, models, trims }: SearchCriteria,
): boolean {
  const own = canonicalModel(make, model)
  return (
    (makes.length === 0 || makes.some((asked) => foldMake(asked) === foldMake(make))) &&
    (models.length === 0 || models.some((asked) => canonicalModel(make, asked) === own)) &&
    (trim === undefined ||
      trims.length === 0 ||
      trims.some((asked) => matchTrim(asked, [trim], (each) => each).match !== undefined))
  )
}

const foldMake = (make: string): string => (canonicalMake(make) ?? make).toLowerCase()
