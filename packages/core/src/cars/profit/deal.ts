import { z } from 'zod'
import type { OptionsShape } from '../../options/index.js'
import { type Purchase, purchaseShape } from '../costs/purchase-options.js'
import { type Reserve, reserveShape } from '../costs/reserve.js'
import { type Estimate, type Figure, figureOption } from '../estimate/estimate.js'

/** A car that is to be bought and sold again, but for what is paid for it. */
export interface Resale extends Reserve {
  /** What the car sells for: a valuation, of prices paid and not of prices asked. */
  readonly sale: Estimate
  /** Where it is bought, for its tax, fees and transport; only the price is counted when absent. */
  readonly purchase?: Omit<Purchase, 'priceUsd' | 'reserve'>
  /** What selling costs, such as a fee or an advertisement; not known when absent. */
  readonly sellingUsd?: Figure
}

/** A car that is to be bought for a price and sold again. */
export interface Deal extends Resale {
  /** What is paid for the car itself. */
  readonly bidUsd: number
}

const { priceUsd: _price, reserve: _reserve, ...placeShape } = purchaseShape

const resaleShape = {
  sale: figureOption({ min: Number.MIN_VALUE }).refine((figure) => typeof figure !== 'number', {
    error: 'expected { value, low, high }',
  }) as z.ZodType<Estimate, Estimate>,
  purchase: z.strictObject(placeShape).exactOptional(),
  sellingUsd: figureOption().exactOptional(),
  ...reserveShape,
} satisfies OptionsShape<Resale>

/** Checks a resale. */
export const resaleSchema = z.strictObject(resaleShape)

/** Checks a deal. */
export const dealSchema = z.strictObject({
  ...resaleShape,
  bidUsd: z.number().nonnegative(),
} satisfies OptionsShape<Deal>)
