import { compareMoney, fromMinor, type Money, toMinor } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import type { PackSize } from '../pack.js'

/** The costs that a shop's own page does not show, as the owner knows them. */
export interface LandedCosts {
  /** The price of the delivery, where the page does not say it. @default none */
  readonly delivery?: Money
  /** The tax on goods and delivery in percent, for a shop that shows its prices without. @default 0 */
  readonly taxPercent?: number
  /** The owner's own costs, such as customs, a fee of the card or the way to the shop. @default none */
  readonly fees?: Money
  /** The reduction in percent by a coupon that the owner has. The page's own coupon counts anyway. @default 0 */
  readonly couponPercent?: number
  /** The size of the pack. @default that of the title */
  readonly pack?: PackSize
}

/** The prices of one page that a landed price is made of. */
export interface PagePrices {
  /** The price that is asked. */
  readonly price?: Money
  /** The price after a coupon that the page names. */
  readonly couponPrice?: Money
  /** The price of the delivery; an amount of 0 when it is free. */
  readonly shippingPrice?: Money
}

/** The price of a product at the owner's door, with its parts. */
export interface LandedPrice {
  /** The sum of all parts. */
  readonly total: Money
  /** The price of the goods, after coupons. */
  readonly goods: Money
  /** The price of the delivery; absent when nobody knows it, and not in the total then. */
  readonly delivery?: Money
  /** The tax that was added. */
  readonly tax?: Money
  /** The owner's own costs. */
  readonly fees?: Money
}

/**
 * Returns what a product costs with delivery, tax, the owner's own costs and coupons; `undefined` without a price, and where
 * a cost is in another currency, for want of a rate.
 */
export function landedPriceOf(
  { price, couponPrice, shippingPrice }: PagePrices,
  { delivery, taxPercent = 0, fees, couponPercent = 0 }: LandedCosts = {},
): LandedPrice | undefined {
  if (!price) return undefined
  const { currency } = price
  const shipping = shippingPrice ?? delivery
  if ([shipping, fees].some((cost) => cost && cost.currency !== currency)) return undefined
  const isReduced = couponPrice?.currency === currency && compareMoney(couponPrice, price) < 0
  const asked = toMinor(isReduced ? couponPrice : price)
  const goods = asked - percentOf(asked, couponPercent)
  const tax = percentOf(goods + (shipping ? toMinor(shipping) : 0n), taxPercent)
  const total = goods + tax + [shipping, fees].reduce((sum, cost) => sum + (cost ? toMinor(cost) : 0n), 0n)
  return {
    total: fromMinor(total, currency),
    goods: fromMinor(goods, currency),
    ...defined({ delivery: shipping, tax: tax > 0n ? fromMinor(tax, currency) : undefined, fees }),
  }
}

/** Returns a percentage of an amount, to a thousandth of a percent, rounded half up. */
function percentOf(minor: bigint, percent: number): bigint {
  const scaled = minor * BigInt(Math.round(percent * 1_000))
  return (scaled + 50_000n) / 100_000n
}
