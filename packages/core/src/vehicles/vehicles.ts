import { type PriceCut, priceCuts } from '../cars/trends/price-cuts.js'
import type { Listing } from '../cars/vehicle/listing.js'
import { canonicalMake, canonicalModel } from '../cars/vehicle/make-and-model.js'
import { parseListing } from '../cars/vehicle/parse-listing.js'
import { ValidationError } from '../errors/index.js'
import { defined, parseOptions } from '../options/index.js'
import type { Where } from '../ports/index.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import {
  admitListing,
  BlockSizes,
  type ListPage,
  listPage,
  ownedRecords,
  type PageList,
  pageList,
  type Runtime,
  storeListings,
  type VehicleAssessor,
} from '../runtime/index.js'
import { dayMs } from '../time/index.js'
import { observedSchema, type VehicleListOptions, vehicleListSchema } from './vehicle-options.js'

/** A vehicle with what its history tells. */
export interface VehicleDetails {
  /** The vehicle. */
  readonly vehicle: TrackedVehicle
  /** The reductions of its price, oldest first, in its last currency. */
  readonly cuts: readonly PriceCut[]
  /** The whole days for which the car is, or was, on the market, by all of its listings. */
  readonly daysOnMarket: number
  /** The other listings of the same car. */
  readonly linked: readonly TrackedVehicle[]
}

/** The result of `vehicles.observe`. */
export interface VehicleObservation {
  /** The vehicles, in the order of the listings. */
  readonly vehicles: readonly TrackedVehicle[]
  /** The number of them that were not known before. */
  readonly new: number
  /** The number of them that changed. */
  readonly changed: number
}

/** The listings of cars that one owner's searches and browser found. Another owner's id gives a `NotFoundError`. */
export interface Vehicles {
  /** Returns vehicles, in the order in which they were found. */
  list(options?: VehicleListOptions): PageList<TrackedVehicle>
  /** Returns a vehicle with its price cuts, its days on the market and the other listings of its car. @throws `NotFoundError` */
  get(id: string): Promise<VehicleDetails>
  /**
   * Records what a person saw in their own browser: one listing, or 100 at most. They are marked as such, linked with others
   * of the same cars and assessed, as those of searches are.
   *
   * @throws `ValidationError` when a listing is wrong, names no make, model or year, or its price is not that of a whole car.
   */
  observe(listings: Listing | readonly Listing[]): Promise<VehicleObservation>
}

/** Makes the vehicles service of one owner. */
export function createVehicles(runtime: Runtime, assessor: VehicleAssessor, ownerId: string): Vehicles {
  const { run } = runtime
  const vehicles = ownedRecords(runtime, vehiclesTable, ownerId, 'vehicle')
  return {
    list: (options) => pageList((query = {}) => run(() => readPage(runtime, ownerId, query)), options),
    get: (id) => run(async () => detailsOf(runtime, await vehicles.find(id))),
    observe: (listings) =>
      runtime.call('vehicles.observe', {}, (signal) =>
        observe(runtime, { assessor, ownerId, signal }, listings),
      ),
  }
}

async function readPage(
  { storage }: Runtime,
  ownerId: string,
  options: VehicleListOptions,
): Promise<ListPage<TrackedVehicle>> {
  const { searchId, priceMin, priceMax, mileageMax, limit, after, total, make, model, ...rest } =
    parseOptions('vehicles.list', vehicleListSchema, options)
  const records = storage.collection(vehiclesTable)
  const where = defined({
    ...rest,
    make: make && (canonicalMake(make) ?? make),
    model: model && canonicalModel(make ?? '', model),
    priceUsd: rangeOf(priceMin, priceMax),
    mileageMiles: rangeOf(undefined, mileageMax),
  }) as Where<TrackedVehicle>
  if (searchId === undefined) return listPage(records, ownerId, { where, limit, after, total })
  const items: TrackedVehicle[] = []
  let next = after
  do {
    const page = await records.page(ownerId, {
      where,
      limit: limit - items.length,
      ...defined({ after: next }),
    })
    items.push(...page.items.filter(({ searchIds }) => searchIds.includes(searchId)))
    next = page.next
  } while (items.length < limit && next !== undefined)
  return { items, ...defined({ next }) }
}

const rangeOf = (gte: number | undefined, lte: number | undefined) =>
  gte === undefined && lte === undefined ? undefined : defined({ gte, lte })

async function detailsOf({ storage, clock }: Runtime, vehicle: TrackedVehicle): Promise<VehicleDetails> {
  const { ownerId, id, carId } = vehicle
  const where = { carId } as Where<TrackedVehicle>
  const { items } = await storage.collection(vehiclesTable).page(ownerId, { where, limit: 200 })
  const linked = items.filter((other) => other.id !== id)
  const ofCar = [vehicle, ...linked]
  const since = Math.min(...ofCar.map(({ firstSeenAt, discoveredAt }) => firstSeenAt ?? discoveredAt))
  const until = ofCar.some(({ isActive }) => isActive)
    ? clock.now()
    : Math.max(...ofCar.map(({ lastSeenAt }) => lastSeenAt))
  return {
    vehicle,
    cuts: cutsOf(vehicle),
    daysOnMarket: Math.max(0, Math.floor((until - since) / dayMs)),
    linked,
  }
}

function cutsOf({ priceHistory }: TrackedVehicle): readonly PriceCut[] {
  const currency = priceHistory.at(-1)?.price.currency
  const prices = priceHistory.flatMap(({ at, price }) =>
    price.currency === currency && Number(price.amount) > 0 ? [{ at, price: Number(price.amount) }] : [],
  )
  return priceCuts(prices).cuts
}

interface Observer {
  readonly assessor: VehicleAssessor
  readonly ownerId: string
  readonly signal: AbortSignal
}

async function observe(
  runtime: Runtime,
  { assessor, ownerId, signal }: Observer,
  given: Listing | readonly Listing[],
): Promise<VehicleObservation> {
  const at = runtime.clock.now()
  const listings = admitAll(Array.isArray(given) ? given : [given], at)
  const base = () => ownedRecords(runtime, vehiclesTable, ownerId, 'vehicle').base()
  const sight = { at, provenance: 'browser' } as const
  const stored = await runtime.commit(ownerId, (tables, emit) =>
    storeListings({ tables, emit, ownerId, sight, listings, refused: [], sizes: new BlockSizes(), base }),
  )
  await assessor.assess({ ownerId, vehicles: stored.toAssess, signal })
  const records = runtime.storage.collection(vehiclesTable)
  const vehicles = await Promise.all(
    listings.map(async ({ source, externalId }) => {
      const where = { source, externalId } as Where<TrackedVehicle>
      return (await records.page(ownerId, { where, limit: 1 })).items
    }),
  )
  return { vehicles: vehicles.flat(), new: stored.fresh.length, changed: stored.changed.length }
}

/** Checks observed listings. @throws `ValidationError` that names what is wrong. */
function admitAll(given: readonly unknown[], at: number): readonly Listing[] {
  const call = 'vehicles.observe'
  return parseOptions(call, observedSchema, given).map((each, index) => {
    const listing = parseListing(each)
    const admission = admitListing(listing, listing.source, at)
    if ('listing' in admission) return admission.listing
    throw new ValidationError(call, [{ path: `[${index}]`, message: refusals[admission.refusal] }])
  })
}

const refusals = {
  'not-a-listing': 'expected a listing with an `externalId`',
  'no-make-or-model': 'expected a car with a make and a model',
  'year-out-of-range': 'expected the model year of a car',
  'mileage-out-of-range': 'expected a mileage that a car can have',
  'no-whole-price': 'expected the price of the whole car, no instalment, deposit or placeholder',
} as const
