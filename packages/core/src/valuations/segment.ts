import type { MarketListing, MarketVehicle } from '../cars/valuation/index.js'
import { defined } from '../options/index.js'
import type { SegmentMarket } from '../records/market-records.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'

/** The part of an owner's listings that one market is learned from: those in one currency and of one kind of price. */
export type Segment = Pick<SegmentMarket, 'currency' | 'kind'>

/** Returns the segment of a vehicle, by its own price; that of prices asked in US dollars without one. */
export const segmentOf = ({
  price,
  priceKind = 'asking',
}: Pick<MarketVehicle, 'price' | 'priceKind'>): Segment => ({
  currency: price?.currency ?? 'USD',
  kind: priceKind,
})

/** Returns the name of a segment, such as `USD asking`. */
export const segmentName = ({ currency, kind }: Segment): string => `${currency} ${kind}`

/** Returns what a market learns from a vehicle: what it is, where and when it was seen, and its last price. */
export function toMarketListing(vehicle: TrackedVehicle): MarketListing {
  const { source, externalId, make, model, trim, year, vin, mileageMiles, horsepower, torqueLbFt } = vehicle
  const { body, fuel, transmission, drivetrain, color, condition, titleStatus, accidents, owners } = vehicle
  const { features, attributes, price, priceKind, heading, state, firstSeenAt, lastSeenAt } = vehicle
  const identity = { source, externalId, make, model, trim, year, vin, mileageMiles, horsepower, torqueLbFt }
  const kind = { body, fuel, transmission, drivetrain, color, features, attributes }
  const history = { condition, titleStatus, accidents, owners }
  const offer = { price, priceKind, priceWords: heading, state, firstSeenAt, lastSeenAt }
  return defined({ ...identity, ...kind, ...history, ...offer })
}
