import { defined } from '@telltale/core/options'
import type { OfferChoice, ProductReading } from '@telltale/core/ports'
import type { PageSources } from './read-sources.js'
import { composeTerms } from './settle/compose-terms.js'
import { confidenceOf, supportKindOf } from './settle/confidence.js'
import { fieldSupportOf } from './settle/field-support.js'
import type { Settlement } from './settle/settle-price.js'
import type { SourceProduct } from './sources/source-product.js'
import { toMoney } from './values/price-text.js'

/** Composes the reading of all sources; where several state a field, the first counts. */
export function composeReading(
  page: PageSources,
  settlement: Settlement,
  choice?: OfferChoice,
): ProductReading {
  const { products, meta, looseMicrodata, visible: shown, plainAvailability, pageTitle } = page
  const visible = plainAvailability ? { ...shown, availability: plainAvailability } : shown
  const sources = [...products, meta, looseMicrodata, visible]
  const all: Partial<SourceProduct> = Object.assign({}, ...sources.toReversed())
  const claimed = 'claims' in settlement ? settlement.claims.map(({ offer }) => offer) : []
  const availability = claimed.find((offer) => offer.availability)?.availability ?? all.availability
  // The heading is what the shop calls the product; the names in its data are often made for search engines.
  const title = visible.title ?? all.title ?? pageTitle
  const identity = defined({ title: title || undefined, availability })
  if ('reason' in settlement) return { status: 'unread', ...settlement, ...identity }
  const { price, wasPrice, claims } = settlement
  const { imageUrl, brand, gtin, mpn, variants } = all
  const ofOffer = claimed.find((offer) => offer.sku)?.sku
  const sku = choice?.variant === undefined ? (all.sku ?? ofOffer) : (ofOffer ?? all.sku)
  const seller = claimed.find((offer) => offer.seller)?.seller ?? all.seller
  const shipping = claimed.find((offer) => offer.shippingAmount)?.shippingAmount
  const shippingPrice = shipping ? toMoney(shipping, price.currency) : undefined
  const freeFrom =
    page.freeDelivery && toMoney(page.freeDelivery.amount, page.freeDelivery.currency ?? price.currency)
  const evidence = claims.map(({ source }) => source)
  const read = {
    status: 'read' as const,
    ...identity,
    price,
    confidence: confidenceOf(supportKindOf(evidence, visible.isMarked)),
    ...defined({
      wasPrice,
      imageUrl,
      brand,
      sku,
      gtin: gtin || undefined,
      mpn,
      seller,
      shippingPrice,
      variants,
    }),
    ...composeTerms(price, products, page.specials, freeFrom),
    evidence,
  }
  return { ...read, fields: fieldSupportOf(read, sources, pageTitle) }
}
