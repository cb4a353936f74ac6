import { pseudoRandom } from '../../statistics/index.js'
import { type BoostedModel, fitBoostedModel } from './boosted-model.js'
import type { BoostOptions } from './booster.js'
import { curveValue } from './depreciation-curve.js'
import { type ErrorModel, fitErrorModel } from './error-model.js'
import type { FeatureMatrix } from './feature-matrix.js'
import { type Steps, within } from './steps.js'
import { ageIndex, usualMilesByAge } from './usual-mileage.js'

/** The models of a market's log prices, whose predictions are averaged, and the model of their errors. */
export interface Ensemble {
  readonly binnings: FeatureMatrix['binnings']
  readonly groupIndexes: FeatureMatrix['groupIndexes']
  /** By level, the number of cars in each group. */
  readonly groupSizes: readonly Int32Array[]
  /** One model for each fold of the cross-validation, fitted without that fold's cars. */
  readonly models: readonly BoostedModel[]
  readonly errorModel: ErrorModel
  /** The usual mileage in miles at each age in years, from 0. */
  readonly usualMiles: readonly number[]
  /** The standard deviation of log prices by mileage at one age: the error of a car whose mileage is not known. */
  readonly mileageError: number
}

/** The options of a fit. */
export interface FitOptions {
  readonly seed: number
  /** The error of a log price, either way, beyond which a price is hardly one; `Infinity` where all prices are true. */
  readonly maxError: number
}

/** An ensemble, and its out-of-fold errors, which stacking learns from. */
export interface FittedEnsemble {
  readonly ensemble: Ensemble
  /** Each row's log price less the prediction of the model that had not seen its car. */
  readonly errors: Float64Array
  /** The fold of each row. */
  readonly folds: Uint8Array
}

/** Returns the rows times trees that a fit may take, so that it ends in seconds; large markets need less, since each row adds less. */
const maxWork = (rowCount: number): number => Math.min(40e6, Math.max(16e6, 1e12 / rowCount))
const maxTrees = 400
/** A market of fewer rows is small. Cross-validation on nine open sets showed what serves small ones. */
const smallMarketRows = 12_000

/** Returns the parameters of boosting for a number of rows. */
function boostOptionsFor(rowCount: number, foldCount: number): Omit<BoostOptions, 'seed'> {
  const trees = Math.round(
    Math.min(maxTrees, maxWork(rowCount) / (rowCount * foldCount), 100 + rowCount / 10),
  )
  return {
    maxTrees: trees,
    maxLeaves: Math.round(Math.min(48, Math.max(8, rowCount / 40))),
    // Large markets gain from a low rate; small ones stop early, since few rows teach little, and do better with a higher one.
    learningRate: Math.min(0.2, Math.max(rowCount < smallMarketRows ? 0.08 : 0.05, 15 / trees)),
    rowFraction: rowCount > 30_000 ? 0.4 : 0.6,
    columnFraction: 0.5,
    minLeafWeight: 5,
    l2: 1,
    lossScale: 1,
  }
}

/** Returns the number of folds: small markets get more models, since each is less certain. */
function foldCountFor(rowCount: number): number {
  if (rowCount < smallMarketRows) return 6
  return rowCount < 50_000 ? 4 : 3
}

/** The share of the models in the time of a fit, about; the rest takes the model of errors. */
const modelsShare = 0.9

/**
 * Fits an ensemble by K-fold cross-fitting: each model leaves out one fold of the cars, and its errors on that fold
 * teach the error model.
 *
 * @param identities - the identity of each row's car: all rows of one car are in one fold and count as one together.
 */
export function* fitEnsemble(
  matrix: FeatureMatrix,
  identities: readonly string[],
  { seed, maxError }: FitOptions,
): Steps<FittedEnsemble> {
  const { rowCount, logPrices, groups, groupIndexes, binnings } = matrix
  const foldCount = foldCountFor(rowCount)
  const options = boostOptionsFor(rowCount, foldCount)
  const { folds, sampleWeights } = assignFolds(identities, foldCount, seed)
  const models: BoostedModel[] = []
  const predictions = new Float64Array(rowCount)
  for (let fold = 0; fold < foldCount; fold++) {
    const isTraining = folds.map((foldOfRow) => (foldOfRow === fold ? 0 : 1))
    const fit = fitBoostedModel(matrix, sampleWeights, isTraining, { ...options, seed: seed + fold })
    const [from, to] = [fold, fold + 1].map((done) => (modelsShare * done) / foldCount)
    const fitted = yield* within(from!, to!, fit)
    models.push(fitted.model)
    for (let row = 0; row < rowCount; row++)
      if (folds[row] === fold) predictions[row] = fitted.predictions[row]!
  }
  const errors = logPrices.map((price, row) => price - predictions[row]!)
  const learnt = { predictions, errors, columns: [], modelCount: foldCount, seed, maxError }
  const errorModel = yield* within(modelsShare, 1, fitErrorModel(matrix, learnt))
  const groupSizes = groups.map((groupByRow, level) => sizesOf(groupByRow, groupIndexes[level]?.size ?? 0))
  const usualMiles = usualMilesByAge(matrix.ages, matrix.knownMileages)
  const mileageError = mileageErrorOf(matrix, usualMiles, models[0])
  const ensemble = { binnings, groupIndexes, groupSizes, models, errorModel, usualMiles, mileageError }
  return { ensemble, errors, folds }
}

/** Returns the root mean square of the depreciation between each car's mileage and the usual one at its age. */
function mileageErrorOf(
  { ages, knownMileages }: FeatureMatrix,
  usualMiles: readonly number[],
  model: BoostedModel | undefined,
): number {
  if (!model) return 0
  const { curve } = model.groupEffects
  let squares = 0
  let known = 0
  for (const [row, age] of ages.entries()) {
    const miles = knownMileages[row]!
    if (Number.isNaN(miles)) continue
    const usual = curveValue(curve, age, usualMiles[ageIndex(age)] ?? 0)
    squares += (curveValue(curve, age, miles) - usual) ** 2
    known++
  }
  return Math.sqrt(squares / Math.max(known, 1))
}

/** Assigns cars to folds at random, and weighs each row by one over the number of its car's rows. */
function assignFolds(identities: readonly string[], foldCount: number, seed: number) {
  const random = pseudoRandom(seed)
  const foldByCar = new Map<string, number>()
  const rowCountByCar = new Map<string, number>()
  const folds = new Uint8Array(identities.length)
  for (const [row, car] of identities.entries()) {
    const fold = foldByCar.get(car) ?? Math.floor(random() * foldCount)
    foldByCar.set(car, fold)
    rowCountByCar.set(car, (rowCountByCar.get(car) ?? 0) + 1)
    folds[row] = fold
  }
  const sampleWeights = Float64Array.from(identities, (car) => 1 / (rowCountByCar.get(car) ?? 1))
  return { folds, sampleWeights }
}

function sizesOf(groups: Int32Array, groupCount: number): Int32Array {
  const sizes = new Int32Array(groupCount)
  for (const group of groups) if (group >= 0) sizes[group]! += 1
  return sizes
}
