import * as check from '../../options/check.js'
import { type Reserve, reserveCheck } from './reserve.js'
import {
  type FeeEstimate,
  type StateCode,
  type StateCost,
  type StateCostFigure,
  stateCosts,
  type TaxRegime,
} from './state-cost.js'
import { rateCheck, usdCheck } from './usd.js'

/** A sales tax of a county, a city or a district, on top of the state's. */
export interface LocalTax {
  /** The name, such as `Miami-Dade County`. */
  readonly name: string
  /** The rate, such as 0.01. */
  readonly rate: number
  /** The part of the price that is taxed. @default `localTaxUpToUsd` of the state, or the whole price */
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
  /** The rate of county and city together, such as 0.01, on the part of the price that the state lets them tax. When absent, their tax is left out with a note. */
  readonly localTaxRate?: number
  /** The taxes of county and city one by one, instead of `localTaxRate`. */
  readonly localTaxes?: readonly LocalTax[]
  /** The way in which the state taxes, such as `'tavt'` in Georgia. @default the state's figures as given */
  readonly regime?: string
  /**
   * `true` for a dealer who buys the car to sell it on, with his license and a resale certificate: no sales tax is due then.
   * @default false
   */
  readonly forResale?: boolean
  /** The sales tax paid in the seller's state, which the buyer's state credits. @default 0 */
  readonly taxPaidUsd?: number
  /** The fees of an auction for the buyer. Not part of the cost when absent. They are not taxed. */
  readonly auctionFeeUsd?: number
  /** The amount that the dealer pays for the buyer's old car. @default 0 */
  readonly tradeInUsd?: number
  /** The miles that the car is transported; unknown when absent. */
  readonly distanceMiles?: number
  /** The reserve for inspection, repair and holding. Not part of the cost when absent. */
  readonly reserve?: Reserve
  /** Figures of the buyer's state that replace the built-in ones. A cap needs `dealerFeeCap: 'capped'` beside it. */
  readonly overrides?: Partial<StateCost>
}

const amountCheck = check.optional(usdCheck)
const textCheck = check.optional(check.text({ max: 1_000 }))
const isState = (code: unknown): boolean => typeof code === 'string' && Object.hasOwn(stateCosts, code)
const stateCheck = check.custom<StateCode>(isState, "the code of a state, such as 'FL', or 'DC'")

const sourcedFigures = [
  'salesTaxRate',
  'titleFeeUsd',
  'registrationFeeUsd',
  'dealerFeeCapUsd',
  'localTaxUpToUsd',
  'singleArticleTax',
  'tradeInCapUsd',
  'tradeInCreditRate',
] as const satisfies readonly StateCostFigure[]

const regimeCheck = check.strictObject({
  salesTaxRate: rateCheck,
  hasLocalTax: check.boolean(),
  source: check.text({ min: 1, max: 1_000 }),
  note: check.text({ max: 1_000 }),
} satisfies check.CheckShape<TaxRegime>)

const estimateCheck = check.strictObject({
  usd: usdCheck,
  source: check.text({ min: 1, max: 1_000 }),
} satisfies check.CheckShape<FeeEstimate>)

const overridesCheck = check.strictObject({
  salesTaxRate: check.optional(rateCheck),
  localTaxUpToUsd: amountCheck,
  singleArticleTax: check.optional(
    check.strictObject({ fromUsd: usdCheck, toUsd: usdCheck, rate: rateCheck }),
  ),
  regimes: check.optional(check.record(check.text({ min: 1, max: 100 }), regimeCheck)),
  taxCapUsd: amountCheck,
  taxFloorUsd: amountCheck,
  luxuryTax: check.optional(check.strictObject({ abovePriceUsd: usdCheck, rate: rateCheck })),
  titleFeeUsd: amountCheck,
  registrationFeeUsd: amountCheck,
  feeEstimates: check.optional(
    check.strictObject({
      title: check.optional(estimateCheck),
      registration: check.optional(estimateCheck),
    }),
  ),
  dealerFeeCap: check.optional(check.oneOf(['capped', 'none', 'unknown'])),
  dealerFeeCapUsd: amountCheck,
  dealerFeeCapRate: check.optional(rateCheck),
  tradeInCredit: check.optional(
    check.oneOf(['full', 'none', 'capped', 'partial', 'unclear', 'not-applicable']),
  ),
  tradeInCapUsd: amountCheck,
  tradeInCreditRate: check.optional(rateCheck),
  sources: check.optional(check.record(check.oneOf(sourcedFigures), check.text({ max: 1_000 }))),
  asOf: textCheck,
  notes: textCheck,
} satisfies check.CheckShape<Partial<StateCost>>)

const localTaxCheck = check.strictObject({
  name: check.text({ min: 1, max: 200 }),
  rate: rateCheck,
  upToUsd: amountCheck,
} satisfies check.CheckShape<LocalTax>)

const localTaxesCheck = check.refine(
  check.list(localTaxCheck, 'a list of local taxes'),
  ({ length }) => length <= 100,
  'at most 100 local taxes',
)

/** The checks of the members of a purchase. */
export const purchaseMembers = {
  priceUsd: usdCheck,
  state: stateCheck,
  dealerState: check.optional(stateCheck),
  dealerFeeUsd: amountCheck,
  localTaxRate: check.optional(rateCheck),
  localTaxes: check.optional(localTaxesCheck),
  regime: check.optional(check.text({ min: 1, max: 100 })),
  forResale: check.optional(check.boolean()),
  taxPaidUsd: amountCheck,
  auctionFeeUsd: amountCheck,
  tradeInUsd: amountCheck,
  distanceMiles: amountCheck,
  reserve: check.optional(reserveCheck),
  overrides: check.optional(overridesCheck),
} satisfies check.CheckShape<Purchase>

/** Checks the argument of `purchaseCost`. */
export const purchaseCheck: check.OptionCheck<Purchase> = check.refine(
  check.strictObject(purchaseMembers),
  ({ localTaxRate, localTaxes }) => localTaxRate === undefined || localTaxes === undefined,
  'localTaxRate or localTaxes, not both',
  ['localTaxes'],
)
