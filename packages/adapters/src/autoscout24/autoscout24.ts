import type { Adapter, ListingQuery, ProductPage } from '@telltale/core/ports'
import { type ListingSiteOptions, listingAdapter } from '../listing-page/listing-adapter.js'
import { type ListingSite, queryString, slug } from '../listing-page/listing-site.js'
import { type ListingsPage, readListingsWith } from '../listing-page/read-listings.js'

/** Options of the source of AutoScout24's pages. */
export type Autoscout24Options = ListingSiteOptions

/** The kilometres of a mile. */
const kmPerMile = 1.609344

/** Returns the address of a search: `/lst/volkswagen/polo?atype=C&page=2`. Prices in US dollars are not asked for. */
function searchPath({ make, model, condition, years, mileageMiles }: ListingQuery, page: number) {
  const names = [make, make && model].flatMap((name) => (name ? [slug(name, '-')] : []))
  const km = (miles: number | undefined) => (miles === undefined ? undefined : Math.round(miles * kmPerMile))
  return `${['/lst', ...names].join('/')}${queryString({
    atype: 'C',
    ustate: condition === undefined ? 'N,U' : condition === 'new' ? 'N' : 'U',
    fregfrom: years?.from,
    fregto: years?.to,
    kmfrom: km(mileageMiles?.from),
    kmto: km(mileageMiles?.to),
    size: 20,
    page,
  })}`
}

const site: ListingSite = {
  name: 'autoscout24',
  baseUrl: 'https://www.autoscout24.com',
  detailPath: /-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=[/?]|$)/,
  searchPath,
}

/**
 * Makes the source that searches the cars for sale on AutoScout24, in the country of its `baseUrl`.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const germany = autoscout24({ baseUrl: 'https://www.autoscout24.de' })
 * ```
 */
export const autoscout24 = (options: Autoscout24Options = {}): Adapter => listingAdapter(site, options)

/** Reads the cars of a page of AutoScout24 or AutoTrader.ca, of a search, a dealer or one car. A pure function. */
export const readAutoscout24 = (page: ProductPage): ListingsPage => readListingsWith(site, page)

/** Returns the address of a page of a search on AutoScout24, from page 1 on, for a renderer or a service that reads pages. */
export const autoscout24SearchUrl = (query: ListingQuery, page = 1): string =>
  new URL(site.searchPath(query, page), site.baseUrl).href
