import type { Adapter } from '@telltale/core/ports'
import { type Shop, type ShopOptions, type ShopProduct, shopAdapter } from '../shop-page/shop-adapter.js'
import type { SourceProduct } from '../shop-page/sources/source-product.js'

/** Options of the source of Croma's pages. */
export type CromaOptions = ShopOptions

/** Returns the product of an address of Croma: its code, and its address without parameters. */
export function cromaProduct(url: URL): ShopProduct | undefined {
  if (!/^(?:www\.)?croma\.com$/.test(url.hostname)) return undefined
  const [path, id] = /^(?:\/[^/]+)?\/p\/(\d{5,8})(?=\/?$)/.exec(url.pathname) ?? []
  return path && id ? { id, url: `https://www.croma.com${path}` } : undefined
}

const readShopData = (_page: unknown, { id }: ShopProduct): SourceProduct => ({
  source: 'shop-state',
  sku: id,
  offers: [],
})

const shop: Shop = { name: 'croma', productOf: cromaProduct, readShopData }

/**
 * Makes the source that reads the product pages of Croma.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * croma().products?.matches(new URL('https://www.croma.com/a-television/p/261934')) // true
 * ```
 */
export const croma = (options: CromaOptions = {}): Adapter => shopAdapter(shop, options)
