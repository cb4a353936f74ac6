import { canonicalMake } from '@telltale/core/cars/vehicle'
import { defined } from '@telltale/core/options'
import type { Listing, ProductPage } from '@telltale/core/ports'
import { detectErrorPage } from '@telltale/core/prices'
import { needsScripts } from '../shop-page/parse/needs-scripts.js'
import { absoluteUrl, type Page, parsePage } from '../shop-page/parse/page.js'
import { briefTextOf, textOf } from '../shop-page/parse/text.js'
import { type ListingSite, marketOf } from './listing-site.js'
import { statesOf } from './page-states.js'
import { readCards } from './read-cards.js'
import { readSchemaCars } from './schema-cars.js'
import { walkStates } from './state-walk.js'
import { completed, type StatedCar } from './stated-car.js'
import { toListing } from './to-listing.js'
import { readVisibleCar } from './visible-car.js'

/** A page of cars for sale, read. */
export interface ListingsPage {
  /** The cars, in the order of the page. */
  readonly listings: readonly Listing[]
  /** The number of all results, where the page states it. */
  readonly total?: number
  /** The number of pages of the search, where the page states it. */
  readonly pages?: number
  /**
   * The reason why there are no cars, though the page does not say that nothing was found. Absent when there are cars, or
   * when there rightly are none.
   *
   * - `blocked`: a captcha, or a block of automated clients
   * - `needs-scripts`: the page is empty until its scripts ran
   * - `unknown-layout`: the page has another form than those that are known
   */
  readonly problem?: 'blocked' | 'needs-scripts' | 'unknown-layout'
}

/** The statements of a page about its cars. */
interface StatedPage {
  readonly cars: readonly StatedCar[]
  readonly total?: number
  readonly pages?: number
}

/** Reads the cars of a page: from its embedded state, else from its JSON-LD, else from its cards. A pure function. */
export function readListingsWith(
  site: Pick<ListingSite, 'name' | 'baseUrl' | 'detailPath' | 'detailUrl'>,
  { html, url }: ProductPage,
): ListingsPage {
  const isDocument = /^\s*[{[]/.test(html)
  const parsed = parsePage(isDocument ? `<script type="application/json">${html}</script>` : html, url)
  if ('error' in parsed) return { listings: [], problem: 'unknown-layout' }
  const address = parsed.url ?? new URL(site.baseUrl)
  const page: Page = { ...parsed, url: address }
  const detailId = (link: string) => detailIdIn(link, site.detailPath, address)
  const { cars, ...counts } = readStated(page, detailId)
  const context = {
    source: site.name,
    market: marketOf(hostnameOf(address, site.baseUrl)),
    resolve: (link: string) => absoluteUrl(page, link),
    detailOf: (car: StatedCar) => detailOf(car, site, page, detailId),
  }
  const byId = new Map<string, Listing>()
  for (const car of cars) {
    const listing = toListing(car, context)
    if (listing && !byId.has(listing.externalId)) byId.set(listing.externalId, listing)
  }
  const listings = [...byId.values()]
  return {
    listings,
    ...counts,
    ...defined({ problem: listings.length > 0 ? undefined : problemOf(parsed, counts.total) }),
  }
}

/** Returns the host name that tells the market: that of the site where the page stands on a server without a name. */
const hostnameOf = ({ hostname }: URL, baseUrl: string): string =>
  hostname === 'localhost' || /^[\d.:[\]]+$/.test(hostname) ? new URL(baseUrl).hostname : hostname

function detailIdIn(link: string, detailPath: RegExp, base: URL): string | undefined {
  if (link.length > 2_000 || !URL.canParse(link, base.href)) return undefined
  const { pathname, search } = new URL(link, base)
  const [, ...ids] = detailPath.exec(`${pathname}${search}`) ?? []
  return ids.find((id) => id !== undefined)
}

function detailOf(
  { id, url }: StatedCar,
  { detailUrl }: Pick<ListingSite, 'detailUrl'>,
  page: Page,
  detailId: (link: string) => string | undefined,
) {
  const stated = url === undefined ? undefined : absoluteUrl(page, String(url))
  const ownId = stated === undefined ? undefined : detailId(stated)
  const made = id === undefined ? undefined : detailUrl?.(String(id))
  const own = ownId === undefined ? (made ?? stated) : stated
  return defined({ id: ownId, url: own && absoluteUrl(page, own) })
}

function readStated(page: Page, detailId: (link: string) => string | undefined): StatedPage {
  const state = walkStates(statesOf(page))
  const schema = readSchemaCars(page)
  const subject = subjectOf(page, detailId)
  if (subject !== undefined) {
    const own = [...state.all, ...schema].find((car) => isOf(car, subject, detailId))
    const visible = readWholePage(page)
    const car = own ?? (isWhole(visible) ? { ...visible, id: subject } : undefined)
    if (car) return { cars: [completed({ ...car, id: subject }, defined({ url: page.url?.href }))], total: 1 }
  }
  const { total = totalInText(page), pages } = state
  const counts = defined({ total, pages })
  const stated = state.cars.length > 0 ? state.cars.map((car) => completed(car, sameIn(schema, car))) : schema
  if (stated.length > 1) return { cars: stated, ...counts }
  const cards = readCards(page, detailId)
  if (cards.length > 1) return { cars: cards, ...counts }
  // A single car: the page of one, or a list that found no more.
  const visible = readWholePage(page)
  const [only] = stated
  if (only) return { cars: [isSame(only, visible) ? completed(only, visible) : only], total: total ?? 1 }
  return isWhole(visible) && total === undefined ? { cars: [visible], total: 1 } : { cars: [], ...counts }
}

/** Returns the id of the car that the page is about, by its address. */
function subjectOf(page: Page, detailId: (link: string) => string | undefined): string | undefined {
  const stated = page.metaTags.find(({ attributes }) => attributes.property === 'og:url')?.attributes.content
  return detailId(page.url?.href ?? '') ?? (stated === undefined ? undefined : detailId(stated))
}

const isOf = (
  { id, url }: StatedCar,
  subject: string,
  detailId: (link: string) => string | undefined,
): boolean => String(id) === subject || (url !== undefined && detailId(String(url)) === subject)

const sameIn = (cars: readonly StatedCar[], { vin, id }: StatedCar): StatedCar | undefined =>
  cars.find((other) =>
    vin === undefined ? id !== undefined && String(other.id) === String(id) : other.vin === vin,
  )

/** Checks whether the car that visitors see is the one that the page's data is about. */
const isSame = (car: StatedCar, { year, make }: StatedCar): boolean =>
  make !== undefined && String(car.year ?? year) === String(year) && canonicalMake(String(car.make)) === make

/** Reads the page of a single car as a visitor sees it. */
function readWholePage(page: Page): StatedCar {
  const headings = page.headings.filter(({ name }) => name === 'h1')
  const text = page.withDigits.map(briefTextOf).join(' | ')
  return readVisibleCar({ elements: page.withDigits, headings, text })
}

const isWhole = ({ make, price, vin, mileage }: StatedCar): boolean =>
  make !== undefined && price !== undefined && (vin !== undefined || mileage !== undefined)

/** The words for results in the languages of the sites. */
const resultsText =
  /(?<![\d.,])(\d{1,3}(?:[.,\s’']\d{3})+|(?!(?:19|20)\d\d\s)\d{1,6})\s+(?:results?|matches|vehicles|listings|cars|resultaten|ergebnisse|fahrzeuge|angebote|résultats|annonces|annunci|risultati|resultados|anuncios|ofert|wyników)\b/i

/** Returns the number of results that the page tells its visitors. */
function totalInText({ withDigits, headings }: Page): number | undefined {
  for (const element of [...headings, ...withDigits]) {
    const [, digits] = resultsText.exec(textOf(element, 80)) ?? []
    if (digits !== undefined) return Number(digits.replace(/\D/g, ''))
  }
  return undefined
}

/** Words with which sites say that nothing was found. */
const nothingFound =
  /\b(?:no (?:results|matches|matching|vehicles|cars|listings|exact)|0 (?:results|matches|vehicles|cars|listings)|keine (?:ergebnisse|treffer|fahrzeuge)|geen resultaten|aucun résultat|nessun risultato|sin resultados)\b/i

function problemOf({ html, visible }: Page, total: number | undefined): ListingsPage['problem'] {
  if (detectErrorPage({ html })?.reason === 'blocked') return 'blocked'
  if (total === 0) return undefined
  if (needsScripts(html)) return 'needs-scripts'
  return visible.some((element) => nothingFound.test(briefTextOf(element))) ? undefined : 'unknown-layout'
}
