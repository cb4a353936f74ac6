import { money } from '@telltale/core'
import { listingSchema, normalizeVehicle } from '@telltale/core/cars/vehicle'
import { type AdapterContext, defined, type Listing, type ListingQuery, readJson } from '@telltale/core/ports'
import { z } from 'zod'
import { buildSchema, rawVehicle } from './build-schema.js'
import { usualNames } from './names.js'
import type { Ask } from './options.js'

/** Rows of one page, and the offset from which on nothing is given: the API's own limits. */
const pageRows = 50
const lastOffset = 10_000

const text = z.string().optional().catch(undefined)
const number = z.number().optional().catch(undefined)

/** What is read of a row; what is not as promised is left out, so that one odd row does not cost the others. */
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

const range = (span: { readonly from?: number; readonly to?: number } | undefined, least: number) =>
  span && `${span.from ?? least}-${span.to ?? '*'}`

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

/** Cars that dealers have for sale, a page after the other as they are asked for. */
export async function* searchMarketcheck(
  id: string,
  ask: Ask,
  query: ListingQuery,
  context: AdapterContext,
): AsyncGenerator<Listing> {
  context.signal.throwIfAborted()
  const given = new Set<string>()
  for (let start = 0; start < lastOffset; start += pageRows) {
    const page = { ...parametersOf(query), rows: pageRows, start }
    const answer = await ask('/search/car/active', page, context, { cacheFor: 'search' })
    const { num_found, listings } = readJson(id, answer, pageSchema)
    for (const row of listings) {
      const listing = readRow(id, row)
      if (!listing || given.has(listing.externalId)) continue
      given.add(listing.externalId)
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
    ...(build && rawVehicle(build)),
    source,
    externalId: id,
    vin,
    url,
    condition,
    mileageMiles: miles,
    city: dealer?.city,
    state: dealer?.state,
    ...(price !== undefined && {
      price: money(price.toFixed(2), 'USD'),
      priceKind: 'asking',
    }),
    ...defined({
      coordinates:
        dealer?.longitude !== undefined && coordinates.every(Number.isFinite) ? coordinates : undefined,
      firstSeenAt: data.first_seen_at === undefined ? undefined : data.first_seen_at * 1_000,
      lastSeenAt: data.last_seen_at === undefined ? undefined : data.last_seen_at * 1_000,
    }),
    status: 'active',
  })
  return listingSchema.safeParse(vehicle).data
}
