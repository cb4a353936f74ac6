import { z } from 'zod'
import type { OptionsShape } from '../../options/index.js'
import { type Reserve, reserveOption } from './reserve.js'
import { type StateCode, type StateCost, stateCosts } from './state-cost.js'

/** What a county, a city or a district adds to the sales tax. */
export interface LocalTax {
  /** Such as `Miami-Dade County`. */
  readonly name: string
  /** Such as 0.01. */
  readonly rate: number
  /** The part of the price that it is due on, where it is not all. */
  readonly upToUsd?: number
}

/** A purchase whose cost is asked for. */
export interface Purchase {
  /** What the car itself costs. */
  readonly priceUsd: number
  /** Where the car is registered: the buyer's state, whose tax and fees are due. */
  readonly state: StateCode
  /** The seller's state, which caps the dealer's fee. @default state */
  readonly dealerState?: StateCode
  /** The dealer's document fee as it is asked, 0 for none; not known when absent. */
  readonly dealerFeeUsd?: number
  /** The rate of county and city together, such as 0.01; not known when absent, and then left out with a note. */
  readonly localTaxRate?: number
  /** The same one by one, where that is known, or where one is due on a part of the price alone. */
  readonly localTaxes?: readonly LocalTax[]
  /** What the dealer gives for the buyer's old car. @default 0 */
  readonly tradeInUsd?: number
  /** How far the car has to be brought; not known when absent. */
  readonly distanceMiles?: number
  /** What is set aside for inspection, repair and holding; no part of the cost when absent. */
  readonly reserve?: Reserve
  /** Figures of the buyer's state that the host knows better; a cap needs `dealerFeeCap: 'capped'` beside it. */
  readonly overrides?: Partial<StateCost>
}

const amount = z.number().nonnegative()
const text = z.string().exactOptional()
const isState = (code: unknown): boolean => typeof code === 'string' && Object.hasOwn(stateCosts, code)
const stateOption = z.custom<StateCode>(isState, {
  error: ({ input }) => `expected the code of a state, such as 'FL', or 'DC', got ${String(input)}`,
})

const overridesShape = {
  salesTaxRate: amount.exactOptional(),
  taxCapUsd: amount.exactOptional(),
  taxFloorUsd: amount.exactOptional(),
  luxuryTax: z.strictObject({ abovePriceUsd: amount, rate: amount }).exactOptional(),
  titleFeeUsd: amount.exactOptional(),
  registrationFeeUsd: amount.exactOptional(),
  dealerFeeCap: z.enum(['capped', 'none', 'unknown']).exactOptional(),
  dealerFeeCapUsd: amount.exactOptional(),
  dealerFeeCapRate: amount.exactOptional(),
  tradeInCredit: z.enum(['full', 'none', 'capped', 'partial', 'unclear', 'not-applicable']).exactOptional(),
  tradeInCapUsd: amount.exactOptional(),
  sources: z.custom<StateCost['sources']>().exactOptional(),
  asOf: text,
  notes: text,
} satisfies OptionsShape<Partial<StateCost>>

const localTaxShape = {
  name: z.string().min(1),
  rate: amount,
  upToUsd: amount.exactOptional(),
} satisfies OptionsShape<LocalTax>

/** What each member of a purchase has to be. */
export const purchaseShape = {
  priceUsd: amount,
  state: stateOption,
  dealerState: stateOption.exactOptional(),
  dealerFeeUsd: amount.exactOptional(),
  localTaxRate: amount.exactOptional(),
  localTaxes: z.array(z.strictObject(localTaxShape)).exactOptional(),
  tradeInUsd: amount.exactOptional(),
  distanceMiles: amount.exactOptional(),
  reserve: reserveOption.exactOptional(),
  overrides: z.strictObject(overridesShape).exactOptional(),
} satisfies OptionsShape<Purchase>

/** Checks what `purchaseCost` is given. */
export const purchaseSchema = z
  .strictObject(purchaseShape)
  .refine(({ localTaxRate, localTaxes }) => localTaxRate === undefined || localTaxes === undefined, {
    path: ['localTaxes'],
    error: 'expected localTaxRate or localTaxes, not both',
  })
