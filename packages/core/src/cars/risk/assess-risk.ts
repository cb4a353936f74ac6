import * as check from '../../options/check.js'
import { checkOptions, defined } from '../../options/checks.js'
import { inverseDistribution } from '../estimate/distribution.js'
import { estimateCheck } from '../estimate/estimate.js'
import { titleStatuses } from '../vehicle/title-status.js'
import { type RiskFinding, riskFindings } from './risk-findings.js'
import type { RiskInput, RiskName, RiskWeights } from './risk-input.js'

/** The default weights: a ranking of risks by this library, not measured probabilities. */
export const riskWeights: RiskWeights = {
  title: 0.8,
  tooGoodToBeTrue: 0.7,
  condition: 0.6,
  mileage: 0.4,
  age: 0.3,
  thinComparables: 0.3,
  uncertainValue: 0.3,
  marketVolatility: 0.3,
}

/** One assessed risk with its contribution to the score. */
export interface RiskPart extends RiskFinding {
  /** The weight of the risk, from 0 to 1. */
  readonly weight: number
  /** Weight × severity: the score if this were the only risk. */
  readonly contribution: number
}

/** The assessment of a car's risks. */
export interface RiskAssessment {
  /** The score from 0 to 1: 1 − the product of (1 − contribution) over the parts. One grave risk is enough for a high score. */
  readonly score: number
  /** The assessed risks, greatest contribution first. Those of severity 0 are included. */
  readonly parts: readonly RiskPart[]
  /** The risks that could not be assessed, because a fact is unknown. */
  readonly unknown: readonly RiskName[]
}

const weight = check.optional(check.number({ min: 0, max: 1 }))
const weightsCheck = check.strictObject({
  title: weight,
  tooGoodToBeTrue: weight,
  condition: weight,
  mileage: weight,
  age: weight,
  thinComparables: weight,
  uncertainValue: weight,
  marketVolatility: weight,
} satisfies check.CheckShape<Partial<RiskWeights>>)

const amount = check.optional(check.number({ min: 0, max: 1e12 }))
const riskCheck = check.strictObject({
  price: amount,
  value: check.optional(estimateCheck({ isPositive: true })),
  firstPercentile: amount,
  comparables: amount,
  monthlyVolatility: amount,
  mileageMiles: amount,
  ageYears: check.optional(check.number({ min: -10, max: 1_000 })),
  text: check.optional(check.text({ max: 100_000 })),
  titleStatus: check.optional(check.oneOf(titleStatuses)),
  accidents: check.optional(check.integer({ min: 0 })),
  weights: check.optional(weightsCheck),
} satisfies check.CheckShape<RiskInput>)

/**
 * Assesses the risks of buying a car: a price below the 1 % quantile of the value, warnings about title and condition in
 * the text, unusual mileage or age, few comparables, a wide interval, and a volatile market. A risk that cannot be assessed
 * is listed as unknown. It does not count as safe.
 *
 * @throws `ValidationError` when a figure is negative or not finite, or a weight is not within 0 and 1.
 * @example
 * ```ts
 * import { assessRisk } from '@telltale/core/cars'
 *
 * const { score, parts } = assessRisk({
 *   price: 6_000,
 *   value: { value: 11_500, low: 10_300, high: 12_900 },
 *   text: 'Runs great, rebuilt title, no accidents.',
 * })
 * console.log(score.toFixed(2), parts[0]?.description) // 0.87 below 9,415, under which one car in a hundred sells: …
 * ```
 */
export function assessRisk(input: RiskInput): RiskAssessment {
  const checked = checkOptions('assessRisk', riskCheck, input)
  const weights: RiskWeights = { ...riskWeights, ...checked.weights }
  const firstPercentile =
    checked.firstPercentile ?? (checked.value && inverseDistribution(checked.value)(0.01))
  const findings = riskFindings({ ...checked, ...defined({ firstPercentile }) })
  const parts = findings
    .map((found) => ({
      ...found,
      weight: weights[found.name],
      contribution: weights[found.name] * found.severity,
    }))
    .sort((a, b) => b.contribution - a.contribution)
  const names = Object.keys(riskWeights) as RiskName[]
  return {
    score: 1 - parts.reduce((rest, { contribution }) => rest * (1 - contribution), 1),
    parts,
    unknown: names.filter((name) => !parts.some((part) => part.name === name)),
  }
}
