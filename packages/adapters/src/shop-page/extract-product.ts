import type { ProductReading, UnreadProduct } from '@telltale/core/ports'
import { detectRefusal, type PageRefusal } from '@telltale/core/prices'
import { type Page, parsePage } from './page.js'
import type { ProductFacts } from './product-facts.js'
import { type PageSources, readSources } from './read-sources.js'
import { type Settlement, settlePrice } from './settle-price.js'

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
export function extractProduct(html: string, url: string): ProductReading {
  const page = parsePage(html, url)
  if ('refusal' in page) return unread('no-product', `the page was not read: ${page.refusal}`)
  const reading = readPage(page)
  // What a shop wrote for machines stands on no wall.
  const isSure = reading.status === 'read' && reading.evidence.some((source) => source !== 'markup')
  const refusal = isSure ? undefined : detectRefusal({ html })
  return refusal ? unread(refusal.reason, wordsOf(refusal)) : reading
}

function readPage(page: Page): ProductReading {
  const sources = readSources(page)
  const { objection, products, meta, markup } = sources
  if (objection) return unread(objection.reason, objection.message)
  return compose(sources, settlePrice([...products, meta], markup, page.url?.href))
}

function wordsOf({ reason, evidence }: PageRefusal): string {
  const what = { blocked: 'the shop blocks the reader', consent: 'the shop asks for consent first' }
  return `${reason === 'gone' ? 'the shop says that the page is gone' : what[reason]}: ${evidence.slice(0, 100)}`
}

/** Puts together what the sources say; where several say it, the first counts. */
function compose(
  { products, meta, loose, markup, pageTitle }: PageSources,
  settlement: Settlement,
): ProductReading {
  const all: Partial<ProductFacts> = Object.assign({}, markup, loose, meta, ...products.toReversed())
  const claimed = 'claims' in settlement ? settlement.claims.map(({ offer }) => offer) : []
  const sku = all.sku ?? claimed.find((offer) => offer.sku)?.sku
  const availability = claimed.find((offer) => offer.availability)?.availability ?? all.availability
  // The heading is what the shop calls the product; the names in its data are often made for search engines.
  const title = markup.title ?? all.title ?? pageTitle
  const about = { ...(title && { title }), ...(availability && { availability }) }
  if ('reason' in settlement) return { ...unread(settlement.reason, settlement.message), ...about }
  return {
    status: 'read',
    ...about,
    price: settlement.price,
    ...(settlement.wasPrice && { wasPrice: settlement.wasPrice }),
    ...(all.imageUrl && { imageUrl: all.imageUrl }),
    ...(all.brand && { brand: all.brand }),
    ...(sku && { sku }),
    ...(all.gtin && { gtin: all.gtin }),
    evidence: settlement.claims.map(({ source }) => source),
  }
}

function unread(reason: UnreadProduct['reason'], message: string): UnreadProduct {
  return { status: 'unread', reason, message }
}
