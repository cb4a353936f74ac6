import type { Adapter } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
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

/** Options of the source of Ajio's pages. */
export type AjioOptions = ShopOptions

/** Returns the product of an address of Ajio: its code with the colour, and its address without parameters. */
export function ajioProduct(url: URL): ShopProduct | undefined {
  if (!/^(?:www\.)?ajio\.com$/.test(url.hostname)) return undefined
  const [path, id] = /^(?:\/[^/]+)?\/p\/(\d{6,12}(?:_[a-z0-9]+)?)(?=\/?$)/i.exec(url.pathname) ?? []
  return path && id ? { id, url: `https://www.ajio.com${path}` } : undefined
}

/** Reads the colour of the address from `window.__PRELOADED_STATE__`. A price after a coupon is left out. */
function readShopData(page: Page, { id }: ShopProduct): SourceProduct | undefined {
  const state = findState(page, '__PRELOADED_STATE__', 'product', 'productDetails')
  if (!state) return undefined
  const colours = objectsOf(state.baseOptions).flatMap(({ options }) => objectsOf(options))
  const colour = colours.find(({ code }) => code === id)
  if (!colour && state.code !== id) return undefined
  const amount = amountOf(colour?.priceData) ?? amountOf(state.price)
  const was = amountOf(colour?.wasPriceData) ?? amountOf(state.wasPriceData)
  const title = nonEmptyText(state.name)
  const brand = nonEmptyText(state.brandName)
  const stocks = objectsOf(state.variantOptions).flatMap(
    ({ stock }) => asObject(stock)?.stockLevelStatus ?? [],
  )
  const isSoldOut = stocks.every((level) => level === 'outOfStock')
  const availability = stocks.length === 0 ? undefined : isSoldOut ? 'OutOfStock' : 'InStock'
  const wasAmount = Number(was) > Number(amount) ? was : undefined
  return {
    source: 'shop-state',
    sku: id,
    ...defined({ title, brand, availability }),
    offers: amount ? [{ amount, currency: 'INR', ...defined({ wasAmount, availability }) }] : [],
  }
}

const amountOf = (data: StateObject[string]): string | undefined => positiveAmount(asObject(data)?.value)

const shop: Shop = { name: 'ajio', productOf: ajioProduct, readShopData }

/**
 * Makes the source that reads the product pages of Ajio.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * ajio().products?.matches(new URL('https://www.ajio.com/a-bag/p/469755402_blue')) // true
 * ```
 */
export const ajio = (options: AjioOptions = {}): Adapter => shopAdapter(shop, options)
