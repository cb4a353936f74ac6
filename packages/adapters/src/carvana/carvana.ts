import type { Adapter, ListingQuery, ProductPage } from '@telltale/core/ports'
import { type ListingSiteOptions, listingAdapter } from '../listing-page/listing-adapter.js'
import { type ListingSite, queryString, slug } from '../listing-page/listing-site.js'
import { type ListingsPage, readListingsWith } from '../listing-page/read-listings.js'

/** Options of the source of Carvana's pages. */
export type CarvanaOptions = ListingSiteOptions

/** Returns the address of a search: `/cars/ford-f-150?page=2`. All else of a query is checked on the cars themselves. */
function searchPath({ make, model }: ListingQuery, page: number) {
  const names = [make, make && model].flatMap((name) => (name ? [slug(name, '-')] : []))
  return `/cars${names.length > 0 ? `/${names.join('-')}` : ''}${queryString({ page })}`
}

const site: ListingSite = {
  name: 'carvana',
  baseUrl: 'https://www.carvana.com',
  detailPath: /\/vehicle\/(\d{4,12})/,
  detailUrl: (id) => `/vehicle/${id}`,
  searchPath,
}

/**
 * Makes the source that searches the cars for sale at Carvana (United States).
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [carvana()] })
 * ```
 */
export const carvana = (options: CarvanaOptions = {}): Adapter => listingAdapter(site, options)

/** Reads the cars of a page of Carvana, of a list or of one car. A pure function of the page. */
export const readCarvana = (page: ProductPage): ListingsPage => readListingsWith(site, page)

/** Returns the address of a page of a search on Carvana, from page 1 on, for a renderer or a service that reads pages. */
export const carvanaSearchUrl = (query: ListingQuery, page = 1): string =>
  new URL(site.searchPath(query, page), site.baseUrl).href
