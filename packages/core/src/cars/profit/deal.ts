import * as check from '../../options/check.js'
import { omit } from '../../options/checks.js'
import { type PriceLevel, priceLevels } from '../car.js'
import { type Purchase, purchaseMembers } from '../costs/purchase-options.js'
import { type Reserve, reserveMembers } from '../costs/reserve.js'
import { usdCheck } from '../costs/usd.js'
import { distancesCheck } from '../estimate/convert-price-level.js'
import { type Estimate, estimateCheck, type Figure, figureCheck } from '../estimate/estimate.js'
import type { LevelDistance } from '../estimate/level-distances.js'

/** A car to buy and to resell, without the price paid for it. */
export interface Resale extends Reserve {
  /**
   * The expected sale price: a valuation by prices that buyers pay. One by prices asked counts only with `saleLevel`, and a
   * distance to it.
   */
  readonly sale: Estimate
  /**
   * The kind of price at which the car is sold again: `retail` to a customer of a dealer, `tradeIn` to a dealer, `paid` at an
   * auction. A sale estimate of another kind is converted by the distance between both, whose spread widens it.
   * @default the kind of price of `sale`
   */
  readonly saleLevel?: Exclude<PriceLevel, 'asking'>
  /** The distances between kinds of prices as the host knows them, such as from its own sales. @default levelDistances */
  readonly levelDistances?: readonly LevelDistance[]
  /** The purchase, for its tax, fees and transport. When absent, only the price counts. */
  readonly purchase?: Omit<Purchase, 'priceUsd' | 'reserve'>
  /** The cost of selling, such as a fee or an advertisement; unknown when absent. */
  readonly sellingUsd?: Figure
}

/** A car to buy for a price and to resell. */
export interface Deal extends Resale {
  /** The price paid for the car itself. */
  readonly bidUsd: number
  /**
   * The kind of price that the bid is, such as `paid` at an auction. A risk is then seen in a bid that is low for its kind:
   * `rateOpportunity` compares it with the value of that kind. @default the kind of price of `sale`
   */
  readonly bidLevel?: PriceLevel
}

const saleLevels = ['retail', 'tradeIn', 'paid'] as const satisfies readonly PriceLevel[]

const resaleMembers = {
  sale: estimateCheck({ isPositive: true }),
  purchase: check.optional(check.strictObject(omit(purchaseMembers, 'priceUsd', 'reserve'))),
  sellingUsd: check.optional(figureCheck()),
  saleLevel: check.optional(check.oneOf(saleLevels)),
  levelDistances: check.optional(distancesCheck),
  ...reserveMembers,
} satisfies check.CheckShape<Resale>

/** Checks a resale. */
export const resaleCheck = check.strictObject(resaleMembers)

/** Checks a deal. */
export const dealCheck = check.strictObject({
  ...resaleMembers,
  bidUsd: usdCheck,
  bidLevel: check.optional(check.oneOf(priceLevels)),
} satisfies check.CheckShape<Deal>)
