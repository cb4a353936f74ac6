import { defined } from '@telltale/core/options'
import type { OfferCondition } from '@telltale/core/ports'
import { readAvailability } from '../../values/availability.js'
import { readCurrencyCode } from '../../values/currency-code.js'
import { type PriceHints, readPriceField, type StatedPrice } from '../../values/price-text.js'
import type { Offer } from '../source-product.js'
import { itemsOf, type SchemaItem, scalarsOf, schemaName, textOfProperty } from './schema-item.js'

/** The types of a price that the current one is compared with: https://schema.org/PriceTypeEnumeration */
const wasTypes = new Set(['listprice', 'strikethroughprice', 'regularprice', 'srp', 'msrp'])

/** Properties that limit a price specification to some quantities or some buyers. */
const conditions = ['referencequantity', 'eligiblequantity', 'validformembertier', 'eligiblecustomertype']

/** The maximum number of offers of one product. */
const maxOffers = 1_000

/** The maximum number of prices of one offer. */
const maxPrices = 100

/** Returns every price of a schema.org product: its own, those of its offers, and those of its variants. */
export function offersOfProduct(
  product: SchemaItem,
  hints: PriceHints,
  outerCurrency?: string,
): readonly Offer[] {
  const currency = currencyOf(product) ?? outerCurrency
  const offers = [product, ...itemsOf(product, 'offers').slice(0, maxOffers)].flatMap((item) =>
    readOffer(item, hints, currency),
  )
  const variants = itemsOf(product, 'hasvariant')
    .slice(0, maxOffers)
    .flatMap((variant) =>
      offersOfProduct(variant, hints, currency).map((offer) => ({
        ...identityOf(variant),
        ...offer,
        ...defined({ variant: textOfProperty(variant, 'name') ?? offer.variant }),
      })),
    )
  return [...offers, ...variants].slice(0, maxOffers)
}

function readOffer(item: SchemaItem, hints: PriceHints, outerCurrency?: string): readonly Offer[] {
  const currency = currencyOf(item) ?? outerCurrency
  const was = itemsOf(item, 'pricespecification')
    .filter(isWas)
    .flatMap((price) => readPrices(price, hints, currency))
  const availability = readAvailability(textOfProperty(item, 'availability') ?? '')
  const seller = textOfProperty(item, 'seller', 200)
  const shippingAmount = shippingOf(item, currency, hints)
  const about = {
    ...identityOf(item),
    ...defined({
      seller,
      shippingAmount,
      wasAmount: was[0]?.amount,
      availability,
      condition: conditionOf(item),
      deliveryDays: deliveryDaysOf(item),
      isLease: isLease(item) ? true : undefined,
    }),
  }
  const inner = item.types.has('aggregateoffer') ? itemsOf(item, 'offers').slice(0, maxOffers) : []
  const single = inner.flatMap((offer) => readOffer(offer, hints, currency))
  const lowest = readPrices(item, hints, currency, 'lowprice')
  if (lowest.length > 0) {
    const range = rangeOf(item, hints, currency)
    return [...lowest.map((price) => ({ ...price, ...about, ...range, isLowest: true })), ...single]
  }
  return [...currentPrices(item, hints, currency).map((price) => ({ ...price, ...about })), ...single]
}

/** Returns the highest price of an aggregate, and the number of its offers. */
function rangeOf(
  item: SchemaItem,
  hints: PriceHints,
  currency?: string,
): Pick<Offer, 'highAmount' | 'offerCount'> {
  const [highest] = readPrices(item, hints, currency, 'highprice')
  const count = Number(textOfProperty(item, 'offercount', 12))
  return defined({
    highAmount: highest?.amount,
    offerCount: Number.isInteger(count) && count > 0 ? count : undefined,
  })
}

/** Returns the days of handling and transit together: https://schema.org/ShippingDeliveryTime */
function deliveryDaysOf(item: SchemaItem): Offer['deliveryDays'] {
  const times = itemsOf(item, 'shippingdetails').flatMap((details) => itemsOf(details, 'deliverytime'))
  const parts = times.flatMap((time) => [...itemsOf(time, 'handlingtime'), ...itemsOf(time, 'transittime')])
  const sum = (name: string): number | undefined => {
    const days = parts.flatMap((part) => scalarsOf(part, name).slice(0, 1).map(Number))
    const total = days.reduce((one, other) => one + other, 0)
    return days.length > 0 && Number.isInteger(total) && total >= 0 && total < 1_000 ? total : undefined
  }
  const days = defined({ min: sum('minvalue'), max: sum('maxvalue') })
  return Object.keys(days).length > 0 ? days : undefined
}

/** The conditions of goods: https://schema.org/OfferItemCondition */
const conditionByName: ReadonlyMap<string, OfferCondition> = new Map([
  ['newcondition', 'new'],
  ['new', 'new'],
  ['usedcondition', 'used'],
  ['used', 'used'],
  ['refurbishedcondition', 'refurbished'],
  ['refurbished', 'refurbished'],
  ['damagedcondition', 'damaged'],
])

const conditionOf = (item: SchemaItem): OfferCondition | undefined =>
  conditionByName.get(schemaName(textOfProperty(item, 'itemcondition') ?? ''))

/** The UN/CEFACT codes of the times that a price may be for. */
const timeUnits = new Set(['mon', 'ann', 'day', 'wee', 'hur'])

/** Checks for a price of renting, leasing or of one period: https://schema.org/businessFunction */
function isLease(item: SchemaItem): boolean {
  if (/lease/i.test(textOfProperty(item, 'businessfunction') ?? '')) return true
  return itemsOf(item, 'pricespecification').some(isForPeriod) && scalarsOf(item, 'price').length === 0
}

/** Checks for a price of a period, such as a month. */
function isForPeriod(price: SchemaItem): boolean {
  const quantities = [price, ...itemsOf(price, 'referencequantity')]
  const unit = quantities.map((item) => textOfProperty(item, 'unitcode')?.toLowerCase() ?? '')
  return price.properties.has('billingduration') || unit.some((code) => timeUnits.has(code))
}

/** Returns the cost of delivery in the offer's own currency; `0` is free. */
function shippingOf(item: SchemaItem, currency: string | undefined, hints: PriceHints): string | undefined {
  const [rate] = itemsOf(item, 'shippingdetails').flatMap((details) => itemsOf(details, 'shippingrate'))
  const code = rate && (textOfProperty(rate, 'currency') ?? currency)
  if (!rate || code !== currency) return undefined
  const [value] = [...scalarsOf(rate, 'value'), ...scalarsOf(rate, 'maxvalue')]
  if (value === undefined) return undefined
  return Number(value) === 0 ? '0' : readPriceField(value, currency, hints)?.amount
}

/**
 * Returns the price of the offer itself and its sale price; without any, the prices of its specifications. Prices for some
 * buyers only are left out.
 */
function currentPrices(item: SchemaItem, hints: PriceHints, currency?: string): readonly StatedPrice[] {
  const own = readPrices(item, hints, currency)
  const specified = itemsOf(item, 'pricespecification')
    .filter((price) => !isWas(price) && !conditions.some((name) => price.properties.has(name)))
    .filter((price) => own.length === 0 || priceType(price) === 'saleprice')
    .flatMap((price) => readPrices(price, hints, currency))
  return [...own, ...specified]
}

function readPrices(
  item: SchemaItem,
  hints: PriceHints,
  outerCurrency?: string,
  name = 'price',
): readonly StatedPrice[] {
  const currency = currencyOf(item) ?? outerCurrency
  return scalarsOf(item, name)
    .slice(0, maxPrices)
    .flatMap((value) => readPriceField(value, currency, hints) ?? [])
}

const priceType = (price: SchemaItem): string => schemaName(textOfProperty(price, 'pricetype') ?? '')

const isWas = (price: SchemaItem): boolean => wasTypes.has(priceType(price))

function currencyOf(item: SchemaItem): string | undefined {
  return readCurrencyCode(textOfProperty(item, 'pricecurrency'))
}

function identityOf(item: SchemaItem): Pick<Offer, 'url' | 'sku' | 'variant'> {
  const url = textOfProperty(item, 'url', 2_000)
  const sku = textOfProperty(item, 'sku', 100)
  const variant = item.types.has('offer') ? textOfProperty(item, 'name', 200) : undefined
  return defined({ url, sku, variant })
}
