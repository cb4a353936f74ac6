import type { Tables, Where } from '../ports/index.js'
import { type FoundOpportunity, opportunitiesTable } from '../records/opportunity-records.js'
import { type Search, searchesTable } from '../records/search-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import { everyPage, everyRecord } from '../runtime/index.js'
import { groupBy } from '../statistics/index.js'

/** A car with all of its listings, and the opportunities that it is or was. */
export interface KnownCar {
  readonly carId: string
  /** The listings, those that are gone among them. */
  readonly listings: readonly TrackedVehicle[]
  /** The opportunities of its listings; of several cars that were joined, more than one for a search. */
  readonly opportunities: readonly FoundOpportunity[]
  /** The listing to buy it by: the one with the lowest price of those that are there; absent when none is. */
  readonly offer?: TrackedVehicle & { readonly priceUsd: number }
}

/** Reads the cars of vehicles as they are stored, with all of their listings. */
export async function readCars(
  tables: Pick<Tables, 'collection'>,
  ownerId: string,
  vehicleIds: readonly string[],
): Promise<readonly KnownCar[]> {
  const vehicles = tables.collection(vehiclesTable)
  const read = async (where: object) => {
    const found: TrackedVehicle[] = []
    for await (const page of everyPage(vehicles, ownerId, { where: where as Where<TrackedVehicle> }))
      found.push(...page)
    return found
  }
  const given = await read({ id: { in: vehicleIds } })
  const carIds = [...new Set(given.map(({ carId }) => carId))]
  if (carIds.length === 0) return []
  const listings = await read({ carId: { in: carIds } })
  const where = { vehicleId: { in: listings.map(({ id }) => id) } } as Where<FoundOpportunity>
  const opportunities: FoundOpportunity[] = []
  for await (const page of everyPage(tables.collection(opportunitiesTable), ownerId, { where }))
    opportunities.push(...page)
  return [...groupBy(listings, ({ carId }) => carId)].map(([carId, ofCar]) =>
    carOf(carId, ofCar, opportunities),
  )
}

function carOf(
  carId: string,
  listings: readonly TrackedVehicle[],
  all: readonly FoundOpportunity[],
): KnownCar {
  const ids = new Set(listings.map(({ id }) => id))
  const opportunities = all.filter(({ vehicleId }) => ids.has(vehicleId))
  const [offer] = listings.filter(isOffer).sort((a, b) => a.priceUsd - b.priceUsd || (a.id < b.id ? -1 : 1))
  return offer ? { carId, listings, opportunities, offer } : { carId, listings, opportunities }
}

const isOffer = (vehicle: TrackedVehicle): vehicle is TrackedVehicle & { readonly priceUsd: number } =>
  vehicle.isActive && vehicle.priceUsd !== undefined && vehicle.priceUsd > 0 && vehicle.priceKind !== 'paid'

/** Checks whether a listing is one that a search is for. */
export type MatchesSearch = (vehicle: TrackedVehicle, criteria: Search['criteria']) => boolean

/** Reads the searches of an owner. */
export async function readSearches(
  tables: Pick<Tables, 'collection'>,
  ownerId: string,
): Promise<readonly Search[]> {
  const searches: Search[] = []
  for await (const search of everyRecord(tables.collection(searchesTable), ownerId)) searches.push(search)
  return searches
}

/**
 * Returns the searches for which a car may be an opportunity: those that found a listing of it, those that one which a person's
 * browser saw is for, and those for which it is one.
 */
export const searchesOf = (
  { listings, opportunities }: KnownCar,
  searches: readonly Search[],
  matches: MatchesSearch,
): readonly Search[] =>
  searches.filter(
    ({ id, criteria }) =>
      opportunities.some(({ searchId }) => searchId === id) ||
      listings.some(
        (listing) =>
          listing.searchIds.includes(id) ||
          (listing.provenance === 'browser' && listing.isActive && matches(listing, criteria)),
      ),
  )
