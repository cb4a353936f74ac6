import { appendBins, binOf } from './binning.js'
import type { BoostedModel } from './boosted-model.js'
import { errorAtShare, quantilesAt } from './conformal.js'
import type { ContributionGroups } from './contribution-groups.js'
import { curveValue } from './depreciation-curve.js'
import type { Ensemble } from './ensemble.js'
import { expectedError } from './error-model.js'
import type { CarFeatures } from './features.js'
import { attributeForest } from './forest.js'
import { covariateOf, effectTerms } from './group-effects.js'
import { ageIndex } from './usual-mileage.js'
import type { ValueBasis } from './words/index.js'

/** A named part of a log price, or of the difference between two. */
export interface Contribution {
  readonly name: string
  readonly amount: number
}

/** The predicted log price of one car, its parts and the distribution of its error. */
export interface Prediction {
  readonly logPrice: number
  /** The log price of the car that `basis` tells of. */
  readonly logBase: number
  readonly basis: ValueBasis
  /** The contributions that lead from `logBase` to `logPrice`. */
  readonly contributions: readonly Contribution[]
  /** The expected error of the log price. */
  readonly error: number
  /** The distribution of the error in units of `error`, at each of `errorShares`. */
  readonly quantiles: readonly number[]
}

/** The features of a car, encoded as an ensemble knows them. */
export interface EncodedCar {
  /** The bins of the ensemble's feature columns. */
  readonly bins: Uint8Array
  /** By level, the index of the car's group; -1 where it is not known or new. */
  readonly groups: readonly number[]
  /** By level, the number of cars in that group. */
  readonly groupSizes: readonly number[]
  readonly ageYears: number
  /** The usual mileage at this age, in miles. */
  readonly usualMiles: number
  /** The car's own mileage in miles, or the usual one. */
  readonly miles: number
}

/** Returns the index of a car's group at each level; -1 where it is not known or new. */
export function groupIndexesOf({ groupIndexes }: Ensemble, { groupKeys }: CarFeatures): number[] {
  return groupKeys.map((key, level) => (key === undefined ? -1 : (groupIndexes[level]?.get(key) ?? -1)))
}

/** Encodes the features of a car for an ensemble. */
export function encodeCar(
  ensemble: Ensemble,
  car: CarFeatures,
  groups: readonly number[] = groupIndexesOf(ensemble, car),
): EncodedCar {
  const { binnings, usualMiles } = ensemble
  const bins = new Uint8Array(binnings.length)
  for (let index = 0; index < binnings.length; index++) {
    const { name, edges, categories } = binnings[index]!
    bins[index] = edges
      ? binOf(edges, car.numeric[name] ?? Number.NaN)
      : (categories?.get(car.categorical[name] ?? '') ?? 0)
  }
  const usual = usualMiles[ageIndex(car.ageYears)] ?? 0
  const miles = Number.isNaN(car.mileageMiles) ? usual : car.mileageMiles
  const groupSizes = groups.map((group, level) =>
    group < 0 ? 0 : (ensemble.groupSizes[level]?.[group] ?? 0),
  )
  return { bins, groups, groupSizes, ageYears: car.ageYears, usualMiles: usual, miles }
}

/** Predicts the log price of a car as the average of the models, and attributes all of it to contribution groups. */
export function predict(
  ensemble: Ensemble,
  contributionGroups: ContributionGroups,
  car: EncodedCar,
): Prediction {
  const sums = new Float64Array(contributionGroups.names.length)
  for (const model of ensemble.models) addModel(model, contributionGroups, car, sums)
  const share = 1 / ensemble.models.length
  const logBase = sums[0]! * share
  const contributions: Contribution[] = []
  let logPrice = logBase
  for (let group = 1; group < sums.length; group++) {
    const amount = sums[group]! * share
    contributions.push({ name: contributionGroups.names[group]!, amount })
    logPrice += amount
  }
  const { errorModel } = ensemble
  const error = expectedError(errorModel, car.bins, [logPrice, ...car.groupSizes])
  const basis = { miles: car.usualMiles }
  const distribution = quantilesAt(errorModel.conformal, logPrice)
  return { logPrice, logBase, basis, contributions, error, quantiles: distribution }
}

/** Adds the parts of one model's prediction to the sums of the contribution groups. */
function addModel(
  model: BoostedModel,
  groups: ContributionGroups,
  car: EncodedCar,
  sums: Float64Array,
): void {
  const { curve, means, effects } = model.groupEffects
  const { ageYears, miles, usualMiles } = car
  const usual = curveValue(curve, ageYears, usualMiles)
  const whole = curveValue(curve, ageYears, miles)
  sums[0]! += usual
  sums[1]! += whole - usual
  const effectColumns = new Float64Array(effectTerms.length + 1)
  let sum = 0
  for (let index = 0; index < effectTerms.length; index++) {
    const term = effectTerms[index]!
    const group = car.groups[term.level]!
    if (group >= 0) {
      const effect = effects[index]![group]!
      const full = effect * covariateOf(term, means, ageYears, miles)
      const atUsual = term.slope === 'mileage' ? effect * covariateOf(term, means, ageYears, usualMiles) : 0
      sum += full
      sums[0]! += atUsual
      sums[groups.byTerm[index]!]! += full - atUsual
    }
    effectColumns[index + 1] = sum
  }
  effectColumns[0] = whole + sum
  addForest(model, groups, appendBins(car.bins, model.binnings, effectColumns), sums)
}

function addForest(
  { forest, learningRate }: BoostedModel,
  { byColumn }: ContributionGroups,
  bins: Uint8Array,
  sums: Float64Array,
): void {
  const amounts = new Float64Array(bins.length)
  sums[0]! += learningRate * attributeForest(forest, bins, amounts)
  for (let column = 0; column < amounts.length; column++)
    sums[byColumn[column]!]! += learningRate * amounts[column]!
}

/** Returns the log price that a share of such cars costs less than. */
export function logPriceAtShare({ logPrice, error, quantiles }: Prediction, share: number): number {
  return logPrice + error * errorAtShare(quantiles, share)
}
