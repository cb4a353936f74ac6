import type { Adapter } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { absoluteUrl, type Page } from '../shop-page/parse/page.js'
import { textOf } from '../shop-page/parse/text.js'
import { type Shop, type ShopOptions, type ShopProduct, shopAdapter } from '../shop-page/shop-adapter.js'
import type { SourceProduct } from '../shop-page/sources/source-product.js'

/** Options of the source of Amazon's pages. */
export type AmazonOptions = ShopOptions

const hosts =
  /^(?:www\.|smile\.|m\.)?amazon\.(?:in|com|co\.uk|de|fr|it|es|nl|se|pl|ie|com\.be|com\.tr|ca|com\.mx|com\.br|com\.au|co\.jp|sg|ae|sa|eg|co\.za)$/

const paths = /\/(?:dp|gp\/product|gp\/aw\/d|exec\/obidos\/asin)\/([A-Z0-9]{10})(?:[/?]|$)/i

/** Returns the product of an address of Amazon: its ASIN, and its shortest address. */
export function amazonProduct(url: URL): ShopProduct | undefined {
  const id = hosts.test(url.hostname) ? paths.exec(url.pathname)?.[1]?.toUpperCase() : undefined
  return id
    ? { id, url: `https://www.${url.hostname.replace(/^(?:www|smile|m)\./, '')}/dp/${id}` }
    : undefined
}

/** The wording around a brand: `Visit the Apple Store`, `Brand: Apple`, and the same in other languages. */
const brandWords =
  /^(?:visit the (.+) store|(?:brand|marca|marke|marque|merk|marka|varumärke)\s*: ?(.+)|visita (?:la|lo) (?:store|tienda) (?:de|di) (.+)|besuche den (.+)-store|visiter la boutique (.+))$/i

function readShopData(page: Page, product: ShopProduct): SourceProduct {
  const asin = page.byId.get('ASIN')?.attributes.value ?? ''
  const byline = page.byId.get('bylineInfo')
  const brand = brandWords
    .exec(byline ? textOf(byline) : '')
    ?.slice(1)
    .find(Boolean)
  const seller = page.byId.get('sellerProfileTriggerId')
  const image = page.byId.get('landingImage')?.attributes
  const imageUrl = absoluteUrl(page, image?.['data-old-hires'] || image?.src || '')
  return {
    source: 'shop-state',
    // A variant of the product in the address has a number of its own.
    sku: /^[A-Z0-9]{10}$/.test(asin) ? asin : product.id,
    ...defined({
      brand,
      seller: seller && (textOf(seller) || undefined),
      imageUrl,
    }),
    offers: [],
  }
}

const shop: Shop = { name: 'amazon', productOf: amazonProduct, readShopData }

/**
 * Makes the source that reads the product pages of Amazon, of every marketplace.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * amazon().products?.matches(new URL('https://www.amazon.in/dp/B0CYGXYXS6')) // true
 * ```
 */
export const amazon = (options: AmazonOptions = {}): Adapter => shopAdapter(shop, options)
