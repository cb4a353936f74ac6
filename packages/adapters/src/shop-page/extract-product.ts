import { defined } from '@telltale/core/options'
import type { ProductPage, ProductReading, ReadOptions, UnreadProduct } from '@telltale/core/ports'
import { detectErrorPage, type ErrorPage } from '@telltale/core/prices'
import { composeReading } from './compose-reading.js'
import { needsScripts } from './parse/needs-scripts.js'
import { type Page, parsePage } from './parse/page.js'
import { textOf } from './parse/text.js'
import { type PageSources, readSources, type ShopDataReader } from './read-sources.js'
import { chooseOffers, onlyTaught } from './settle/choose-offers.js'
import { settlePrice } from './settle/settle-price.js'
import { readSoldVehicle } from './sold-vehicle.js'
import { type ProductSelectors, readSelectors, readTaught } from './sources/selectors.js'

/** Options of `extractProduct`. */
export interface ExtractOptions extends ReadOptions {
  /** CSS selectors for the page. What they find counts beside all other sources. @default none */
  readonly selectors?: ProductSelectors
}

/**
 * Reads the product that a page sells, from the page alone: JSON-LD, microdata, RDFa, OpenGraph and product meta tags, and
 * plain markup near the title. Where the sources contradict each other, or none can be trusted, the reading says why there
 * is no price: it never guesses. Throws for no page, and takes bounded time.
 *
 * @param url - the address of the page: relative addresses are resolved against it, and its country settles a lone `$`.
 * @example
 * ```ts
 * const reading = extractProduct(await response.text(), response.url)
 * if (reading.status === 'read') console.log(reading.title, reading.price.amount, reading.price.currency)
 * else console.log(reading.reason, reading.message)
 * ```
 */
export function extractProduct(
  html: string,
  url: string,
  { selectors, ...options }: ExtractOptions = {},
): ProductReading {
  const readShopData: ShopDataReader | undefined =
    selectors && ((page, hints) => readSelectors(page, selectors, hints))
  return extractProductWith({ html, url }, readShopData, options)
}

/** Reads a page like `extractProduct`, with the data that a shop's own reader adds. */
export function extractProductWith(
  { html, url }: ProductPage,
  readShopData: ShopDataReader | undefined,
  options: ReadOptions = {},
): ProductReading {
  const page = parsePage(html, url)
  if ('error' in page) return unread('no-product', `the page was not read: ${page.error}`)
  const reading = readPage(page, readShopData, options)
  // A bot wall has no data for machines, while a page with only a visible price may still say in its title that it is gone.
  const hasMachineData = reading.status === 'read' && reading.evidence.some((source) => source !== 'markup')
  const errorPage = hasMachineData ? undefined : findErrorPage(page, reading)
  if (errorPage) return unread(errorPage.reason, describeErrorPage(errorPage))
  if (reading.status === 'read') return { ...reading, ...defined({ vehicle: readSoldVehicle(page) }) }
  return needsScripts(html) ? { ...reading, needsScripts: true } : reading
}

/** Returns the error that a page is served in place of: by all of it, or by its title and heading, however much stands below. */
function findErrorPage({ html, title, headings }: Page, { status }: ProductReading): ErrorPage | undefined {
  const whole = status === 'unread' ? detectErrorPage({ html }) : undefined
  if (whole) return whole
  const first = headings.filter(({ name }) => name === 'h1').slice(0, 2)
  const said = [title, ...first.map((heading) => textOf(heading))]
  return detectErrorPage({ html: said.map((text) => `<h1>${text.replaceAll('<', ' ')}</h1>`).join('') })
}

function readPage(
  page: Page,
  readShopData: ShopDataReader | undefined,
  options: ReadOptions,
): ProductReading {
  const sources = readSources(page, readShopData)
  const { rejection, hints } = sources
  const taught = options.place && readTaught(page, options.place, hints)
  if (options.place && !taught)
    return unread('no-price', 'no price stands where it was taught to be; teach the product again')
  if (rejection && !taught) return { status: 'unread', ...rejection }
  const signs = { structured: [...sources.products, sources.meta], ...sources, pageUrl: page.url?.href }
  if (taught) return composeReading(sources, settlePrice(onlyTaught(signs, taught)))
  const { choice } = options
  const chosen = choice ? chooseOffers(signs, choice) : signs
  if (chosen) return composeReading(sources, settlePrice(chosen), choice)
  const asked = Object.entries(choice ?? {}).map(([name, value]) => `${name} '${value}'`)
  return {
    ...unread('no-price', `no offer of the page has the ${asked.join(' and the ')}`),
    ...titleOf(sources),
  }
}

const titleOf = ({ visible, pageTitle }: PageSources): { readonly title?: string } => {
  const title = visible.title ?? pageTitle
  return title ? { title } : {}
}

function describeErrorPage({ reason, evidence }: ErrorPage): string {
  const what = { blocked: 'the shop blocks the reader', consent: 'the shop asks for consent first' }
  return `${reason === 'gone' ? 'the shop says that the page is gone' : what[reason]}: ${evidence.slice(0, 100)}`
}

function unread(reason: UnreadProduct['reason'], message: string): UnreadProduct {
  return { status: 'unread', reason, message }
}
