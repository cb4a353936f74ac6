import { z } from 'zod'
import { excerpt } from '../../errors/index.js'
import type { OptionsShape } from '../../options/index.js'
import { type Reserve, reserveOption } from './reserve.js'
import { type StateCode, type StateCost, type StateCostFigure, stateCosts } from './state-cost.js'
import { rateOption, usdOption } from './usd.js'

/** A sales tax of a county, a city or a district, on top of the state's. */
export interface LocalTax {
  /** The name, such as `Miami-Dade County`. */
  readonly name: string
  /** The rate, such as 0.01. */
  readonly rate: number
  /** The part of the price that is taxed. @default the whole price */
  readonly upToUsd?: number
}

/** A purchase to compute the cost of. */
export interface Purchase {
  /** The price of the car itself. */
  readonly priceUsd: number
  /** The buyer's state, in which the car is registered and whose tax and fees are due. */
  readonly state: StateCode
  /** The seller's state, which caps the dealer's fee. @default state */
  readonly dealerState?: StateCode
  /** The dealer's document fee as asked, 0 for none; unknown when absent. */
  readonly dealerFeeUsd?: number
  /** The rate of county and city together, such as 0.01. When absent, their tax is left out with a note. */
  readonly localTaxRate?: number
  /** The taxes of county and city one by one, instead of `localTaxRate`. */
  readonly localTaxes?: readonly LocalTax[]
  /** The amount that the dealer pays for the buyer's old car. @default 0 */
  readonly tradeInUsd?: number
  /** The miles that the car is transported; unknown when absent. */
  readonly distanceMiles?: number
  /** The reserve for inspection, repair and holding. Not part of the cost when absent. */
  readonly reserve?: Reserve
  /** Figures of the buyer's state that replace the built-in ones. A cap needs `dealerFeeCap: 'capped'` beside it. */
  readonly overrides?: Partial<StateCost>
}

const amount = usdOption
const text = z.string().max(1_000).exactOptional()
const isState = (code: unknown): boolean => typeof code === 'string' && Object.hasOwn(stateCosts, code)
const stateOption = z.custom<StateCode>(isState, {
  error: ({ input }) => `expected the code of a state, such as 'FL', or 'DC', got ${excerpt(input)}`,
})

const sourcedFigures = [
  'salesTaxRate',
  'titleFeeUsd',
  'registrationFeeUsd',
  'dealerFeeCapUsd',
] as const satisfies readonly StateCostFigure[]

const overridesShape = {
  salesTaxRate: rateOption.exactOptional(),
  taxCapUsd: amount.exactOptional(),
  taxFloorUsd: amount.exactOptional(),
  luxuryTax: z.strictObject({ abovePriceUsd: amount, rate: rateOption }).exactOptional(),
  titleFeeUsd: amount.exactOptional(),
  registrationFeeUsd: amount.exactOptional(),
  dealerFeeCap: z.enum(['capped', 'none', 'unknown']).exactOptional(),
  dealerFeeCapUsd: amount.exactOptional(),
  dealerFeeCapRate: rateOption.exactOptional(),
  tradeInCredit: z.enum(['full', 'none', 'capped', 'partial', 'unclear', 'not-applicable']).exactOptional(),
  tradeInCapUsd: amount.exactOptional(),
  sources: z.partialRecord(z.enum(sourcedFigures), z.string().max(1_000)).exactOptional(),
  asOf: text,
  notes: text,
} satisfies OptionsShape<Partial<StateCost>>

const localTaxShape = {
  name: z.string().min(1).max(200),
  rate: rateOption,
  upToUsd: amount.exactOptional(),
} satisfies OptionsShape<LocalTax>

/** The shape of a purchase. */
export const purchaseShape = {
  priceUsd: amount,
  state: stateOption,
  dealerState: stateOption.exactOptional(),
  dealerFeeUsd: amount.exactOptional(),
  localTaxRate: rateOption.exactOptional(),
  localTaxes: z.array(z.strictObject(localTaxShape)).max(100).exactOptional(),
  tradeInUsd: amount.exactOptional(),
  distanceMiles: amount.exactOptional(),
  reserve: reserveOption.exactOptional(),
  overrides: z.strictObject(overridesShape).exactOptional(),
} satisfies OptionsShape<Purchase>

/** The schema of the argument of `purchaseCost`. */
export const purchaseSchema = z
  .strictObject(purchaseShape)
  .refine(({ localTaxRate, localTaxes }) => localTaxRate === undefined || localTaxes === undefined, {
    path: ['localTaxes'],
    error: 'expected localTaxRate or localTaxes, not both',
  })
