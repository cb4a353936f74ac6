import { isPlausibleMileage } from '../../cars/valuation/plausibility.js'
import { readCarPrice } from '../../cars/vehicle/car-price.js'
import type { Listing } from '../../cars/vehicle/listing.js'
import { normalizeVehicle } from '../../cars/vehicle/normalize-vehicle.js'
import { omit } from '../../options/index.js'
import { toStorableText } from '../../ports/index.js'

/**
 * The reason why a listing is refused: it has no id of text, it names no make or no model, its year or its mileage is that of
 * no car, or its price is an instalment, a down payment, a deposit or a placeholder such as 1,234.
 */
export type ListingRefusal =
  | 'not-a-listing'
  | 'no-make-or-model'
  | 'year-out-of-range'
  | 'mileage-out-of-range'
  | 'no-whole-price'

/** A listing that was admitted, or the reason why it was not. */
export type Admission =
  | { readonly listing: Listing }
  | { readonly refusal: ListingRefusal; readonly externalId?: string }

/** The year of the first car, and the years by which a model year may be ahead. */
const [firstYear, yearsAhead] = [1886, 2]

/**
 * Reads a listing as a source gave it: its names become canonical, contacts of its seller are taken out, and junk is refused.
 * Members that cannot be read are left out.
 */
export function admitListing(given: unknown, source: string, now: number): Admission {
  if (typeof given !== 'object' || given === null) return { refusal: 'not-a-listing' }
  const { vehicle } = normalizeVehicle(toStorableText({ ...given, source }))
  const { externalId } = vehicle
  if (externalId === undefined) return { refusal: 'not-a-listing' }
  const listing: Listing = omit({ ...vehicle, source, externalId }, 'status', 'lastSeenAt')
  const refusal = refusalOf(listing, now)
  if (refusal) return { refusal, externalId }
  const isKnownSince = listing.firstSeenAt === undefined || listing.firstSeenAt <= now
  return { listing: isKnownSince ? listing : omit(listing, 'firstSeenAt') }
}

function refusalOf(listing: Listing, now: number): ListingRefusal | undefined {
  const { make, model, year, mileageMiles, price, heading } = listing
  if (make === undefined || model === undefined) return 'no-make-or-model'
  const lastYear = new Date(now).getUTCFullYear() + yearsAhead
  if (year === undefined || year < firstYear || year > lastYear) return 'year-out-of-range'
  if (mileageMiles !== undefined && !isPlausibleMileage(mileageMiles)) return 'mileage-out-of-range'
  if (!price || listing.priceKind === 'paid') return undefined
  const { kind } = readCarPrice({ price: Number(price.amount), words: heading })
  return kind === 'price' ? undefined : 'no-whole-price'
}
