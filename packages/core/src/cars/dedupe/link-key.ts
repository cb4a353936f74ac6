import type { Listing } from '../vehicle/listing.js'
import { maxDeliveryMiles } from './evidence.js'
import { blockKey } from './link-listings.js'

/** The step of mileages within which a listing is compared with others: one car does not run more while it is for sale. */
const mileageStep = 1_000

/**
 * Returns the key under which a listing is found as a candidate: make, model, year and a step of its mileage. `undefined` for
 * a listing that nothing but its VIN can link.
 */
export const linkKeyOf = (listing: Listing): string | undefined => keyAt(listing, 0)

/** Returns the keys of the candidates of a listing: its own, and those of the steps below and above. */
export const linkKeysNear = (listing: Listing): readonly string[] =>
  [-1, 0, 1].flatMap((offset) => keyAt(listing, offset) ?? [])

function keyAt(listing: Listing, offset: number): string | undefined {
  const { mileageMiles } = listing
  const block = blockKey(listing)
  if (block === undefined || mileageMiles === undefined || mileageMiles <= maxDeliveryMiles) return undefined
  return `${block} ${Math.floor(mileageMiles / mileageStep) + offset}`
}
