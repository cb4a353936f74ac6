import type { Adapter } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { money } from '@telltale/core/prices'
import type { Page } from '../shop-page/parse/page.js'
import { type Shop, type ShopOptions, type ShopProduct, shopAdapter } from '../shop-page/shop-adapter.js'
import {
  asObject,
  findState,
  nonEmptyText,
  objectsOf,
  positiveAmount,
  type StateObject,
} from '../shop-page/sources/shop-state.js'
import type { SourceProduct } from '../shop-page/sources/source-product.js'

/** Options of the source of Myntra's pages. */
export type MyntraOptions = ShopOptions

/** Returns the product of an address of Myntra: its number, and its shortest address. */
export function myntraProduct(url: URL): ShopProduct | undefined {
  if (!/^(?:www\.)?myntra\.com$/.test(url.hostname)) return undefined
  const id = /^\/(?:[^/]+\/[^/]+\/[^/]+\/)?(\d{5,9})(?:\/buy)?\/?$/.exec(url.pathname)?.[1]
  return id ? { id, url: `https://www.myntra.com/${id}` } : undefined
}

/** Reads `window.__myx`, if it is about the product of the address. */
function readShopData(page: Page, { id }: ShopProduct): SourceProduct | undefined {
  const state = findState(page, '__myx', 'pdpData')
  if (!state || `${state.id}` !== id) return undefined
  const mrp = positiveAmount(state.mrp)
  const amount = positiveAmount(asObject(state.price)?.discounted) ?? mrp
  const title = nonEmptyText(state.name)
  const brand = nonEmptyText(asObject(state.brand)?.name)
  const sizes = objectsOf(state.sizes)
  const isSoldOut = sizes.every(({ available }) => available === false)
  const availability = sizes.length === 0 ? undefined : isSoldOut ? 'OutOfStock' : 'InStock'
  const wasAmount = Number(mrp) > Number(amount) ? mrp : undefined
  const variants = sizes.length > 1 && amount ? sizes.map((size) => variantOf(size, amount)) : undefined
  return {
    source: 'shop-state',
    sku: id,
    ...defined({ title, brand, availability, variants }),
    offers: amount ? [{ amount, currency: 'INR', ...defined({ wasAmount, availability }) }] : [],
  }
}

function variantOf({ skuId, label, available, sizeSellerData }: StateObject, productAmount: string) {
  const [own] = objectsOf(sizeSellerData)
  const amount = positiveAmount(own?.discountedPrice) ?? productAmount
  const title = nonEmptyText(label)
  return {
    ...defined({ title, sku: skuId === undefined ? undefined : `${skuId}` }),
    price: money(Number(amount).toFixed(2), 'INR'),
    availability: available === false ? ('OutOfStock' as const) : ('InStock' as const),
  }
}

const shop: Shop = { name: 'myntra', productOf: myntraProduct, readShopData }

/**
 * Makes the source that reads the product pages of Myntra.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * myntra().products?.matches(new URL('https://www.myntra.com/11863356')) // true
 * ```
 */
export const myntra = (options: MyntraOptions = {}): Adapter => shopAdapter(shop, options)
