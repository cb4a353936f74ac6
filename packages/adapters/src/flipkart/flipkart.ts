import type { Adapter } from '@telltale/core/ports'
import { type Shop, type ShopOptions, type ShopProduct, shopAdapter } from '../shop-page/shop-adapter.js'
import type { SourceProduct } from '../shop-page/sources/source-product.js'

/** Options of the source of Flipkart's pages. */
export type FlipkartOptions = ShopOptions

/** Returns the product of an address of Flipkart: its `pid` if there is one, else its `itm` number. */
export function flipkartProduct(url: URL): ShopProduct | undefined {
  if (!/^(?:www\.|dl\.)?flipkart\.com$/.test(url.hostname)) return undefined
  const [path, item] = /^\/(?:[^/]+\/)?p\/(itm[a-z0-9]{6,})/i.exec(url.pathname) ?? []
  const pid = /^[A-Z0-9]{16}$/.exec(url.searchParams.get('pid') ?? '')?.[0]
  if (!path || !item) return undefined
  return { id: pid ?? item, url: `https://www.flipkart.com${path}${pid ? `?pid=${pid}` : ''}` }
}

/** Gives the number in the address to the product, where the page states none. */
const readShopData = (_page: unknown, { id }: ShopProduct): SourceProduct | undefined =>
  id.startsWith('itm') ? undefined : { source: 'shop-state', sku: id, offers: [] }

const shop: Shop = { name: 'flipkart', productOf: flipkartProduct, readShopData }

/**
 * Makes the source that reads the product pages of Flipkart.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * flipkart().products?.matches(new URL('https://www.flipkart.com/a-watch/p/itmbd52c3589c34f')) // true
 * ```
 */
export const flipkart = (options: FlipkartOptions = {}): Adapter => shopAdapter(shop, options)
