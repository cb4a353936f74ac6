import { defined } from '@telltale/core/ports'
import type { Page } from '../parse/page.js'
import { plainText } from '../settle/choose-product.js'
import { readAvailability } from '../values/availability.js'
import { type PriceHints, readPriceField } from '../values/price-text.js'
import { layoutOf } from '../values/shop-layouts.js'
import { embeddedValues } from './embedded-json.js'
import type { Offer, ProductFacts } from './source-product.js'

type JsonObject = Readonly<Record<string, unknown>>

/** The most values of a page's states that are looked at. */
const mostValues = 200_000

/** So many objects of one name are variants of a product, and have said whether their prices agree. */
const mostOffers = 500

const names = ['name', 'title', 'productName', 'product_name', 'displayName', 'fullTitle']
const nameHolders = ['titles', 'productInfo', 'product', 'info', 'details', 'productDetails', 'attributes']
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

/** How shops call what a product costs now, the surest first. */
const current = [
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

/** How shops call what it cost before, or is said to be worth. */
const before = [
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

const currencies = [
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
 * Reads the data with which a shop's own scripts draw the page (`__NEXT_DATA__`, `__INITIAL_STATE__` and the like): the
 * objects there that have the name of the page's product, and a price. It says something only where they agree.
 */
export function readEmbeddedState(
  page: Page,
  titles: readonly string[],
  hints: PriceHints,
): ProductFacts | undefined {
  const named = titles.map(plainText).filter((title) => title.length > 3)
  const found = statesOf(page, titles).flatMap((state) => productsIn(state, page, named, hints))
  const [first] = found
  if (!first || found.some(({ amount }) => Number(amount) !== Number(first.amount))) return undefined
  return { source: 'state', offers: [found.find(({ wasAmount }) => wasAmount !== undefined) ?? first] }
}

/** Most scripts are not about the product, so that looking for a word of its name saves reading them. */
function statesOf({ scripts }: Page, titles: readonly string[]): readonly unknown[] {
  const words = titles.flatMap((title) => title.match(/[\p{L}\d]{4,}/gu)?.slice(0, 2) ?? [])
  return scripts
    .filter(({ type, text }) => {
      if (!/^$|^module$|javascript$|^application\/json$/i.test(type)) return false
      return words.some((word) => text.includes(word)) && /price|mrp/i.test(text)
    })
    .flatMap(({ text }) => embeddedValues(text))
}

function productsIn(
  state: unknown,
  page: Page,
  titles: readonly string[],
  hints: PriceHints,
): readonly Offer[] {
  const offers: Offer[] = []
  const waiting: unknown[] = [state]
  for (let at = 0; at < waiting.length && at < mostValues; at += 1) {
    const value = waiting[at]
    const offer = isObject(value) && isNamed(value, titles) ? offerOf(value, page, hints) : undefined
    if (offer && offers.push(offer) === mostOffers) break
    for (const inner of Array.isArray(value) ? value : Object.values(value ?? {}))
      if (typeof inner === 'object' && inner !== null) waiting.push(inner)
  }
  return offers
}

/** Whether the object has a name, and the page is named so. */
function isNamed(object: JsonObject, titles: readonly string[]): boolean {
  if (hasTitle(object, titles)) return true
  for (const key of nameHolders) {
    const holder = object[key]
    if (isObject(holder) && hasTitle(holder, titles)) return true
  }
  return false
}

function hasTitle(object: JsonObject, titles: readonly string[]): boolean {
  for (const key of names) if (isTitle(object[key], titles)) return true
  return false
}

/** How a name begins tells mostly at once that no title has it. */
const plainBeginning = /^[a-z\d]{3}/i

function isTitle(name: unknown, titles: readonly string[]): boolean {
  if (typeof name !== 'string' || name.length > 500) return false
  const beginning = plainBeginning.exec(name)?.[0].toLowerCase() ?? ''
  if (!titles.some((title) => title.includes(beginning))) return false
  const plain = plainText(name)
  return plain.length > 3 && titles.some((title) => title === plain || isWithin(plain, title))
}

/** A title has the name of the shop besides, and words that are to sell; a word or two may be those. */
const isWithin = (name: string, title: string): boolean =>
  title.startsWith(`${name} `) || (/ .+ /.test(name) && ` ${title} `.includes(` ${name} `))

function offerOf(object: JsonObject, page: Page, hints: PriceHints): Offer | undefined {
  const inner = priceHolders.map((key) => object[key]).filter(isObject)
  const holders = [...inner, object]
  const code = holders.flatMap((holder) => currencies.map((key) => holder[key])).find(isCurrencyCode)
  // The scripts of other firms count in their own currency; the shop's is the last hint, that of its country.
  const local = hints.currencies.at(-1)
  if (code && local && code !== local) return undefined
  const currency = code ?? layoutOf(page.url?.hostname)?.currency
  // Shopify counts in cents, and is known by the name of its former price.
  const isMinor = 'compare_at_price' in object && Number.isInteger(object.price)
  const read = (keys: readonly string[]) =>
    holders.flatMap((holder) => keys.flatMap((key) => priceIn(holder[key], currency, hints, isMinor)))
  const [price] = read(current)
  if (!price) return undefined
  const was = read(before).find((amount) => Number(amount) > Number(price))
  const availability = readAvailability(String(object.availability ?? '').slice(0, 60))
  return {
    amount: price,
    ...defined({ currency: currency || undefined, wasAmount: was || undefined, availability }),
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
