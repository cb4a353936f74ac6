import { AdapterError, TelltaleError } from '@telltale/core'
import {
  type Adapter,
  type AdapterContext,
  type Listing,
  type ListingProgress,
  type ListingQuery,
  type OptionsShape,
  type ProductPage,
  parseOptions,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import {
  isInRange,
  isNamedAs,
  loadHtml,
  problemError,
  siteBudget,
  siteHttp,
} from '../listing-page/listing-adapter.js'
import { slug } from '../listing-page/listing-site.js'
import { type ListingsPage, readListingsWith } from '../listing-page/read-listings.js'
import { findVehiclePages } from './sitemap.js'

/** Options of the source of dealers' own sites. */
export interface DealersiteOptions {
  /**
   * The addresses of the dealers: of a page that lists their cars, which is read with the pages that follow it, or of the
   * site, whose sitemap is searched for cars.
   */
  readonly sites: readonly string[]
  /** Tells this source from the host's other adapters. @default 'dealersite' */
  readonly id?: string
  /** The maximum number of pages of each site in one search. @default 200 */
  readonly maxPages?: number
}

const optionsSchema = z.strictObject({
  sites: z.array(urlOption()).min(1, 'expected the address of at least one dealer').readonly(),
  id: z.string().min(1, 'expected a name').default('dealersite'),
  maxPages: z.int().min(1).max(5_000).default(200),
} satisfies OptionsShape<DealersiteOptions>)

type Settings = z.output<typeof optionsSchema>

/** The particulars of a site that is not known: an address with a VIN or a long number is that of a car. */
const anySite = {
  name: 'dealersite',
  baseUrl: 'https://dealer.example',
  detailPath:
    /\/(?:[^?]{0,200}[/_-])?([A-HJ-NPR-Z0-9]{13}\d{4})(?=[/?._-]|$)|\/(?:vehicles?|inventory|used|new|vdp|details?|listings?|fahrzeuge?|voitures?|autos?|cars?)\/(?:[^?]{0,200}[/_-])?(\d{5,12})(?=[/?._-]|$)/i,
} as const

/**
 * Makes the source that searches the cars on dealers' own sites, by their schema.org data: `Vehicle`, `Car`, `Motorcycle` and
 * `BusOrCoach`, alone, in lists, in offers (`itemOffered`) and in the catalogue of an `AutoDealer`.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const dealers = dealersite({ sites: ['https://www.dealer.example/used-cars'] })
 * ```
 */
export function dealersite(options: DealersiteOptions): Adapter {
  const settings = parseOptions('dealersite', optionsSchema, options)
  return {
    specVersion: 1,
    id: settings.id,
    budget: { ...siteBudget, callsPerDay: 2_000 },
    http: siteHttp,
    listings: { search: (query, context, progress) => searchSites(settings, query, context, progress) },
  }
}

/** Reads the cars of a page of any dealer, of a list or of one car. A pure function of the page. */
export const readDealersite = (page: ProductPage): ListingsPage => readListingsWith(anySite, page)

/** Searches all sites. One that fails costs the others nothing; its error comes last. */
async function* searchSites(
  settings: Settings,
  query: ListingQuery,
  context: AdapterContext,
  progress?: ListingProgress,
): AsyncGenerator<Listing> {
  context.signal.throwIfAborted()
  const { id, sites } = settings
  const cut = (site: string) =>
    progress?.leftOut(`only ${settings.maxPages} pages of ${site} were read; \`maxPages\` sets how many`)
  const failures: TelltaleError[] = []
  const seen = new Set<string>()
  for (const site of sites)
    try {
      for await (const listing of carsOf(site, { ...settings, cut }, query, context)) {
        const key = listing.vin ?? `${new URL(site).host} ${listing.externalId}`
        if (seen.has(key) || !isNamedAs(listing, query) || !isInRange(listing, query)) continue
        seen.add(key)
        // The ids of several sites may be the same.
        const externalId = sites.length === 1 ? listing.externalId : key
        yield { ...listing, externalId }
      }
    } catch (error) {
      if (context.signal.aborted || !TelltaleError.is(error) || error.code === 'BUDGET_EXCEEDED') throw error
      failures.push(error)
    }
  const [first] = failures
  if (first && sites.length === 1) throw first
  if (first)
    throw new AdapterError(`${id}: ${failures.length} of ${sites.length} sites failed: ${first.message}`, {
      retryable: failures.some(({ retryable }) => retryable),
      cause: first,
    })
}

/** Yields the cars of one site: of its list and the pages after it, or else of the pages in its sitemap. */
async function* carsOf(
  site: string,
  { id, maxPages, cut }: Settings & { readonly cut: (site: string) => void },
  query: ListingQuery,
  context: AdapterContext,
): AsyncGenerator<Listing> {
  let pages = 0
  let address: string | undefined = site
  const visited = new Set<string>()
  while (address !== undefined && pages < maxPages && !visited.has(address)) {
    visited.add(address)
    const page: ProductPage | undefined = await loadHtml(id, new URL(address), context)
    const { listings, problem } = page ? readSite(id, page) : { listings: [] }
    if (problem === 'blocked') throw problemError(id, problem)
    yield* listings
    pages += 1
    address = page && listings.length > 0 ? nextPage(page) : undefined
    if (listings.length > 0 || pages > 1) continue
    for await (const found of pagesFor(findVehiclePages(id, new URL(site).origin, context), query)) {
      if (pages >= maxPages) return cut(site)
      pages += 1
      const own = await loadAllowed(id, new URL(found), context)
      if (own) yield* readSite(id, own).listings
    }
  }
  if (address !== undefined && pages >= maxPages && !visited.has(address)) cut(site)
}

/** Loads a page of a sitemap; `undefined` where the site's robots.txt forbids it, as it does for some. */
async function loadAllowed(id: string, url: URL, context: AdapterContext): Promise<ProductPage | undefined> {
  try {
    return await loadHtml(id, url, context)
  } catch (error) {
    if (TelltaleError.is(error) && error.code === 'FORBIDDEN') return undefined
    throw error
  }
}

const readSite = (id: string, page: ProductPage): ListingsPage =>
  readListingsWith({ ...anySite, name: id }, page)

/** Leaves out pages whose address names another car: of the pages that name makes, those of the one asked for. */
async function* pagesFor(pages: AsyncIterable<string>, { make }: ListingQuery): AsyncGenerator<string> {
  const wanted = make && slug(make, '-')
  const others: string[] = []
  let isNamed = false
  for await (const page of pages) {
    const isOwn = wanted === undefined || slug(new URL(page).pathname, '-').includes(wanted)
    isNamed ||= wanted !== undefined && isOwn
    if (isOwn) yield page
    else others.push(page)
  }
  if (!isNamed) yield* others
}

/** Returns the address of the next page of a list, where the page names it. */
function nextPage({ html, url }: ProductPage): string | undefined {
  const tag = /<(?:a|link)\b[^>]{0,500}\brel\s*=\s*["']?next\b[^>]{0,500}>/i.exec(html)?.[0]
  const href = tag && /\bhref\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')/i.exec(tag)
  const address = (href?.[1] ?? href?.[2])?.replaceAll('&amp;', '&')
  if (address === undefined || !URL.canParse(address, url)) return undefined
  const next = new URL(address, url)
  return next.host === new URL(url).host ? next.href : undefined
}
