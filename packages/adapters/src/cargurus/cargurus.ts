import {
  type Adapter,
  defined,
  type Listing,
  type ListingQuery,
  type ProductPage,
} from '@telltale/core/ports'
import {
  type ListingSiteOptions,
  listingSiteSettings,
  loadHtml,
  problemError,
  type SiteSearch,
  searchSite,
  siteBudget,
  siteHttp,
} from '../listing-page/listing-adapter.js'
import { type ListingSite, queryString } from '../listing-page/listing-site.js'
import { type ListingsPage, readListingsWith } from '../listing-page/read-listings.js'
import { findModelPath } from './model-path.js'

/** Options of the source of CarGurus' pages. */
export type CargurusOptions = ListingSiteOptions

/** The radii that the site offers, in miles. */
const radii = [10, 25, 50, 75, 100, 150, 200, 500]

/** Returns the address of a search among the cars of a make or model, by the site's own ids (`m7/d306`). */
const searchPathOf =
  (path: string | undefined) =>
  ({ near, years, priceUsd, mileageMiles }: ListingQuery, page: number): string =>
    `/search${queryString({
      zip: near?.zip,
      distance: radii.find((radius) => near && radius >= near.radiusMiles) ?? 'NATIONWIDE',
      makeModelTrimPaths: path,
      startYear: years?.from,
      endYear: years?.to,
      minPrice: priceUsd?.from,
      maxPrice: priceUsd?.to,
      maxMileage: mileageMiles?.to,
      page,
    })}`

const site: ListingSite = {
  name: 'cargurus',
  baseUrl: 'https://www.cargurus.com',
  detailPath: /\/details\/(\d{5,12})/,
  detailUrl: (id) => `/details/${id}`,
  searchPath: searchPathOf(undefined),
}

/**
 * Makes the source that searches the cars for sale on CarGurus (United States; Canada and Great Britain by `baseUrl`). The
 * site knows makes and models by numbers of its own, which a first page tells.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [cargurus()] })
 * ```
 */
export function cargurus(options: CargurusOptions = {}): Adapter {
  const settings = listingSiteSettings(site, options)
  return {
    specVersion: 1,
    id: settings.id,
    budget: siteBudget,
    http: siteHttp,
    listings: {
      search: (query, context, progress) =>
        searchCargurus({ site, settings, query, context, ...defined({ progress }) }),
    },
  }
}

/** Reads the cars of a page of CarGurus, of a list or of one car. A pure function of the page. */
export const readCargurus = (page: ProductPage): ListingsPage => readListingsWith(site, page)

async function* searchCargurus(search: SiteSearch): AsyncGenerator<Listing> {
  const { settings, query, context } = search
  context.signal.throwIfAborted()
  const { make, model } = query
  if (make === undefined) return yield* searchSite(search)
  const { near } = query
  const url = new URL(site.searchPath(defined({ near }), 1), settings.baseUrl)
  const page = await loadHtml(settings.id, url, context)
  const found = page && findModelPath(page, make, model)
  if (!page) return
  if (!found) throw problemError(settings.id, readCargurus(page).problem ?? 'unknown-layout')
  if (found.path !== undefined)
    yield* searchSite({ ...search, site: { ...site, searchPath: searchPathOf(found.path) } })
}
