import type { Estimate } from '../estimate/estimate.js'
import type { TitleStatus } from '../vehicle/title-status.js'

/** The known facts about a car whose risks are assessed. Amounts are in one currency. */
export interface RiskInput {
  /** The price asked or bid. */
  readonly price?: number
  /** The estimated value. */
  readonly value?: Estimate
  /** The 1 % quantile of the value: one such car in a hundred sells for less. @default computed from `value` */
  readonly firstPercentile?: number
  /** The number of comparables behind the value. */
  readonly comparables?: number
  /** The standard deviation of the market's monthly changes, such as 0.02. */
  readonly monthlyVolatility?: number
  /** The odometer reading in miles. */
  readonly mileageMiles?: number
  /** The years since the car was new. */
  readonly ageYears?: number
  /** The listing's text on title and condition, and its description. Its first 20,000 characters are read. */
  readonly text?: string
  /** The state of the title. */
  readonly titleStatus?: TitleStatus
  /** The number of reported accidents. */
  readonly accidents?: number
  /** The weights that replace some of `riskWeights`. @default riskWeights */
  readonly weights?: Partial<RiskWeights>
}

/** The name of a risk. */
export type RiskName = keyof RiskWeights

/** The weight of each risk from 0 to 1: the score of that risk alone at its greatest severity. */
export interface RiskWeights {
  /** A price below the 1 % quantile of the value, or below 40 % of it. */
  readonly tooGoodToBeTrue: number
  /** A title that is not clean, by its state or by warnings in the text, such as `salvage`. */
  readonly title: number
  /** Reported accidents, and warnings about the condition in the text, such as `blown engine`. */
  readonly condition: number
  /** A mileage that is unusual for the age. */
  readonly mileage: number
  /** A high age. */
  readonly age: number
  /** Few comparables behind the value. */
  readonly thinComparables: number
  /** A wide interval around the value. */
  readonly uncertainValue: number
  /** A volatile market. */
  readonly marketVolatility: number
}
