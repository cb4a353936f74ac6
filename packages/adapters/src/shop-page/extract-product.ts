import type { ProductReading, UnreadProduct } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { detectErrorPage, type ErrorPage } from '@telltale/core/prices'
import { needsScripts } from './parse/needs-scripts.js'
import { type Page, parsePage } from './parse/page.js'
import { type PageSources, readSources, type ShopDataReader } from './read-sources.js'
import { fieldSupportOf } from './settle/field-support.js'
import { type Settlement, settlePrice } from './settle/settle-price.js'
import { type ProductSelectors, readSelectors } from './sources/selectors.js'
import type { SourceProduct } from './sources/source-product.js'
import { toMoney } from './values/price-text.js'

/** Options of `extractProduct`. */
export interface ExtractOptions {
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
  { selectors }: ExtractOptions = {},
): ProductReading {
  return extractProductWith(html, url, selectors && ((page, hints) => readSelectors(page, selectors, hints)))
}

/** Reads a page like `extractProduct`, with the data that a shop's own reader adds. */
export function extractProductWith(html: string, url: string, readShopData?: ShopDataReader): ProductReading {
  const page = parsePage(html, url)
  if ('error' in page) return unread('no-product', `the page was not read: ${page.error}`)
  const reading = readPage(page, readShopData)
  // A bot wall has no data for machines, while a page with only a visible price may still say in its title that it is gone.
  const hasMachineData = reading.status === 'read' && reading.evidence.some((source) => source !== 'markup')
  const searched = reading.status === 'read' ? `<title>${page.title}</title>` : html
  const errorPage = hasMachineData ? undefined : detectErrorPage({ html: searched })
  if (errorPage) return unread(errorPage.reason, describeErrorPage(errorPage))
  const isEmpty = reading.status === 'unread' && needsScripts(html)
  return isEmpty ? { ...reading, needsScripts: true } : reading
}

function readPage(page: Page, readShopData: ShopDataReader | undefined): ProductReading {
  const sources = readSources(page, readShopData)
  const { rejection, products, meta, visible, specials } = sources
  if (rejection) return { status: 'unread', ...rejection }
  const signs = { structured: [...products, meta], visible, specials, pageUrl: page.url?.href }
  return composeReading(sources, settlePrice(signs))
}

function describeErrorPage({ reason, evidence }: ErrorPage): string {
  const what = { blocked: 'the shop blocks the reader', consent: 'the shop asks for consent first' }
  return `${reason === 'gone' ? 'the shop says that the page is gone' : what[reason]}: ${evidence.slice(0, 100)}`
}

/** Composes the reading of all sources; where several state a field, the first counts. */
function composeReading(
  { products, meta, looseMicrodata, visible: shown, plainAvailability, pageTitle }: PageSources,
  settlement: Settlement,
): ProductReading {
  const visible = plainAvailability ? { ...shown, availability: plainAvailability } : shown
  const sources = [...products, meta, looseMicrodata, visible]
  const all: Partial<SourceProduct> = Object.assign({}, ...sources.toReversed())
  const claimed = 'claims' in settlement ? settlement.claims.map(({ offer }) => offer) : []
  const availability = claimed.find((offer) => offer.availability)?.availability ?? all.availability
  // The heading is what the shop calls the product; the names in its data are often made for search engines.
  const title = visible.title ?? all.title ?? pageTitle
  const identity = defined({ title: title || undefined, availability })
  if ('reason' in settlement) return { ...unread(settlement.reason, settlement.message), ...identity }
  const { imageUrl, brand, gtin, mpn, variants } = all
  const sku = all.sku ?? claimed.find((offer) => offer.sku)?.sku
  const seller = claimed.find((offer) => offer.seller)?.seller ?? all.seller
  const shipping = claimed.find((offer) => offer.shippingAmount)?.shippingAmount
  const shippingPrice = shipping ? toMoney(shipping, settlement.price.currency) : undefined
  const read = {
    status: 'read' as const,
    ...identity,
    price: settlement.price,
    ...defined({
      wasPrice: settlement.wasPrice,
      imageUrl,
      brand,
      sku,
      gtin: gtin || undefined,
      mpn,
      seller,
      shippingPrice,
      variants,
    }),
    evidence: settlement.claims.map(({ source }) => source),
  }
  return { ...read, fields: fieldSupportOf(read, sources, pageTitle) }
}

function unread(reason: UnreadProduct['reason'], message: string): UnreadProduct {
  return { status: 'unread', reason, message }
}
