import type { Listing } from '../../cars/vehicle/listing.js'
import { ConflictError } from '../../errors/index.js'
import type { BaseRecord, Tables, Where, WriteOperation } from '../../ports/index.js'
import { type TrackedVehicle, vehicleSummary, vehiclesTable } from '../../records/vehicle-records.js'
import { groupBy } from '../../statistics/index.js'
import type { Emit } from '../runtime.js'
import type { BlockSizes } from './block-sizes.js'
import { linkVehicles } from './link-vehicles.js'
import { isChanged, isRepriced, newVehicle, type Sight, seenAgain, sighted } from './seen-vehicle.js'

/** A reference to a listing of which nothing but its id could be read. */
export interface BareSight {
  readonly source: string
  readonly externalId: string
}

/** Listings that were seen, admitted already. */
export interface SeenListings {
  readonly tables: Tables
  readonly emit: Emit
  readonly ownerId: string
  readonly sight: Sight
  readonly listings: readonly Listing[]
  /** Listings that were refused: those that are known are there still. */
  readonly refused: readonly BareSight[]
  readonly sizes: BlockSizes
  /** Makes the base columns of a new vehicle. */
  readonly base: () => BaseRecord
}

/** The vehicles of listings that were stored. */
export interface StoredListings {
  /** The vehicles that were not known before. */
  readonly fresh: readonly TrackedVehicle[]
  /** The vehicles that changed. */
  readonly changed: readonly TrackedVehicle[]
  /** The vehicles to assess: those of both that are for sale. */
  readonly toAssess: readonly TrackedVehicle[]
}

/** Stores listings in a transaction, links them with others of the same cars, and tells what is new and what changed. */
export async function storeListings(seen: SeenListings): Promise<StoredListings> {
  const { tables, emit, ownerId, sight, sizes } = seen
  const known = await findKnown(seen)
  const after = new Map<string, TrackedVehicle>()
  for (const { source, externalId } of seen.refused) {
    const before = known.get(keyOf({ source, externalId }))
    if (before) after.set(before.id, { ...before, ...sighted(before, sight) })
  }
  for (const listing of distinct(seen.listings)) {
    const before = known.get(keyOf(listing))
    const vehicle = before ? seenAgain(before, listing, sight) : newVehicle(seen.base(), listing, sight)
    after.set(vehicle.id, vehicle)
  }
  const before = new Map([...known.values()].map((vehicle) => [vehicle.id, vehicle]))
  const toLink = [...after.values()].filter((vehicle) => mayLink(before.get(vehicle.id), vehicle))
  const joined = toLink.length > 0 ? await linkVehicles({ tables, ownerId, fresh: toLink, sizes }) : []
  for (const vehicle of joined) after.set(vehicle.id, vehicle)
  const freshIds = new Set(toLink.flatMap(({ id }) => (before.has(id) ? [] : [id])))
  const isNew = ({ id }: TrackedVehicle) => freshIds.has(id)
  const operations = [...after.values()].map(
    (vehicle): WriteOperation<TrackedVehicle> => (isNew(vehicle) ? { insert: vehicle } : { update: vehicle }),
  )
  const stored = await writeAll(tables, operations)
  const fresh = stored.filter(isNew)
  const pairs = stored.flatMap((vehicle) => {
    const known = before.get(vehicle.id)
    return known && isChanged(known, vehicle) ? [{ known, vehicle }] : []
  })
  for (const vehicle of fresh) emit('vehicle:discovered', { vehicle: vehicleSummary(vehicle) })
  for (const { known, vehicle } of pairs)
    if (isRepriced(known, vehicle) && known.price && vehicle.price)
      emit('vehicle:price-changed', {
        vehicle: vehicleSummary(vehicle),
        from: known.price,
        to: vehicle.price,
      })
  const changed = pairs.map(({ vehicle }) => vehicle)
  return { fresh, changed, toAssess: [...fresh, ...changed] }
}

/** Checks whether a vehicle may be linked anew: it is new, or what tells its car changed. */
const mayLink = (before: TrackedVehicle | undefined, after: TrackedVehicle): boolean =>
  !before || before.vin !== after.vin || before.linkKey !== after.linkKey

const keyOf = ({ source, externalId }: BareSight): string => JSON.stringify([source, externalId])

/** Returns each listing once, as it was seen last. */
const distinct = (listings: readonly Listing[]): Iterable<Listing> =>
  new Map(listings.map((listing) => [keyOf(listing), listing])).values()

/** Reads the vehicles of listings that are known. */
async function findKnown({
  tables,
  ownerId,
  listings,
  refused,
}: SeenListings): Promise<ReadonlyMap<string, TrackedVehicle>> {
  const known = new Map<string, TrackedVehicle>()
  for (const [source, refs] of groupBy(
    [...listings, ...refused] as readonly BareSight[],
    (ref) => ref.source,
  )) {
    const ids = [...new Set(refs.map(({ externalId }) => externalId))]
    const where = { source, externalId: { in: ids } } as Where<TrackedVehicle>
    const page = await tables.collection(vehiclesTable).page(ownerId, { where, limit: ids.length })
    for (const vehicle of page.items) known.set(keyOf(vehicle), vehicle)
  }
  return known
}

async function writeAll(
  tables: Tables,
  operations: readonly WriteOperation<TrackedVehicle>[],
): Promise<readonly TrackedVehicle[]> {
  const results = await tables.collection(vehiclesTable).write(operations)
  return results.map((result) => {
    if (result.ok) return result.record
    throw new ConflictError('a vehicle changed meanwhile; try again', { retryable: true })
  })
}
