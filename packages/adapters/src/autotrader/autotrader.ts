import type { Adapter, ListingQuery, ProductPage } from '@telltale/core/ports'
import { type ListingSiteOptions, listingAdapter } from '../listing-page/listing-adapter.js'
import { type ListingSite, queryString, slug } from '../listing-page/listing-site.js'
import { type ListingsPage, readListingsWith } from '../listing-page/read-listings.js'

/** Options of the source of AutoTrader's pages. */
export type AutotraderOptions = ListingSiteOptions

const pageSize = 25

/** Returns the address of a search: `/cars-for-sale/used-cars/ford/mustang?zip=75146&firstRecord=25`. */
function searchPath(
  { make, model, condition, near, years, priceUsd, mileageMiles }: ListingQuery,
  page: number,
) {
  const kind = { new: 'new-cars', used: 'used-cars', certified: 'certified-cars' }
  const names = [make, make && model].flatMap((name) => (name ? [slug(name, '-')] : []))
  const parameters = queryString({
    zip: near?.zip,
    searchRadius: near?.radiusMiles,
    startYear: years?.from,
    endYear: years?.to,
    minPrice: priceUsd?.from,
    maxPrice: priceUsd?.to,
    maxMileage: mileageMiles?.to,
    numRecords: pageSize,
    firstRecord: (page - 1) * pageSize,
  })
  return `/cars-for-sale/${[condition ? kind[condition] : 'all-cars', ...names].join('/')}${parameters}`
}

const site: ListingSite = {
  name: 'autotrader',
  baseUrl: 'https://www.autotrader.com',
  detailPath: /\/vehicle(?:\/|details(?:\.xhtml|\/?)\?(?:.*&)?listingId=)(\d{6,12})/,
  detailUrl: (id) => `/cars-for-sale/vehicle/${id}`,
  searchPath,
}

/**
 * Makes the source that searches the cars for sale on AutoTrader (United States).
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [autotrader()] })
 * ```
 */
export const autotrader = (options: AutotraderOptions = {}): Adapter => listingAdapter(site, options)

/** Reads the cars of a page of AutoTrader, of a list or of one car. A pure function of the page. */
export const readAutotrader = (page: ProductPage): ListingsPage => readListingsWith(site, page)

/** Returns the address of a page of a search on AutoTrader, from page 1 on, for a renderer or a service that reads pages. */
export const autotraderSearchUrl = (query: ListingQuery, page = 1): string =>
  new URL(site.searchPath(query, page), site.baseUrl).href
