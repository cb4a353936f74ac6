import table from './state-costs.json' with { type: 'json' }

// Spelled out: taken from the table, they would carry all of it into the package's declarations.
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

/** A figure of a state that {@link StateCost} may know. */
export type StateCostFigure = 'salesTaxRate' | 'titleFeeUsd' | 'registrationFeeUsd' | 'dealerFeeCapUsd'

/** What a state asks when a car is bought. A figure that no source gives well enough is absent, and never 0. */
export interface StateCost {
  /** The state's own rate for vehicles, such as 0.06; those of counties and cities come on top. */
  readonly salesTaxRate?: number
  /** The most tax that is due. */
  readonly taxCapUsd?: number
  /** The least tax that is due. */
  readonly taxFloorUsd?: number
  /** Another rate, on the whole price, for cars above a price. */
  readonly luxuryTax?: { readonly abovePriceUsd: number; readonly rate: number }
  /** The fee for the title. */
  readonly titleFeeUsd?: number
  /** The lowest class of registration: where a state charges by weight, value or age it may be more. */
  readonly registrationFeeUsd?: number
  /** Whether the law caps the dealer's document fee. */
  readonly dealerFeeCap: 'capped' | 'none' | 'unknown'
  /** The cap, where there is one. */
  readonly dealerFeeCapUsd?: number
  /** The cap as a share of the price, where the lesser of both holds. */
  readonly dealerFeeCapRate?: number
  /** Whether a car that is traded in lowers the price that is taxed; `not-applicable` where there is no sales tax. */
  readonly tradeInCredit: 'full' | 'none' | 'capped' | 'partial' | 'unclear' | 'not-applicable'
  /** The most that a trade-in lowers it by, where the credit is `capped`; without it, the tax is not known. */
  readonly tradeInCapUsd?: number
  /** Who says so, by figure, with the year: keys of {@link stateCostSources}. */
  readonly sources: Readonly<Partial<Record<StateCostFigure, string>>>
  /** The year, or year and month, of the newest source. */
  readonly asOf: string
  /** What the figures leave out, and where sources differ. */
  readonly notes: string
}

/**
 * What the 50 states and DC ask when a car is bought, from secondary sources of 2024 to 2026. No state's own page was
 * read: check a state's figures there before showing them to a buyer, and override what has changed.
 */
export const stateCosts: Readonly<Record<StateCode, StateCost>> = table satisfies Readonly<
  Record<StateCode, object>
> as never

/** What the keys in the sources of {@link stateCosts} stand for. */
export const stateCostSources: Readonly<Record<string, string>> = {
  A: 'Tax profiles by state in morpheus18-glitch/Autolytiq-desk-studio on GitHub, commit b3a1204',
  A2: 'Table of state taxes in the same repository',
  B: 'A public calculator of vehicle taxes and fees, without citations',
  L: 'zipcode-data.js in eLowpez12/carwise-otd-calculator on GitHub, without citations',
  E: 'A public audit note on document fees',
}
