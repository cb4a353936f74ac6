import { AdapterError } from '@telltale/core'
import { canonicalMake, canonicalModel } from '@telltale/core/cars/vehicle'
import {
  type Adapter,
  type AdapterContext,
  defined,
  type Listing,
  type ListingProgress,
  type ListingQuery,
  type OptionsShape,
  type ProductPage,
  parseOptions,
  urlOption,
} from '@telltale/core/ports'
import { detectErrorPage } from '@telltale/core/prices'
import { z } from 'zod'
import type { ListingSite } from './listing-site.js'
import { pageAfter, UnreadPages } from './page-progress.js'
import { type ListingsPage, readListingsWith } from './read-listings.js'

/** Options of the source of a marketplace's pages. */
export interface ListingSiteOptions {
  /** Tells this source from the host's other adapters. @default the marketplace's name */
  readonly id?: string
  /** The origin of the pages, such as that of the same marketplace in another country. @default that of the main site */
  readonly baseUrl?: string
  /** The maximum number of pages of one search. @default 20 */
  readonly maxPages?: number
}

/** {@link ListingSiteOptions} with their defaults. */
export type ListingSiteSettings = Required<ListingSiteOptions>

/** Checks the options of a marketplace. */
export function listingSiteSettings(site: ListingSite, options: ListingSiteOptions): ListingSiteSettings {
  const schema = z.strictObject({
    id: z.string().min(1, 'expected a name').default(site.name),
    baseUrl: urlOption().default(site.baseUrl),
    maxPages: z.int().min(1).max(500).default(20),
  } satisfies OptionsShape<ListingSiteOptions>)
  return parseOptions(site.name, schema, options)
}

/** Makes the adapter of a marketplace: its searches go through its public pages, politely, page after page. */
export function listingAdapter(site: ListingSite, options: ListingSiteOptions): Adapter {
  const settings = listingSiteSettings(site, options)
  return {
    specVersion: 1,
    id: settings.id,
    budget: siteBudget,
    http: siteHttp,
    listings: {
      search: (query, context, progress) =>
        searchSite({ site, settings, query, context, ...defined({ progress }) }),
    },
  }
}

/** The calls that a marketplace's pages get in a day, unless the host says otherwise. */
export const siteBudget = { callsPerDay: 500 } as const

/** Pages of people: robots.txt and the pace of the site count. Search pages have up to some four million characters. */
export const siteHttp = { polite: true, maxBytes: 10_485_760 } as const

/** A search of a marketplace. */
export interface SiteSearch {
  readonly site: ListingSite
  readonly settings: ListingSiteSettings
  readonly query: ListingQuery
  readonly context: AdapterContext
  readonly progress?: ListingProgress
}

/** Searches a marketplace. Yields each car once that fits the query, and asks for the next page when it is needed. */
export async function* searchSite(search: SiteSearch): AsyncGenerator<Listing> {
  const { settings, query, context, progress } = search
  const { maxPages } = settings
  context.signal.throwIfAborted()
  const seen = new Set<string>()
  const skipped = new UnreadPages(progress)
  for (let number = pageAfter(progress); number <= maxPages; number += 1) {
    const loaded = await loadPage(search, number)
    if (!loaded) return
    const page = skipped.read(number, () => readPage(search, loaded))
    if (!page) continue
    const fresh = page.listings.filter(({ externalId }) => !seen.has(externalId))
    const named = fresh.filter((listing) => isNamedAs(listing, query))
    for (const listing of fresh) seen.add(listing.externalId)
    yield* named.filter((listing) => isInRange(listing, query))
    // A search for a make that the site does not know gives pages of other cars.
    if (named.length === 0) return
    if (
      number >= (page.pages ?? Number.POSITIVE_INFINITY) ||
      seen.size >= (page.total ?? Number.POSITIVE_INFINITY)
    )
      return
    await progress?.reached(String(number + 1))
  }
  progress?.leftOut(`only the first ${maxPages} pages were read; \`maxPages\` sets how many`)
}

/** Loads a page of a search. @throws `AdapterError` when the site refuses, also by a page that says so. */
async function loadPage(
  { site, settings: { id, baseUrl }, query, context }: SiteSearch,
  number: number,
): Promise<ListingsPage | undefined> {
  const loaded = await loadHtml(id, new URL(site.searchPath(query, number), baseUrl), context)
  const page = loaded && readListingsWith({ ...site, name: id }, loaded)
  if (page?.problem === 'blocked') throw problemError(id, page.problem)
  return page
}

/** Returns a page. @throws `AdapterError` when it has no cars though it does not say so. */
function readPage({ settings: { id } }: SiteSearch, page: ListingsPage): ListingsPage {
  if (page.problem) throw problemError(id, page.problem)
  return page
}

/**
 * Loads a page of a site, politely. Resolves to `undefined` where there is none.
 *
 * @throws `AdapterError` for any other status than that of a page, which says whether the site refuses.
 */
export async function loadHtml(
  id: string,
  url: URL,
  { http, signal }: AdapterContext,
): Promise<ProductPage | undefined> {
  const options = { trust: 'configured', polite: true, cacheFor: 'search', signal } as const
  const { status, text, url: address } = await http.get(url.href, options)
  if (status === 404 || status === 410) return undefined
  if (status < 200 || status > 299) throw refusal(id, status, text)
  return { html: text, url: address }
}

const problems = {
  blocked: 'blocked: the site shows a captcha or a block in place of its cars, which nothing here gets round',
  'needs-scripts':
    'the page is empty without its scripts; render it and read it by hand, as the README shows',
  'unknown-layout': 'the page has no cars and does not say that there are none; its layout may have changed',
} as const

/** Makes the error of a page without cars that does not say that there are none. Only a new layout may be a slip. */
export const problemError = (id: string, problem: keyof typeof problems): AdapterError =>
  new AdapterError(`${id}: ${problems[problem]}`, { retryable: problem === 'unknown-layout' })

function refusal(id: string, status: number, html: string): AdapterError {
  const isBlocked = detectErrorPage({ html, httpStatus: status })?.reason === 'blocked'
  return new AdapterError(`${id}${isBlocked ? ': blocked: the site' : ''} answered with status ${status}`, {
    retryable: status === 429 || status >= 500,
  })
}

/** Checks the make and the model of a car: for a name that it does not know, a site shows other cars. */
export const isNamedAs = ({ make, model }: Listing, query: ListingQuery): boolean =>
  isSameName(query.make, make, (name) => canonicalMake(name) ?? name.toLowerCase()) &&
  isSameName(query.model, model, (name) => canonicalModel(query.make ?? make ?? '', name))

/** Checks the figures and the condition of a car that it states: not every site restricts its search by them all. */
export function isInRange({ year, price, mileageMiles, condition }: Listing, query: ListingQuery): boolean {
  return (
    isWithin(year, query.years) &&
    (price?.currency !== 'USD' || isWithin(Number(price.amount), query.priceUsd)) &&
    isWithin(mileageMiles, query.mileageMiles) &&
    (query.condition === undefined || condition === undefined || condition === query.condition)
  )
}

const isSameName = (
  asked: string | undefined,
  stated: string | undefined,
  canonical: (name: string) => string,
) => asked === undefined || stated === undefined || canonical(asked) === canonical(stated)

const isWithin = (
  value: number | undefined,
  range: { readonly from?: number; readonly to?: number } | undefined,
) =>
  value === undefined ||
  range === undefined ||
  (value >= (range.from ?? Number.NEGATIVE_INFINITY) && value <= (range.to ?? Number.POSITIVE_INFINITY))
