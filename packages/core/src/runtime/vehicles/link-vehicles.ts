import { groupListings } from '../../cars/dedupe/group-listings.js'
import { linkKeysNear } from '../../cars/dedupe/link-key.js'
import { type ListingLink, linkWithin } from '../../cars/dedupe/link-listings.js'
import type { Listing } from '../../cars/vehicle/listing.js'
import { omit } from '../../options/index.js'
import type { Tables, Where } from '../../ports/index.js'
import { type TrackedVehicle, vehiclesTable } from '../../records/vehicle-records.js'
import { everyPage } from '../every-record.js'
import type { BlockSizes } from './block-sizes.js'

/**
 * The lowest probability of a link, and the expected share of listings that have another one: several marketplaces show the
 * cars of one dealer.
 */
const [minProbability, duplicateRate] = [0.95, 0.2]

/** The maximum number of candidates that are read for a batch. */
const maxCandidates = 5_000

/** Vehicles whose car is to be found. */
export interface LinkInput {
  readonly tables: Tables
  readonly ownerId: string
  /** Vehicles that are new, or whose VIN or mileage changed, in the state that they will have. */
  readonly fresh: readonly TrackedVehicle[]
  readonly sizes: BlockSizes
}

/**
 * Finds the listings of the same cars, by index look-ups of their VINs and of their makes, models, years and mileages.
 * Resolves to the vehicles whose `carId` changes, with the new one: the oldest of those that were joined.
 */
export async function linkVehicles({
  tables,
  ownerId,
  fresh,
  sizes,
}: LinkInput): Promise<readonly TrackedVehicle[]> {
  const vehicles = tables.collection(vehiclesTable)
  const known = new Map<string, TrackedVehicle>()
  const read = async (where: Where<TrackedVehicle>) => {
    for await (const page of everyPage(vehicles, ownerId, { where })) {
      for (const vehicle of page) known.set(vehicle.id, vehicle)
      if (known.size > maxCandidates) return
    }
  }
  const vins = valuesOf(fresh, ({ vin }) => vin)
  const keys = [...new Set(fresh.flatMap(linkKeysNear))]
  if (vins.length > 0) await read({ vin: { in: vins } } as Where<TrackedVehicle>)
  if (keys.length > 0) await read({ linkKey: { in: keys } } as Where<TrackedVehicle>)
  for (const vehicle of fresh) known.set(vehicle.id, vehicle)
  await sizes.count(tables, ownerId, fresh)
  const isFresh = new Set(fresh.map(refOf))
  const listings = [...known.values()].map(toListing)
  const blockSizeOf = (listing: Listing) => sizes.of(listing) + fresh.length
  const links = linkWithin(listings, { minProbability, duplicateRate, blockSizeOf }).filter(
    ({ a, b }) => isFresh.has(refOf(a)) || isFresh.has(refOf(b)),
  )
  if (links.length === 0) return []
  const byRef = new Map([...known.values()].map((vehicle) => [refOf(vehicle), vehicle]))
  const linked = links.flatMap(({ a, b }) => [byRef.get(refOf(a)), byRef.get(refOf(b))])
  const carIds = valuesOf(linked, (vehicle) => vehicle?.carId)
  await read({ carId: { in: carIds } } as Where<TrackedVehicle>)
  for (const vehicle of fresh) known.set(vehicle.id, vehicle)
  const members = [...known.values()].filter(({ carId }) => carIds.includes(carId))
  return withJoinedCars(members, links)
}

/** Joins the cars of links, and returns the vehicles whose `carId` changes. No car has two VINs. */
function withJoinedCars(
  members: readonly TrackedVehicle[],
  links: readonly ListingLink[],
): readonly TrackedVehicle[] {
  const firstOf = new Map<string, TrackedVehicle>()
  const together = members.flatMap((vehicle) => {
    const first = firstOf.get(vehicle.carId)
    if (first) return [[first, vehicle] as const]
    firstOf.set(vehicle.carId, vehicle)
    return []
  })
  const byRef = new Map(members.map((vehicle) => [refOf(vehicle), vehicle]))
  const pairs = together.map(([a, b]) => [toRef(a), toRef(b)] as const)
  const groups = groupListings(members.map(toListing), links, { minProbability, together: pairs })
  return groups.flatMap((group) => {
    const ofCar = group.flatMap((listing) => byRef.get(refOf(listing)) ?? [])
    const [carId = ''] = ofCar.map((vehicle) => vehicle.carId).sort()
    return ofCar.flatMap((vehicle) => (vehicle.carId === carId ? [] : [{ ...vehicle, carId }]))
  })
}

const valuesOf = <Item>(items: readonly Item[], read: (item: Item) => string | undefined): string[] => [
  ...new Set(items.flatMap((item) => read(item) ?? [])),
]

const toRef = ({ source, externalId }: Pick<Listing, 'source' | 'externalId'>) => ({ source, externalId })

const refOf = ({ source, externalId }: Pick<Listing, 'source' | 'externalId'>): string =>
  JSON.stringify([source, externalId])

/** Returns a vehicle as a listing that was seen from its discovery on. */
const toListing = (vehicle: TrackedVehicle): Listing => ({
  ...omit(vehicle, 'priceHistory', 'searchIds'),
  firstSeenAt: vehicle.firstSeenAt ?? vehicle.discoveredAt,
})
