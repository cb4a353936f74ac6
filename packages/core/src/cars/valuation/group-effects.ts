import { defined } from '../../options/checks.js'
import { madToDeviation, medianHigh } from '../../statistics/index.js'
import { curveValue, type DepreciationCurve, fitDepreciationCurve } from './depreciation-curve.js'
import type { FeatureMatrix } from './feature-matrix.js'
import { levelNames } from './features.js'
import { crossFittingParts, fitShrunkenEffects } from './shrinkage.js'
import type { Steps } from './steps.js'

/** One term of the group effects: an intercept, or a slope, for each group of a level. */
export interface EffectTerm {
  /** The index of the level in `levelNames`. */
  readonly level: number
  /** The covariate of a slope; absent for an intercept. */
  readonly slope?: 'age' | 'mileage'
  /** The prior's strength: the number of rows that would draw an effect halfway to 0. */
  readonly shrinkage: number
}

const levelOf = (name: (typeof levelNames)[number]): number => levelNames.indexOf(name)

/** The terms, each fitted to what those before it leave. Their strengths were found by cross-validation on nine open sets. */
export const effectTerms: readonly EffectTerm[] = [
  { level: levelOf('make'), shrinkage: 5 },
  { level: levelOf('model'), shrinkage: 3 },
  { level: levelOf('model'), slope: 'age', shrinkage: 20 },
  { level: levelOf('model'), slope: 'mileage', shrinkage: 20 },
  { level: levelOf('engine'), shrinkage: 3 },
  { level: levelOf('version'), shrinkage: 3 },
  { level: levelOf('trim'), shrinkage: 3 },
  { level: levelOf('trim and version'), shrinkage: 3 },
  { level: levelOf('VIN'), shrinkage: 3 },
  { level: levelOf('model year'), shrinkage: 4 },
  { level: levelOf('version year'), shrinkage: 3 },
  { level: levelOf('VIN year'), shrinkage: 3 },
]

/** The mean covariates, which slopes are counted from. */
export interface CovariateMeans {
  readonly age: number
  /** The root of the mileage in units of 10,000 miles. */
  readonly mileage: number
}

/** A linear model of log prices: the depreciation curve plus partially pooled effects of make, model, version and trim. */
export interface GroupEffects {
  readonly curve: DepreciationCurve
  readonly means: CovariateMeans
  /** By term, the effect of each group. */
  readonly effects: readonly Float64Array[]
}

/** Group effects, and their predictions for all rows. */
export interface FittedGroupEffects {
  readonly groupEffects: GroupEffects
  /** By term, the sum of the effects up to it. For training rows cross-fitted: without the row's own price. */
  readonly cumulative: readonly Float64Array[]
  /** The values of the curve. */
  readonly curveValues: Float64Array
}

/** The rows that a model learns from. */
export interface TrainingRows {
  readonly sampleWeights: Float64Array
  readonly rows: Int32Array
  /** 1 for each row in `rows`. */
  readonly isTraining: Uint8Array
}

/** The number of alternations between curve and effects. */
const backfittingPasses = 3

const rootOfMileage = (mileageMiles: number): number => Math.sqrt(Math.min(mileageMiles, 300_000) / 10_000)

/** Returns the covariate of a term for a car: for a slope, its centred age in units of five years or its centred root of mileage. */
export function covariateOf(
  { slope }: EffectTerm,
  means: CovariateMeans,
  ageYears: number,
  mileageMiles: number,
): number {
  if (slope === 'age') return (Math.min(ageYears, 40) - means.age) / 5
  if (slope === 'mileage') return rootOfMileage(mileageMiles) - means.mileage
  return 1
}

/**
 * Fits curve and effects in turn (backfitting), and after each pass lowers the weights of the prices that fit worst
 * (iteratively reweighted least squares with Cauchy weights). Each pass is a step.
 */
export function* fitGroupEffects(
  matrix: FeatureMatrix,
  training: TrainingRows,
  random: () => number,
): Steps<FittedGroupEffects> {
  const { ages, mileages, logPrices } = matrix
  const { sampleWeights, rows } = training
  const parts = Uint8Array.from({ length: matrix.rowCount }, () => Math.floor(random() * crossFittingParts))
  const means = { age: meanOf(ages, rows), mileage: meanOf(mileages, rows, rootOfMileage) }
  let target = logPrices
  let weights = sampleWeights
  for (let pass = 1; ; pass++) {
    const curve = fitDepreciationCurve({ ages, mileages, target, weights, rows })
    const curveValues = ages.map((age, row) => curveValue(curve, age, mileages[row]!))
    const fitted = fitTerms(matrix, { ...training, parts, means, weights, curveValues })
    if (pass === backfittingPasses)
      return {
        groupEffects: { curve, means, effects: fitted.effects },
        cumulative: fitted.cumulative,
        curveValues,
      }
    yield pass / backfittingPasses
    target = logPrices.map((price, row) => price - fitted.sums[row]!)
    const scale = 2 * robustDeviation(fitted.residuals, rows)
    weights = sampleWeights.map((weight, row) => weight / (1 + (fitted.residuals[row]! / scale) ** 2))
  }
}

interface TermData extends Omit<TrainingRows, 'sampleWeights'> {
  readonly parts: Uint8Array
  readonly means: CovariateMeans
  readonly weights: Float64Array
  readonly curveValues: Float64Array
}

/** Fits the terms one after another to what the curve leaves. */
function fitTerms(matrix: FeatureMatrix, data: TermData) {
  const { rows, isTraining, parts, means, weights, curveValues } = data
  const residuals = matrix.logPrices.map((price, row) => price - curveValues[row]!)
  const crossFittedResiduals = residuals.slice()
  const sums = new Float64Array(matrix.rowCount)
  const running = new Float64Array(matrix.rowCount)
  const effects: Float64Array[] = []
  const cumulative: Float64Array[] = []
  for (const term of effectTerms) {
    const groups = matrix.groups[term.level]!
    const groupCount = matrix.groupIndexes[term.level]?.size ?? 0
    const covariate =
      term.slope && matrix.ages.map((age, row) => covariateOf(term, means, age, matrix.mileages[row]!))
    const grouped = defined({ groups, groupCount, shrinkage: term.shrinkage, covariate })
    const fitted = fitShrunkenEffects(grouped, { rows, parts, weights, residuals, crossFittedResiduals })
    for (let row = 0; row < matrix.rowCount; row++) {
      const group = groups[row]!
      if (group < 0) continue
      const full = fitted.effects[group]! * (covariate?.[row] ?? 1)
      sums[row]! += full
      running[row]! += isTraining[row] ? fitted.crossFitted[row]! : full
    }
    effects.push(fitted.effects)
    cumulative.push(running.slice())
  }
  return { effects, cumulative, sums, residuals }
}

function meanOf(values: Float64Array, rows: Int32Array, transform = (value: number) => value): number {
  return rows.reduce((sum, row) => sum + transform(values[row]!), 0) / rows.length
}

/** Returns the robust standard deviation of some rows' residuals around 0; never 0. */
function robustDeviation(residuals: Float64Array, rows: Int32Array): number {
  const sizes = Float64Array.from(rows, (row) => Math.abs(residuals[row]!))
  return Math.max(madToDeviation * (medianHigh(sizes) ?? 0), 1e-4)
}
