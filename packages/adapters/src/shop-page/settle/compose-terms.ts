import { defined } from '@telltale/core/options'
import type { Delivery, ProductOffer } from '@telltale/core/ports'
import { type Money, parsePackSize, type UnitPrice, unitPriceOf } from '@telltale/core/prices'
import type { Offer, SourceProduct } from '../sources/source-product.js'
import type { PricePurpose } from '../sources/visible/price-purpose.js'
import type { SpecialPrice } from '../sources/visible/special-prices.js'
import { toMoney } from '../values/price-text.js'

/** The terms of a page beside its price. */
export interface PageTerms {
  readonly couponPrice?: Money
  readonly memberPrice?: Money
  readonly subscribePrice?: Money
  readonly unitPrice?: UnitPrice
  readonly delivery?: Delivery
  readonly offers?: readonly ProductOffer[]
}

/** The maximum number of offers of one reading. */
const maxOffers = 100

/** Composes what a page says beside its price: prices that not everyone pays, the delivery, and the single offers. */
export function composeTerms(
  price: Money,
  products: readonly SourceProduct[],
  specials: readonly SpecialPrice[],
  freeFrom: Money | undefined,
): PageTerms {
  const lower = (purpose: PricePurpose) => lowerPrice(price, specials, purpose)
  const delivery = deliveryOf(products, freeFrom)
  const offers = singleOffers(products, price.currency)
  return defined({
    couponPrice: lower('coupon'),
    memberPrice: lower('member'),
    subscribePrice: lower('subscribe'),
    unitPrice: unitPriceIn(price, specials),
    delivery: Object.keys(delivery).length > 0 ? delivery : undefined,
    offers: offers.length > 0 ? offers : undefined,
  })
}

/** Returns the one price of a purpose below the price that everyone pays. */
function lowerPrice(
  price: Money,
  specials: readonly SpecialPrice[],
  purpose: PricePurpose,
): Money | undefined {
  const those = specials.filter((special) => special.purpose === purpose).map((special) => special.price)
  const [first, ...others] = new Set(those.map(({ amount }) => Number(amount)))
  const isLower = first !== undefined && others.length === 0 && first < Number(price.amount)
  const isOtherMoney = those.some(({ currency = price.currency }) => currency !== price.currency)
  return isLower && !isOtherMoney ? toMoney(`${first}`, price.currency) : undefined
}

function unitPriceIn(price: Money, specials: readonly SpecialPrice[]): UnitPrice | undefined {
  for (const { purpose, price: stated, measure } of specials) {
    if (purpose !== 'unit' || !measure || (stated.currency ?? price.currency) !== price.currency) continue
    const size = /^\d/.test(measure) ? measure : `1 ${measure}`
    const pack = parsePackSize(/^1 (?:unit|each|unidad|unité|st)/iu.test(size) ? '1 piece' : size)
    if (pack) return unitPriceOf({ amount: stated.amount, currency: price.currency }, pack)
  }
  return undefined
}

function deliveryOf(products: readonly SourceProduct[], freeFrom: Money | undefined): Delivery {
  const days = products.flatMap(({ offers }) => offers.flatMap(({ deliveryDays }) => deliveryDays ?? []))[0]
  return defined({ freeFrom, minDays: days?.min, maxDays: days?.max })
}

/** Returns the single offers of the first source that lists several of them, or names their sellers. */
function singleOffers(products: readonly SourceProduct[], currency: string): readonly ProductOffer[] {
  for (const { offers } of products) {
    const single = offers.filter(({ isLowest, isLease }) => !isLowest && !isLease)
    if (single.length > 1 || single.some(({ seller, condition }) => seller ?? condition))
      return single.slice(0, maxOffers).flatMap((offer) => toOffer(offer, currency) ?? [])
  }
  return []
}

function toOffer(offer: Offer, pageCurrency: string): ProductOffer | undefined {
  const { amount, currency = pageCurrency, seller, condition, availability, url, shippingAmount } = offer
  const price = toMoney(amount, currency)
  const shippingPrice = shippingAmount === undefined ? undefined : toMoney(shippingAmount, currency)
  const variant = offer.variant ?? offer.sku
  return price && { price, ...defined({ seller, condition, variant, shippingPrice, availability, url }) }
}
