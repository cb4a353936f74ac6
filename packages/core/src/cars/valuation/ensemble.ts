import { pseudoRandom } from '../../statistics/index.js'
import { curveAt } from './curve.js'
import { fitSpread, type Spread } from './error-model.js'
import type { Sheet } from './feature-matrix.js'
import { type FoldModel, fitFoldModel } from './fold-model.js'

/** What a market has learnt of its prices. */
export interface Learner {
  readonly binnings: Sheet['binnings']
  /** For each level, the number of each group by its key. */
  readonly keys: Sheet['keys']
  /** For each level, how many cars each group has. */
  readonly depths: readonly Int32Array[]
  /** Each learnt without one part of the cars; what they say is averaged. */
  readonly models: readonly FoldModel[]
  readonly spread: Spread
  /** The usual mileage in miles at each age in years, from 0. */
  readonly usualMiles: readonly number[]
  /** How far log prices lie apart by mileage at the same age: the error of a car whose mileage is not known. */
  readonly mileageError: number
}

/** A learner, and what joining others' valuations has to know of its errors. */
export interface FittedLearner {
  readonly learner: Learner
  /** By how much the log price of each row exceeds what models that had not seen its car say. */
  readonly errors: Float64Array
  readonly folds: Uint8Array
}

/** Rows times trees that a fit may take, so that it ends in seconds: large markets need less, since each row says less. */
const mostWorkFor = (count: number): number => Math.min(40e6, Math.max(16e6, 1e12 / count))
const mostTrees = 400
/** Markets below are small: cross-validation on the open sets has shown what serves them. */
const smallCount = 12_000

/** How much is fitted for so many rows: small markets get more models, since each is less certain. */
function planFor(count: number) {
  const trees = Math.round(
    Math.min(mostTrees, mostWorkFor(count) / (count * foldsFor(count)), 100 + count / 10),
  )
  return {
    trees,
    maxLeaves: Math.round(Math.min(48, Math.max(8, count / 40))),
    // Small steps serve large markets; where they end early, since few rows teach little, larger ones served better.
    rate: Math.min(0.2, Math.max(count < smallCount ? 0.08 : 0.05, 15 / trees)),
    rowShare: count > 30_000 ? 0.4 : 0.6,
  }
}

function foldsFor(count: number): number {
  if (count < smallCount) return 6
  return count < 50_000 ? 4 : 3
}

/**
 * Fits models on all parts of the cars but one each, and learns from the errors on that one how far the models are off.
 *
 * @param identities - what each car goes by: one that is there twice is all on one side, and counts once.
 */
export function fitLearner(sheet: Sheet, identities: readonly string[], seed: number): FittedLearner {
  const foldCount = foldsFor(sheet.count)
  const plan = planFor(sheet.count)
  const { folds, importance } = dealCars(identities, foldCount, seed)
  const models: FoldModel[] = []
  const predictions = new Float64Array(sheet.count)
  for (let fold = 0; fold < foldCount; fold++) {
    const isTraining = folds.map((of) => (of === fold ? 0 : 1))
    const { model, predictions: said } = fitFoldModel(sheet, importance, isTraining, {
      ...plan,
      columnShare: 0.5,
      minLeafWeight: 5,
      ridge: 1,
      tail: 1,
      seed: seed + fold,
    })
    models.push(model)
    for (let row = 0; row < sheet.count; row++) if (folds[row] === fold) predictions[row] = said[row]!
  }
  const errors = sheet.logPrices.map((price, row) => price - predictions[row]!)
  const spread = fitSpread(sheet, predictions, errors, [], foldCount, seed)
  const depths = sheet.groups.map((groups, level) => sizesOf(groups, sheet.keys[level]?.size ?? 0))
  const { binnings, keys } = sheet
  const usualMiles = usualMilesOf(sheet.ages, sheet.knownMileages)
  const mileageError = mileageErrorOf(sheet, usualMiles, models)
  const learner = { binnings, keys, depths, models, spread, usualMiles, mileageError }
  return { learner, errors, folds }
}

/** How far the first model's curve moves, in the root of the mean square, between a car's mileage and the usual one. */
function mileageErrorOf(
  { ages, knownMileages }: Sheet,
  usualMiles: readonly number[],
  [model]: readonly FoldModel[],
): number {
  if (!model) return 0
  let squares = 0
  let known = 0
  for (const [row, age] of ages.entries()) {
    const miles = knownMileages[row]!
    if (Number.isNaN(miles)) continue
    const usual = curveAt(model.base.curve, age, usualMiles[ageIndex(age)] ?? 0)
    squares += (curveAt(model.base.curve, age, miles) - usual) ** 2
    known++
  }
  return Math.sqrt(squares / Math.max(known, 1))
}

function dealCars(identities: readonly string[], foldCount: number, seed: number) {
  const random = pseudoRandom(seed)
  const foldByCar = new Map<string, number>()
  const countByCar = new Map<string, number>()
  const folds = new Uint8Array(identities.length)
  for (const [row, car] of identities.entries()) {
    const fold = foldByCar.get(car) ?? Math.floor(random() * foldCount)
    foldByCar.set(car, fold)
    countByCar.set(car, (countByCar.get(car) ?? 0) + 1)
    folds[row] = fold
  }
  const importance = Float64Array.from(identities, (car) => 1 / (countByCar.get(car) ?? 1))
  return { folds, importance }
}

function sizesOf(groups: Int32Array, groupCount: number): Int32Array {
  const sizes = new Int32Array(groupCount)
  for (const group of groups) if (group >= 0) sizes[group]! += 1
  return sizes
}

const oldestUsual = 30

/** The median mileage at each age, of three years together; where there is none, that of the age before. */
export function usualMilesOf(ages: Float64Array, mileages: Float64Array): number[] {
  const byAge = Array.from({ length: oldestUsual + 1 }, (): number[] => [])
  for (const [row, age] of ages.entries()) {
    const miles = mileages[row]!
    if (!Number.isNaN(miles) && !Number.isNaN(age)) byAge[ageIndex(age)]?.push(miles)
  }
  const usual: number[] = []
  for (let age = 0; age <= oldestUsual; age++) {
    const near = [...(byAge[age - 1] ?? []), ...(byAge[age] ?? []), ...(byAge[age + 1] ?? [])].sort(
      (a, b) => a - b,
    )
    usual.push(near[near.length >> 1] ?? usual[age - 1] ?? 0)
  }
  return usual
}

/** The whole year of an age, within those a usual mileage is known of. */
export const ageIndex = (age: number): number => Math.min(Math.max(Math.round(age), 0), oldestUsual)
