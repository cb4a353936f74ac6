import { defined } from '@telltale/core/options'
import type { Page } from '../parse/page.js'
import { readAvailability } from '../values/availability.js'
import { normalizeTitle } from '../values/normalize-title.js'
import { type PriceHints, readPriceField } from '../values/price-text.js'
import { findShopLayout } from '../values/shop-layouts.js'
import { parseEmbeddedJson } from './embedded-json.js'
import type { Offer, SourceProduct } from './source-product.js'

type JsonObject = Readonly<Record<string, unknown>>

/** The maximum number of values that are visited in a page's state. */
const maxValues = 200_000

/** The maximum number of offers: that many objects of one name are variants, and enough to compare their prices. */
const maxOffers = 500

/** The keys under which shops keep the name of a product. */
const nameKeys = new Set(['name', 'title', 'productName', 'product_name', 'displayName', 'fullTitle'])
/** The keys of objects that may hold the name. */
const nameHolders = new Set([
  'titles',
  'productInfo',
  'product',
  'info',
  'details',
  'productDetails',
  'attributes',
])
/** The keys of objects that may hold the price. */
const priceHolders = [
  'pricing',
  'price',
  'prices',
  'priceInfo',
  'priceData',
  'productPrice',
  'offers',
  'offer',
]

/** The keys under which shops keep the current price, the surest first. */
const currentPriceKeys = [
  'finalPrice',
  'final_price',
  'discountedPrice',
  'discounted_price',
  'discounted',
  'sale',
  'salePrice',
  'sale_price',
  'sellingPrice',
  'selling_price',
  'specialPrice',
  'special_price',
  'currentPrice',
  'current_price',
  'current',
  'nowPrice',
  'price',
  'value',
  'amount',
]

/** The keys under which shops keep a former or recommended price. */
const oldPriceKeys = [
  'mrp',
  'listPrice',
  'list_price',
  'original',
  'originalPrice',
  'original_price',
  'regularPrice',
  'regular_price',
  'fullPrice',
  'initialPrice',
  'msrp',
  'wasPrice',
  'wasPriceData',
  'strikePrice',
  'compare_at_price',
  'compareAtPrice',
]

/** The keys of a currency code. */
const currencyKeys = [
  'currency',
  'currencyCode',
  'currency_code',
  'priceCurrency',
  'currencyISO',
  'currencyIso',
]

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads the data from which a shop's scripts draw the page (`__NEXT_DATA__`, `__INITIAL_STATE__` and the like): the objects
 * with a price and the name of the page's product. Returns `undefined` unless all of them agree.
 */
export function readEmbeddedState(
  page: Page,
  titles: readonly string[],
  hints: PriceHints,
): SourceProduct | undefined {
  const named = titles.map(normalizeTitle).filter((title) => title.length > 3)
  const found = statesOf(page, titles).flatMap((state) => productsIn(state, page, named, hints))
  const [first] = found
  if (!first || found.some(({ amount }) => Number(amount) !== Number(first.amount))) return undefined
  return { source: 'state', offers: [found.find(({ wasAmount }) => wasAmount !== undefined) ?? first] }
}

/** The words of which a script with a price has one. */
const priceWords = ['price', 'Price', 'PRICE', 'mrp', 'MRP']

/**
 * Returns the states of the scripts that mention a word of the product's name. Most scripts do not, and need no
 * parsing.
 */
function statesOf({ scripts }: Page, titles: readonly string[]): readonly unknown[] {
  const words = titles.flatMap((title) => title.match(/[\p{L}\d]{4,}/gu)?.slice(0, 2) ?? [])
  return scripts
    .filter(({ type, text }) => {
      if (!/^$|^module$|javascript$|^application\/json$/i.test(type)) return false
      return words.some((word) => text.includes(word)) && priceWords.some((word) => text.includes(word))
    })
    .flatMap(({ text }) => parseEmbeddedJson(text))
}

function productsIn(
  state: unknown,
  page: Page,
  titles: readonly string[],
  hints: PriceHints,
): readonly Offer[] {
  const offers: Offer[] = []
  const queue: unknown[] = typeof state === 'object' && state !== null ? [state] : []
  for (let at = 0; at < queue.length && at < maxValues; at += 1) {
    const value = queue[at]
    const offer = visit(value, queue, titles) ? offerOf(value as JsonObject, page, hints) : undefined
    if (offer && offers.push(offer) === maxOffers) break
  }
  return offers
}

/** Adds the objects within a value to the queue. Returns `true` for an object with a name that the page is named by. */
function visit(value: unknown, queue: unknown[], titles: readonly string[]): boolean {
  if (Array.isArray(value)) {
    for (const inner of value) if (typeof inner === 'object' && inner !== null) queue.push(inner)
    return false
  }
  const object = value as JsonObject
  let isNamed = false
  // A state has a hundred thousand members: a list of them for each object takes twice as long.
  for (const key in object) {
    const inner = object[key]
    if (typeof inner === 'string') isNamed ||= nameKeys.has(key) && isTitle(inner, titles)
    else if (typeof inner === 'object' && inner !== null) {
      queue.push(inner)
      isNamed ||= nameHolders.has(key) && hasTitle(inner, titles)
    }
  }
  return isNamed
}

function hasTitle(holder: object, titles: readonly string[]): boolean {
  for (const key of nameKeys) if (isTitle((holder as JsonObject)[key], titles)) return true
  return false
}

/** The beginning of a name, which mostly rules out every title at once. */
const plainBeginning = /^[a-z\d]{3}/i

function isTitle(name: unknown, titles: readonly string[]): boolean {
  if (typeof name !== 'string' || name.length > 500) return false
  const beginning = plainBeginning.exec(name)?.[0].toLowerCase() ?? ''
  if (!titles.some((title) => title.includes(beginning))) return false
  const plain = normalizeTitle(name)
  return plain.length > 3 && titles.some((title) => title === plain || isWithin(plain, title))
}

/**
 * Checks whether a name is part of a title, which adds the shop's name and advertising. A name of one or two words has to
 * stand at the beginning.
 */
const isWithin = (name: string, title: string): boolean =>
  title.startsWith(`${name} `) || (/ .+ /.test(name) && ` ${title} `.includes(` ${name} `))

function offerOf(object: JsonObject, page: Page, hints: PriceHints): Offer | undefined {
  const inner = priceHolders.map((key) => object[key]).filter(isObject)
  const holders = [...inner, object]
  const code = holders.flatMap((holder) => currencyKeys.map((key) => holder[key])).find(isCurrencyCode)
  // Scripts of other firms use their own currency. The last hint is that of the shop's country.
  const local = hints.currencies.at(-1)
  if (code && local && code !== local) return undefined
  const currency = code ?? findShopLayout(page.url?.hostname)?.currency
  // Shopify states prices in cents. It is recognized by the key of its old price.
  const isMinor = 'compare_at_price' in object && Number.isInteger(object.price)
  const read = (keys: readonly string[]) =>
    holders.flatMap((holder) => keys.flatMap((key) => priceIn(holder[key], currency, hints, isMinor)))
  const [price] = read(currentPriceKeys)
  if (!price) return undefined
  const was = read(oldPriceKeys).find((amount) => Number(amount) > Number(price))
  const availability = readAvailability(String(object.availability ?? '').slice(0, 60))
  return {
    amount: price,
    ...defined({ currency, wasAmount: was, availability }),
  }
}

const isCurrencyCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value)

function priceIn(
  value: unknown,
  currency: string | undefined,
  hints: PriceHints,
  isMinor: boolean,
): readonly string[] {
  if (isObject(value)) {
    const inner = value.value ?? value.amount ?? value.decimalPrice
    return isObject(inner) ? [] : priceIn(inner, currency, hints, isMinor)
  }
  if (typeof value !== 'number' && typeof value !== 'string') return []
  const scaled = isMinor && typeof value === 'number' ? value / 100 : value
  const read = readPriceField(scaled, currency, hints)
  return read ? [read.amount] : []
}
