import type { CarToValue, SegmentQuery, ValuationOptions, VehicleListOptions } from '@telltale/core'
import type { Listing } from '@telltale/core/ports'
import { boolean, integer, listOf, money, number, objectOf, text } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

/** Listings that a person saw in their own browser. */
export interface ListingObservations {
  /** One listing, or 100 at most. */
  readonly listings: Listing | readonly Listing[]
}

/** A car to value, with the options of its valuation. */
export interface ValuationRequest extends Omit<ValuationOptions, 'signal'> {
  /** The id of a vehicle that a search found, or any other car. */
  readonly vehicle: string | CarToValue
}

const car = {
  make: text,
  model: text,
  trim: text,
  year: integer,
  vin: text,
  mileageMiles: number,
  zip: text,
}

const listing = objectOf(
  { source: text, externalId: text, ...car, price: money, url: text, city: text, state: text },
  'source',
  'externalId',
  'make',
  'model',
  'year',
)

/** The routes of the listings of cars that searches and browsers found. */
export const vehicleRoutes = {
  list: route({
    summary: 'Returns a page of the vehicles, in the order in which they were found.',
    returns: 'vehicle',
    many: 'page',
    query: {
      ...listQuery,
      make: 'text',
      model: 'text',
      year: 'integer',
      priceMin: 'number',
      priceMax: 'number',
      mileageMax: 'number',
      state: 'text',
      source: 'text',
      isActive: 'boolean',
      carId: 'text',
      vin: 'text',
      searchId: 'text',
    },
    call: ({ services, input }: RouteRequest<VehicleListOptions>) => services.vehicles.list(input),
  }),
  observe: route({
    summary: 'Records listings that a person saw in their own browser: 100 at most.',
    returns: 'vehicle-observation',
    body: objectOf({ listings: { anyOf: [listOf(listing), listing] } }, 'listings'),
    times: { listings: { firstSeenAt: true, lastSeenAt: true } },
    call: ({ services, input: { listings } }: RouteRequest<ListingObservations>) =>
      services.vehicles.observe(listings),
  }),
  get: route({
    summary: 'Returns a vehicle with its price cuts, its days on the market and other listings of its car.',
    returns: 'vehicle-details',
    call: ({ services, id }: RouteRequest<unknown>) => services.vehicles.get(id),
  }),
} satisfies RoutesOf<Operations['vehicles']>

/** The routes of the values of cars. */
export const valuationRoutes = {
  value: route({
    summary:
      "Values a vehicle or any other car by the market of the owner's listings, and by sources if asked.",
    returns: 'valuation',
    body: objectOf(
      {
        vehicle: { anyOf: [text, objectOf(car, 'make', 'model', 'year')] },
        sources: boolean,
        insights: boolean,
      },
      'vehicle',
    ),
    call: ({ services, input: { vehicle, ...options }, signal }: RouteRequest<ValuationRequest>) =>
      services.valuations.value(vehicle, { ...options, signal }),
  }),
  market: route({
    summary: 'Returns the state of a market: its listings, and when it was learned.',
    returns: 'market',
    query: { currency: 'text', kind: 'text' },
    call: ({ services, input }: RouteRequest<SegmentQuery>) => services.valuations.market(input),
  }),
} satisfies RoutesOf<Operations['valuations']>
