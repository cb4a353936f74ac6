import { defined } from '@telltale/core/options'
import { absoluteUrl, type Page } from '../parse/page.js'
import { readAvailability } from '../values/availability.js'
import { readCurrencyCode } from '../values/currency-code.js'
import { type PriceHints, readPriceField } from '../values/price-text.js'
import type { Offer, SourceProduct } from './source-product.js'

type Meta = ReadonlyMap<string, readonly string[]>

function readMeta({ metaTags }: Page): Meta {
  const meta = new Map<string, string[]>()
  for (const { attributes } of metaTags.slice(0, 2_000)) {
    const name = (attributes.property ?? attributes.name ?? '').trim().toLowerCase()
    const content = (attributes.content ?? '').trim()
    if (name && content && content.length <= 2_000) meta.set(name, [...(meta.get(name) ?? []), content])
  }
  return meta
}

const priceNames = ['product:price:amount', 'og:price:amount', 'product:price']
const saleNames = ['product:sale_price:amount']
const wasNames = ['product:original_price:amount', 'og:price:standard_amount']
const currencyNames = [
  'product:sale_price:currency',
  'product:price:currency',
  'og:price:currency',
  'product:original_price:currency',
]

/** The product as the OpenGraph and product meta tags describe it. */
export interface MetaTagProduct extends SourceProduct {
  /** `true` when `og:type` calls the page one of a product. */
  readonly isProduct: boolean
  /** `true` when `og:type` calls the page one of several products, as Shopify does for a collection. */
  readonly isProductGroup: boolean
}

/** Reads the page's OpenGraph and product meta tags. */
export function readMetaTags(page: Page, hints: PriceHints): MetaTagProduct {
  const meta = readMeta(page)
  const all = (names: readonly string[]) => names.flatMap((name) => meta.get(name) ?? [])
  const first = (...names: string[]) => all(names)[0]
  const title = first('og:title', 'twitter:title')
  const brand = first('product:brand', 'og:brand')
  const sku = first('product:retailer_item_id', 'product:sku')
  const gtin = first('product:gtin', 'product:ean', 'product:upc', 'product:isbn')
  const imageUrl = absoluteUrl(page, first('og:image:secure_url', 'og:image', 'twitter:image') ?? '')
  const availability = readAvailability(first('product:availability', 'og:availability') ?? '')
  const type = first('og:type') ?? ''
  const isProductGroup = /product[.:]group/i.test(type)
  return {
    source: 'meta',
    ...defined({
      title,
      brand,
      sku,
      gtin: gtin && /^\d{8,14}$/.test(gtin) ? gtin : undefined,
      imageUrl,
      availability,
    }),
    offers: readOffers(all, hints),
    isProduct: /product/i.test(type) && !isProductGroup,
    isProductGroup,
  }
}

function readOffers(
  all: (names: readonly string[]) => readonly string[],
  hints: PriceHints,
): readonly Offer[] {
  const [code, ...otherCodes] = new Set(all(currencyNames).map(readCurrencyCode))
  const currency = otherCodes.length === 0 ? code : undefined
  const amounts = (names: readonly string[]) =>
    all(names).flatMap((value) => readPriceField(value, currency, hints) ?? [])
  const sale = amounts(saleNames)
  const regular = amounts(priceNames)
  const [was] = [...amounts(wasNames), ...(sale.length > 0 ? regular : [])]
  const current = sale.length > 0 ? sale : regular
  return current.map((price) => ({ ...price, ...defined({ wasAmount: was?.amount }) }))
}
