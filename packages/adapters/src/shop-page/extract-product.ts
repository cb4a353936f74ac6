import type { ProductReading, UnreadProduct } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { detectErrorPage, type ErrorPage } from '@telltale/core/prices'
import { needsScripts } from './parse/needs-scripts.js'
import { type Page, parsePage } from './parse/page.js'
import { type OwnReader, type PageSources, readSources } from './read-sources.js'
import { supportOf } from './settle/field-support.js'
import { type Settlement, settlePrice } from './settle/settle-price.js'
import { type ProductSelectors, readSelectors } from './sources/selectors.js'
import type { ProductFacts } from './sources/source-product.js'
import { toMoney } from './values/price-text.js'

/** What the host knows about the page. */
export interface ExtractOptions {
  /** Where the page says what. What they find votes beside all else. @default none */
  readonly selectors?: ProductSelectors
}

/**
 * Reads the product that a page sells, from the page alone: JSON-LD, microdata, OpenGraph and product meta tags, and
 * plain markup near the title. Where they contradict each other, or none can be trusted, it says so and why: it never
 * guesses. It throws for no page, and takes bounded time.
 *
 * @param url - where the page stands: relative addresses are resolved against it, and its country settles a lone `$`.
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
  return extractWith(html, url, selectors && ((page, hints) => readSelectors(page, selectors, hints)))
}

/** Reads a page as `extractProduct` does, with what a reader that knows the shop says besides. */
export function extractWith(html: string, url: string, readOwn?: OwnReader): ProductReading {
  const page = parsePage(html, url)
  if ('refusal' in page) return unread('no-product', `the page was not read: ${page.refusal}`)
  const reading = readPage(page, readOwn)
  // What a shop wrote for machines stands on no wall; a page that gives a price to people may still be gone by its title.
  const isSure = reading.status === 'read' && reading.evidence.some((source) => source !== 'markup')
  const look = reading.status === 'read' ? `<title>${page.title}</title>` : html
  const refusal = isSure ? undefined : detectErrorPage({ html: look })
  if (refusal) return unread(refusal.reason, wordsOf(refusal))
  const isEmpty = reading.status === 'unread' && needsScripts(html)
  return isEmpty ? { ...reading, needsScripts: true } : reading
}

function readPage(page: Page, readOwn: OwnReader | undefined): ProductReading {
  const sources = readSources(page, readOwn)
  const { objection, products, meta, markup } = sources
  if (objection) return unread(objection.reason, objection.message)
  return compose(sources, settlePrice([...products, meta], markup, page.url?.href))
}

function wordsOf({ reason, evidence }: ErrorPage): string {
  const what = { blocked: 'the shop blocks the reader', consent: 'the shop asks for consent first' }
  return `${reason === 'gone' ? 'the shop says that the page is gone' : what[reason]}: ${evidence.slice(0, 100)}`
}

/** Puts together what the sources say; where several say it, the first counts. */
function compose(
  { products, meta, loose, markup: visible, stock, pageTitle }: PageSources,
  settlement: Settlement,
): ProductReading {
  const markup = stock ? { ...visible, availability: stock } : visible
  const told: readonly Partial<ProductFacts>[] = [...products, meta, loose, markup]
  const all: Partial<ProductFacts> = Object.assign({}, ...told.toReversed())
  const claimed = 'claims' in settlement ? settlement.claims.map(({ offer }) => offer) : []
  const availability = claimed.find((offer) => offer.availability)?.availability ?? all.availability
  // The heading is what the shop calls the product; the names in its data are often made for search engines.
  const title = markup.title ?? all.title ?? pageTitle
  const about = defined({ title: title || undefined, availability })
  if ('reason' in settlement) return { ...unread(settlement.reason, settlement.message), ...about }
  const { imageUrl, brand, gtin, mpn, variants } = all
  const sku = all.sku ?? claimed.find((offer) => offer.sku)?.sku
  const seller = claimed.find((offer) => offer.seller)?.seller ?? all.seller
  const shipping = claimed.find((offer) => offer.shippingAmount)?.shippingAmount
  const shippingPrice = shipping && toMoney(shipping, settlement.price.currency)
  const read = {
    status: 'read' as const,
    ...about,
    price: settlement.price,
    ...defined({
      wasPrice: settlement.wasPrice,
      imageUrl: imageUrl || undefined,
      brand: brand || undefined,
      sku: sku || undefined,
      gtin: gtin || undefined,
      mpn: mpn || undefined,
      seller: seller || undefined,
      shippingPrice: shippingPrice || undefined,
      variants,
    }),
    evidence: settlement.claims.map(({ source }) => source),
  }
  return { ...read, fields: supportOf(read, [...products, meta, loose, markup], pageTitle) }
}

function unread(reason: UnreadProduct['reason'], message: string): UnreadProduct {
  return { status: 'unread', reason, message }
}
