import * as check from '../../options/check.js'
import { omit } from '../../options/checks.js'
import { type Purchase, purchaseMembers } from '../costs/purchase-options.js'
import { type Reserve, reserveMembers } from '../costs/reserve.js'
import { usdCheck } from '../costs/usd.js'
import { type Estimate, estimateCheck, type Figure, figureCheck } from '../estimate/estimate.js'

/** A car to buy and to resell, without the price paid for it. */
export interface Resale extends Reserve {
  /** The expected sale price: a valuation by prices paid, not by prices asked. */
  readonly sale: Estimate
  /** The purchase, for its tax, fees and transport. When absent, only the price counts. */
  readonly purchase?: Omit<Purchase, 'priceUsd' | 'reserve'>
  /** The cost of selling, such as a fee or an advertisement; unknown when absent. */
  readonly sellingUsd?: Figure
}

/** A car to buy for a price and to resell. */
export interface Deal extends Resale {
  /** The price paid for the car itself. */
  readonly bidUsd: number
}

const resaleMembers = {
  sale: estimateCheck({ isPositive: true }),
  purchase: check.optional(check.strictObject(omit(purchaseMembers, 'priceUsd', 'reserve'))),
  sellingUsd: check.optional(figureCheck()),
  ...reserveMembers,
} satisfies check.CheckShape<Resale>

/** Checks a resale. */
export const resaleCheck = check.strictObject(resaleMembers)

/** Checks a deal. */
export const dealCheck = check.strictObject({
  ...resaleMembers,
  bidUsd: usdCheck,
} satisfies check.CheckShape<Deal>)
