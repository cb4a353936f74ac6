import { linkKeyOf } from '../../cars/dedupe/link-key.js'
import type { Listing } from '../../cars/vehicle/listing.js'
import { defined, omit } from '../../options/index.js'
import type { BaseRecord } from '../../ports/index.js'
import type { Provenance } from '../../records/product-records.js'
import { type ListedPrice, maxListedPrices, type TrackedVehicle } from '../../records/vehicle-records.js'

/** The circumstances of a sight. */
export interface Sight {
  /** The time, in epoch milliseconds. */
  readonly at: number
  /** The search that found it. @default none */
  readonly searchId?: string
  /** The origin, where a person's own browser saw it. @default a source gave it */
  readonly provenance?: Provenance
}

/** Makes the vehicle of a listing that was not known before. */
export function newVehicle(
  base: BaseRecord,
  listing: Listing,
  { at, searchId, provenance }: Sight,
): TrackedVehicle {
  return {
    ...base,
    ...omit(listing, 'status', 'lastSeenAt'),
    ...derivedOf(listing),
    discoveredAt: at,
    lastSeenAt: at,
    isActive: true,
    priceHistory: listing.price ? [{ at, price: listing.price }] : [],
    carId: base.id,
    searchIds: searchId === undefined ? [] : [searchId],
    ...defined({ provenance }),
    needsAssessment: true,
  }
}

/**
 * Returns a known vehicle after it was seen again. Members that the new sight lacks stay. Where nothing changed that its value
 * depends on, it needs no assessment.
 */
export function seenAgain(known: TrackedVehicle, listing: Listing, sight: Sight): TrackedVehicle {
  const seen = { ...known, ...omit(listing, 'status', 'lastSeenAt') }
  const vehicle: TrackedVehicle = {
    ...omit(seen, 'goneAt', 'priceUsd', 'linkKey'),
    ...derivedOf(seen),
    ...sighted(known, sight),
    priceHistory: withPrice(known.priceHistory, listing, sight.at),
  }
  return isChanged(known, vehicle) ? { ...vehicle, needsAssessment: true } : vehicle
}

/** Returns the members of a vehicle that any sight changes, also one of which nothing else could be read. */
export const sighted = (known: TrackedVehicle, { at, searchId }: Sight) => ({
  lastSeenAt: Math.max(known.lastSeenAt, at),
  updatedAt: at,
  isActive: true,
  searchIds:
    searchId === undefined || known.searchIds.includes(searchId)
      ? known.searchIds
      : [...known.searchIds, searchId],
})

/** Returns `true` when the price of a vehicle changed. */
export const isRepriced = (before: TrackedVehicle, after: TrackedVehicle): boolean => {
  const [old, now] = [before.priceHistory.at(-1)?.price, after.priceHistory.at(-1)?.price]
  return old?.amount !== now?.amount || old?.currency !== now?.currency
}

/** The members of a car that its value depends on. */
const valued = [
  'make',
  'model',
  'trim',
  'year',
  'vin',
  'mileageMiles',
  'titleStatus',
  'accidents',
  'owners',
] as const satisfies readonly (keyof TrackedVehicle)[]

/** Returns `true` when something changed that the value of a vehicle depends on, or when it came back. */
export const isChanged = (before: TrackedVehicle, after: TrackedVehicle): boolean =>
  isRepriced(before, after) ||
  (!before.isActive && after.isActive) ||
  valued.some((member) => before[member] !== after[member])

function derivedOf(listing: Listing): Pick<TrackedVehicle, 'priceUsd' | 'linkKey'> {
  const { price } = listing
  return defined({
    priceUsd: price?.currency === 'USD' ? Number(price.amount) : undefined,
    linkKey: linkKeyOf(listing),
  })
}

function withPrice(history: readonly ListedPrice[], { price }: Listing, at: number): readonly ListedPrice[] {
  const last = history.at(-1)
  if (!price) return history
  const isSame = last?.price.currency === price.currency
  const [before, now] = [Number(last?.price.amount), Number(price.amount)]
  if (isSame && before === now) return history
  const changePercent = isSame && before > 0 ? Math.round((now / before - 1) * 10_000) / 100 : undefined
  return [...history, { at, price, ...defined({ changePercent }) }].slice(-maxListedPrices)
}
