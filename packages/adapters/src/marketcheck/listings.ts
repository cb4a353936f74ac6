import { money } from '@telltale/core'
import { normalizeVehicle } from '@telltale/core/cars/vehicle'
import { type AdapterContext, defined, type Listing, type ListingQuery, readJson } from '@telltale/core/ports'
import { z } from 'zod'
import { buildSchema, rawVehicle } from './build-schema.js'
import { usualNames } from './names.js'
import type { CallApi } from './options.js'

/** The number of rows of one page, and the first offset without any: the API's own limits. */
const pageRows = 50
const maxOffset = 10_000

const text = z.string().optional().catch(undefined)
const number = z.number().optional().catch(undefined)

/**
 * The members of a row that are used. One of an unexpected type counts as missing, so that it does not cost the other
 * rows.
 */
const rowSchema = z.object({
  id: z.string(),
  vin: text,
  price: number,
  miles: number,
  vdp_url: text,
  first_seen_at: number,
  last_seen_at: number,
  inventory_type: text,
  dealer: z.object({ city: text, state: text, latitude: text, longitude: text }).optional().catch(undefined),
  build: buildSchema.optional().catch(undefined),
})

const pageSchema = z.object({ num_found: z.number(), listings: z.array(z.unknown()).default([]) })

const range = (bounds: { readonly from?: number; readonly to?: number } | undefined, min: number) =>
  bounds && `${bounds.from ?? min}-${bounds.to ?? '*'}`

function parametersOf(query: ListingQuery) {
  const { trim, years, condition, near, priceUsd, mileageMiles } = query
  return {
    ...usualNames(query),
    trim: trim?.trim(),
    car_type: condition,
    year_range: range(years, 1981),
    zip: near?.zip,
    radius: near?.radiusMiles,
    // Cars without a price count in no statistic; `1-*` leaves them out.
    price_range: range(priceUsd, 1) ?? '1-*',
    miles_range: range(mileageMiles, 0),
  }
}

/** Searches the cars that dealers have for sale. Loads page after page, as they are consumed. */
export async function* searchMarketcheck(
  id: string,
  callApi: CallApi,
  query: ListingQuery,
  context: AdapterContext,
): AsyncGenerator<Listing> {
  context.signal.throwIfAborted()
  const seen = new Set<string>()
  for (let start = 0; start < maxOffset; start += pageRows) {
    const page = { ...parametersOf(query), rows: pageRows, start }
    const response = await callApi('/search/car/active', page, context, { cacheFor: 'search' })
    const { num_found, listings } = readJson(id, response, pageSchema)
    for (const row of listings) {
      const listing = readRow(id, row)
      if (!listing || seen.has(listing.externalId)) continue
      seen.add(listing.externalId)
      yield listing
    }
    if (listings.length === 0 || start + pageRows >= num_found) return
  }
}

function readRow(source: string, row: unknown): Listing | undefined {
  const { data } = rowSchema.safeParse(row)
  if (!data) return undefined
  const { id, vin, price, miles, vdp_url: url, dealer, build, inventory_type: condition } = data
  const coordinates = [Number(dealer?.longitude), Number(dealer?.latitude)]
  const { vehicle } = normalizeVehicle({
    ...rawVehicle(build ?? {}),
    source,
    externalId: id,
    vin,
    url,
    condition,
    mileageMiles: miles,
    city: dealer?.city,
    state: dealer?.state,
    ...defined({
      price: price === undefined ? undefined : money(price.toFixed(2), 'USD'),
      priceKind: price === undefined ? undefined : 'asking',
      coordinates:
        dealer?.longitude !== undefined && coordinates.every(Number.isFinite) ? coordinates : undefined,
      firstSeenAt: data.first_seen_at === undefined ? undefined : data.first_seen_at * 1_000,
      lastSeenAt: data.last_seen_at === undefined ? undefined : data.last_seen_at * 1_000,
    }),
    status: 'active',
  })
  return vehicle.source && vehicle.externalId ? { ...vehicle, source, externalId: id } : undefined
}
