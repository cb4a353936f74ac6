import type { Listing } from '../cars/vehicle/listing.js'
import type { Money } from '../money/index.js'
import { defined } from '../options/index.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { Provenance } from './product-records.js'

/** A price of a listing, from the time at which it was seen first until the next one. */
export interface ListedPrice {
  /** The time at which the price was seen first, in epoch milliseconds. */
  readonly at: number
  /** The price. */
  readonly price: Money
  /** The change from the price before, in percent; negative for a cut. Absent for the first price and for another currency. */
  readonly changePercent?: number
}

/**
 * A listing of a car that a search or a person's browser found. All members of a listing are those of the last sight. No name,
 * phone number or e-mail address of a seller is among them.
 */
export interface TrackedVehicle extends BaseRecord, Omit<Listing, 'status' | 'lastSeenAt'> {
  /** The price of the last sight in US dollars; absent for another currency and without a price. */
  readonly priceUsd?: number
  /** The time at which it was found first, in epoch milliseconds. */
  readonly discoveredAt: number
  /** The time at which it was seen last, in epoch milliseconds. */
  readonly lastSeenAt: number
  /** `true` until its source answered whole without it. */
  readonly isActive: boolean
  /** The time at which its source had answered whole without it, in epoch milliseconds; absent while it is active. */
  readonly goneAt?: number
  /** The prices, oldest first; the last 200 at most. */
  readonly priceHistory: readonly ListedPrice[]
  /** The id of the car: all listings of one car share it. A listing that is linked with none has its own id. */
  readonly carId: string
  /** The ids of the searches that found it. */
  readonly searchIds: readonly string[]
  /** The origin, when a person's own browser saw it; absent when a source gave it. */
  readonly provenance?: Provenance
  /** The key by which listings that may be of the same car are found: make, model, year and mileage. */
  readonly linkKey?: string
  /** `true` while what was seen of it last still has to be assessed. */
  readonly needsAssessment: boolean
}

/** The maximum number of prices in {@link TrackedVehicle.priceHistory}. */
export const maxListedPrices = 200

/** A vehicle as events tell of it. */
export interface VehicleSummary
  extends Pick<
    TrackedVehicle,
    | 'id'
    | 'ownerId'
    | 'source'
    | 'externalId'
    | 'make'
    | 'model'
    | 'trim'
    | 'year'
    | 'mileageMiles'
    | 'price'
    | 'city'
    | 'state'
    | 'url'
    | 'carId'
    | 'searchIds'
    | 'discoveredAt'
    | 'lastSeenAt'
    | 'goneAt'
  > {}

/** Returns a vehicle as events tell of it. */
export function vehicleSummary(vehicle: TrackedVehicle): VehicleSummary {
  const { id, ownerId, source, externalId, make, model, trim, year, mileageMiles, price, city } = vehicle
  const { state, url, carId, searchIds, discoveredAt, lastSeenAt, goneAt } = vehicle
  const known = defined({ make, model, trim, year, mileageMiles, price, city, state, url, goneAt })
  return { id, ownerId, source, externalId, ...known, carId, searchIds, discoveredAt, lastSeenAt }
}

/** The table of vehicles. An owner has each listing of a source once. */
export const vehiclesTable: CollectionDefinition<TrackedVehicle> = {
  name: 'vehicles',
  columns: {
    source: { type: 'text' },
    externalId: { type: 'text' },
    make: { type: 'text', optional: true },
    model: { type: 'text', optional: true },
    trim: { type: 'text', optional: true },
    year: { type: 'integer', optional: true },
    vin: { type: 'text', optional: true },
    mileageMiles: { type: 'real', optional: true },
    horsepower: { type: 'real', optional: true },
    torqueLbFt: { type: 'real', optional: true },
    body: { type: 'text', optional: true },
    fuel: { type: 'text', optional: true },
    transmission: { type: 'text', optional: true },
    drivetrain: { type: 'text', optional: true },
    color: { type: 'text', optional: true },
    asWritten: { type: 'json', optional: true },
    originals: { type: 'json', optional: true },
    condition: { type: 'text', optional: true },
    titleStatus: { type: 'text', optional: true },
    accidents: { type: 'integer', optional: true },
    owners: { type: 'integer', optional: true },
    features: { type: 'json', optional: true },
    attributes: { type: 'json', optional: true },
    price: { type: 'json', optional: true },
    priceUsd: { type: 'real', optional: true },
    priceKind: { type: 'text', optional: true },
    heading: { type: 'text', optional: true },
    seller: { type: 'text', optional: true },
    daysListed: { type: 'real', optional: true },
    city: { type: 'text', optional: true },
    state: { type: 'text', optional: true },
    zip: { type: 'text', optional: true },
    coordinates: { type: 'json', optional: true },
    url: { type: 'text', optional: true },
    images: { type: 'json', optional: true },
    firstSeenAt: { type: 'time', optional: true },
    discoveredAt: { type: 'time' },
    lastSeenAt: { type: 'time' },
    isActive: { type: 'boolean' },
    goneAt: { type: 'time', optional: true },
    priceHistory: { type: 'json' },
    carId: { type: 'text' },
    searchIds: { type: 'json' },
    provenance: { type: 'text', optional: true },
    linkKey: { type: 'text', optional: true },
    needsAssessment: { type: 'boolean' },
  },
  unique: [['source', 'externalId']],
  indexes: [
    ['make', 'model', 'year', 'priceUsd', 'mileageMiles', 'state'],
    ['source', 'isActive', 'lastSeenAt'],
    ['vin'],
    ['linkKey'],
    ['carId'],
    ['needsAssessment'],
    ['goneAt'],
  ],
}
