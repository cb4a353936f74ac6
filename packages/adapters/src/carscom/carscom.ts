import type { Adapter, ListingQuery, ProductPage } from '@telltale/core/ports'
import { type ListingSiteOptions, listingAdapter } from '../listing-page/listing-adapter.js'
import { type ListingSite, queryString, slug } from '../listing-page/listing-site.js'
import { type ListingsPage, readListingsWith } from '../listing-page/read-listings.js'

/** Options of the source of Cars.com's pages. */
export type CarscomOptions = ListingSiteOptions

const pageSize = 20

/** Returns the address of a search: `/shopping/results/?makes[]=ford&models[]=ford-f_150&page=2`. */
function searchPath(
  { make, model, condition, near, years, priceUsd, mileageMiles }: ListingQuery,
  page: number,
) {
  const stockType = { new: 'new', used: 'used', certified: 'cpo' }
  const makeName = make && slug(make, '_')
  return `/shopping/results/${queryString({
    stock_type: condition ? stockType[condition] : 'all',
    'makes[]': makeName,
    'models[]': makeName && model && `${makeName}-${slug(model, '_')}`,
    zip: near?.zip,
    maximum_distance: near ? near.radiusMiles : 'all',
    year_min: years?.from,
    year_max: years?.to,
    list_price_min: priceUsd?.from,
    list_price_max: priceUsd?.to,
    mileage_max: mileageMiles?.to,
    page_size: pageSize,
    page,
  })}`
}

const site: ListingSite = {
  name: 'carscom',
  baseUrl: 'https://www.cars.com',
  detailPath: /\/vehicledetail\/(?:detail\/)?([\da-f-]{36}|\d{6,12})(?=\/|\?|$)/,
  detailUrl: (id) => `/vehicledetail/${id}/`,
  searchPath,
}

/**
 * Makes the source that searches the cars for sale on Cars.com (United States).
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [carscom()] })
 * ```
 */
export const carscom = (options: CarscomOptions = {}): Adapter => listingAdapter(site, options)

/** Reads the cars of a page of Cars.com, of a list or of one car. A pure function of the page. */
export const readCarscom = (page: ProductPage): ListingsPage => readListingsWith(site, page)

/** Returns the address of a page of a search on Cars.com, from page 1 on, for a renderer or a service that reads pages. */
export const carscomSearchUrl = (query: ListingQuery, page = 1): string =>
  new URL(site.searchPath(query, page), site.baseUrl).href
