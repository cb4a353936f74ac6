import { z } from 'zod'
import { type OptionsShape, omit } from '../../options/index.js'
import { type Purchase, purchaseShape } from '../costs/purchase-options.js'
import { type Reserve, reserveShape } from '../costs/reserve.js'
import { usdOption } from '../costs/usd.js'
import { type Estimate, type Figure, figureOption } from '../estimate/estimate.js'

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

const resaleShape = {
  sale: figureOption({ min: Number.MIN_VALUE }).refine((figure) => typeof figure !== 'number', {
    error: 'expected { value, low, high }',
  }) as z.ZodType<Estimate, Estimate>,
  purchase: z.strictObject(omit(purchaseShape, 'priceUsd', 'reserve')).exactOptional(),
  sellingUsd: figureOption().exactOptional(),
  ...reserveShape,
} satisfies OptionsShape<Resale>

/** The schema of a resale. */
export const resaleSchema = z.strictObject(resaleShape)

/** The schema of a deal. */
export const dealSchema = z.strictObject({
  ...resaleShape,
  bidUsd: usdOption,
} satisfies OptionsShape<Deal>)
