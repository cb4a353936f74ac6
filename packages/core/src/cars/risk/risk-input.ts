import type { Estimate } from '../estimate/estimate.js'

/** What is known of a car that may be a risk to buy. Amounts are in one currency. */
export interface RiskInput {
  /** What is asked for it, or bid. */
  readonly price?: number
  /** What it is worth. */
  readonly value?: Estimate
  /** The value below which one car in a hundred sells, where it is known better than from the interval. */
  readonly firstPercentile?: number
  /** How many comparables the value rests on. */
  readonly comparables?: number
  /** How far the market moves in a month: the standard deviation of its monthly changes, such as 0.02. */
  readonly monthlyVolatility?: number
  readonly mileageMiles?: number
  /** Years since it was new. */
  readonly ageYears?: number
  /** Title, condition and description, in the words of the listing. */
  readonly text?: string
  /** What each risk weighs, where it is not to be `riskWeights`. */
  readonly weights?: Partial<RiskWeights>
}

/** The name of a risk. */
export type RiskName = keyof RiskWeights

/** What each risk makes of the score by itself at its worst, from 0 to 1. */
export interface RiskWeights {
  readonly tooGoodToBeTrue: number
  readonly title: number
  readonly condition: number
  readonly mileage: number
  readonly age: number
  readonly thinComparables: number
  readonly uncertainValue: number
  readonly marketVolatility: number
}
