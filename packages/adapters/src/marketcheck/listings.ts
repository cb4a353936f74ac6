import { money } from '@telltale/core'
import { normalizeVehicle, usualNames } from '@telltale/core/cars/vehicle'
import {
  type AdapterContext,
  defined,
  type Listing,
  type ListingProgress,
  type ListingQuery,
  readJson,
  type SellerKind,
} from '@telltale/core/ports'
import { z } from 'zod'
import { pageAfter, UnreadPages } from '../listing-page/page-progress.js'
import { buildSchema, rawVehicle } from './build-schema.js'
import type { CallApi } from './options.js'

/** The number of rows of one page, and the first offset without any: the API's own limits. */
const pageRows = 50
const maxOffset = 10_000

const text = z.string().optional().catch(undefined)

/** A number, or one in plain digits as text, with `,` between thousands. */
const number = z
  .preprocess((given) => {
    const digits = typeof given === 'string' ? given.replace(/^\s*\$|[,\s]/g, '') : given
    return typeof digits === 'string' && /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : digits
  }, z.number().optional())
  .catch(undefined)

const texts = z.array(z.string()).optional().catch(undefined)

const placeSchema = z
  .object({ city: text, state: text, zip: text, country: text, latitude: number, longitude: number })
  .optional()
  .catch(undefined)

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
  seller_type: text,
  heading: text,
  exterior_color: text,
  base_ext_color: text,
  dom: number,
  dom_active: number,
  carfax_clean_title: z.boolean().optional().catch(undefined),
  media: z.object({ photo_links: texts, photo_links_cached: texts }).optional().catch(undefined),
  dealer: placeSchema,
  car_location: placeSchema,
  build: buildSchema.optional().catch(undefined),
})

const pageSchema = z.object({ num_found: z.number(), listings: z.array(z.unknown()).default([]) })

const range = (bounds: { readonly from?: number; readonly to?: number } | undefined, min: number) =>
  bounds && `${bounds.from ?? min}-${bounds.to ?? '*'}`

function parametersOf(query: ListingQuery) {
  const { years, condition, near, priceUsd, mileageMiles } = query
  return {
    ...usualNames(query),
    car_type: condition,
    year_range: range(years, 1981),
    zip: near?.zip,
    radius: near?.radiusMiles,
    // Cars without a price count in no statistic; `1-*` leaves them out.
    price_range: range(priceUsd, 1) ?? '1-*',
    miles_range: range(mileageMiles, 0),
  }
}

/** The circumstances of a search. */
export interface SearchCircumstances {
  readonly context: AdapterContext
  readonly progress?: ListingProgress
}

/** Searches the cars that dealers have for sale. Loads page after page, as they are consumed. */
export async function* searchMarketcheck(
  id: string,
  callApi: CallApi,
  query: ListingQuery,
  { context, progress }: SearchCircumstances,
): AsyncGenerator<Listing> {
  context.signal.throwIfAborted()
  const seen = new Set<string>()
  const unread = new UnreadPages(progress)
  for (let start = (pageAfter(progress) - 1) * pageRows; start < maxOffset; start += pageRows) {
    const number = start / pageRows + 1
    const page = { ...parametersOf(query), rows: pageRows, start }
    const response = await callApi('/search/car/active', page, context, { cacheFor: 'search' })
    const read = () => readJson(id, response, pageSchema)
    // Only an answer can be garbage; a refusal ends the search.
    const found = response.status === 200 ? unread.read(number, read) : read()
    if (!found) continue
    const { num_found, listings } = found
    for (const row of listings) {
      const listing = readRow(id, row)
      if (!listing || seen.has(listing.externalId)) continue
      seen.add(listing.externalId)
      yield listing
    }
    if (listings.length === 0 || start + pageRows >= num_found) return
    await progress?.reached(String(number + 1))
  }
  progress?.leftOut(`the API gives ${maxOffset} cars of a search at most`)
}

type Row = z.output<typeof rowSchema>

function readRow(source: string, row: unknown): Listing | undefined {
  const { data } = rowSchema.safeParse(row)
  if (!data) return undefined
  const { id, vin, miles, vdp_url: url, build, inventory_type: condition } = data
  const place = data.dealer ?? data.car_location
  const { vehicle } = normalizeVehicle({
    ...rawVehicle(build ?? {}),
    source,
    externalId: id,
    vin,
    url,
    condition,
    mileageMiles: miles,
    city: place?.city,
    state: place?.state,
    zip: place?.zip?.slice(0, 5),
    seller: sellers.get(data.seller_type ?? ''),
    color: data.exterior_color ?? data.base_ext_color,
    heading: data.heading,
    daysListed: data.dom ?? data.dom_active,
    ...priceOf(data),
    ...defined({
      titleStatus: data.carfax_clean_title ? 'clean' : undefined,
      images: imagesOf(data),
      coordinates:
        place?.longitude === undefined || place.latitude === undefined
          ? undefined
          : [place.longitude, place.latitude],
      firstSeenAt: data.first_seen_at === undefined ? undefined : data.first_seen_at * 1_000,
      lastSeenAt: data.last_seen_at === undefined ? undefined : data.last_seen_at * 1_000,
    }),
    status: 'active',
  })
  return vehicle.source && vehicle.externalId ? { ...vehicle, source, externalId: id } : undefined
}

/** Returns the asking price in the currency of the seller's country; none of 0, which stands for a price on request. */
function priceOf({ price, dealer, car_location }: Row): Partial<Listing> {
  if (price === undefined || price <= 0) return {}
  const country = (dealer ?? car_location)?.country?.toUpperCase() ?? 'US'
  const currency = currencies.get(country)
  return currency === undefined ? {} : { price: money(price.toFixed(2), currency), priceKind: 'asking' }
}

/** The kinds of sellers by the API's names. */
const sellers: ReadonlyMap<string, SellerKind> = new Map([
  ['dealer', 'dealer'],
  ['fsbo', 'private'],
])

/** The currencies of the countries that the API covers. A price of another country would be a guess. */
const currencies: ReadonlyMap<string, string> = new Map([
  ['US', 'USD'],
  ['CA', 'CAD'],
])

/** Returns the addresses of the images: the seller's, or else the copies of the service. */
function imagesOf({ media }: Row): readonly string[] | undefined {
  const links = [media?.photo_links, media?.photo_links_cached].find((each) => each && each.length > 0)
  return links?.filter((link) => URL.canParse(link))
}
