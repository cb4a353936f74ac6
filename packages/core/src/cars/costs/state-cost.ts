import table from './state-costs.json' with { type: 'json' }

// Written out: derived from the table, the type would carry the whole table into the package's declarations.
type StatesAToM =
  | 'AK'
  | 'AL'
  | 'AR'
  | 'AZ'
  | 'CA'
  | 'CO'
  | 'CT'
  | 'DC'
  | 'DE'
  | 'FL'
  | 'GA'
  | 'HI'
  | 'IA'
  | 'ID'
  | 'IL'
  | 'IN'
  | 'KS'
  | 'KY'
  | 'LA'
  | 'MA'
  | 'MD'
  | 'ME'
  | 'MI'
  | 'MN'
  | 'MO'
  | 'MS'
  | 'MT'
type StatesNToZ =
  | 'NC'
  | 'ND'
  | 'NE'
  | 'NH'
  | 'NJ'
  | 'NM'
  | 'NV'
  | 'NY'
  | 'OH'
  | 'OK'
  | 'OR'
  | 'PA'
  | 'RI'
  | 'SC'
  | 'SD'
  | 'TN'
  | 'TX'
  | 'UT'
  | 'VA'
  | 'VT'
  | 'WA'
  | 'WI'
  | 'WV'
  | 'WY'

/** The postal code of one of the 50 states, or `DC`. */
export type StateCode = StatesAToM | StatesNToZ

/** A figure of {@link StateCost} that has a source. */
export type StateCostFigure =
  | 'salesTaxRate'
  | 'titleFeeUsd'
  | 'registrationFeeUsd'
  | 'dealerFeeCapUsd'
  | 'localTaxUpToUsd'
  | 'singleArticleTax'
  | 'tradeInCapUsd'
  | 'tradeInCreditRate'

/** A fee that is not known exactly, as one source gives it or as the highest of figures that differ. */
export interface FeeEstimate {
  /** The fee in US dollars. */
  readonly usd: number
  /** The source and its year, and why the fee is no more than an estimate. */
  readonly source: string
}

/** Another way in which a state taxes a purchase, in place of the figures as given. */
export interface TaxRegime {
  /** The rate of the tax. */
  readonly salesTaxRate: number
  /** `false` when no tax of a county or city comes on top. */
  readonly hasLocalTax: boolean
  /** The source of the rate, with its year. */
  readonly source: string
  /** The kind of the tax, in words. */
  readonly note: string
}

/** The taxes and fees of a state when a car is bought. A figure without a reliable source is absent, never 0. */
export interface StateCost {
  /** The state's own rate for vehicles, such as 0.06, or that of the fee in its place. Counties and cities come on top. */
  readonly salesTaxRate?: number
  /** The part of the price that counties and cities tax: 5,000 USD in Florida. @default the whole price */
  readonly localTaxUpToUsd?: number
  /** A further tax of the state on the part of the price between two amounts, as in Tennessee. */
  readonly singleArticleTax?: { readonly fromUsd: number; readonly toUsd: number; readonly rate: number }
  /** Other ways of taxing, by the name that `regime` of a purchase chooses: `tavt` in Georgia. */
  readonly regimes?: Readonly<Record<string, TaxRegime>>
  /** The highest tax that is due. */
  readonly taxCapUsd?: number
  /** The lowest tax that is due. */
  readonly taxFloorUsd?: number
  /** The rate for cars above a price, on the whole price. */
  readonly luxuryTax?: { readonly abovePriceUsd: number; readonly rate: number }
  /** The fee for the title. */
  readonly titleFeeUsd?: number
  /** The registration fee of the lowest class. It may be higher where a state charges by weight, value or age. */
  readonly registrationFeeUsd?: number
  /** Estimates of the fees that are absent. They count in the estimated total of a purchase, and nowhere else. */
  readonly feeEstimates?: { readonly title?: FeeEstimate; readonly registration?: FeeEstimate }
  /** `capped` when the law caps the dealer's document fee, `none` when it does not. */
  readonly dealerFeeCap: 'capped' | 'none' | 'unknown'
  /** The cap of the dealer's document fee. */
  readonly dealerFeeCapUsd?: number
  /** The cap as a share of the price. The lower of both caps holds. */
  readonly dealerFeeCapRate?: number
  /** The credit of a trade-in against the taxed price; `not-applicable` without a sales tax. */
  readonly tradeInCredit: 'full' | 'none' | 'capped' | 'partial' | 'unclear' | 'not-applicable'
  /** The part of the rate that a trade-in lowers, where its credit is `partial`. Without it, the tax is unknown. */
  readonly tradeInCreditRate?: number
  /** The highest credit of a trade-in, where it is `capped`. Without it, the tax is unknown. */
  readonly tradeInCapUsd?: number
  /** The sources of each figure with the year: keys of {@link stateCostSources}. */
  readonly sources: Readonly<Partial<Record<StateCostFigure, string>>>
  /** The year, or year and month, of the newest source. */
  readonly asOf: string
  /** Costs that the figures do not include, and differences between sources. */
  readonly notes: string
}

/**
 * The taxes and fees of the 50 states and DC when a car is bought, from secondary sources of 2024 to 2026. No state's own
 * page was read: check a state's figures there before showing them to a buyer, and override those that have changed.
 */
export const stateCosts: Readonly<Record<StateCode, StateCost>> = table satisfies Readonly<
  Record<StateCode, object>
> as never

/** The publications behind the keys in the sources of {@link stateCosts}. */
export const stateCostSources: Readonly<Record<string, string>> = {
  A: 'Tax profiles by state in morpheus18-glitch/Autolytiq-desk-studio on GitHub, commit b3a1204',
  A2: 'Table of state taxes in the same repository',
  B: 'A public calculator of vehicle taxes and fees, without citations',
  L: 'zipcode-data.js in eLowpez12/carwise-otd-calculator on GitHub, without citations',
  E: 'A public audit note on document fees',
  T: 'itstillruns.com/much-sales-tax-car-tennessee-8285502.html, and the answer of Tennessee’s revenue department at experts123.com/?p=255672',
}
