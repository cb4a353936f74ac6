import { numberBin, withMore } from './binning.js'
import { errorAt, quantilesAt } from './calibration.js'
import { curveAt } from './curve.js'
import { ageIndex, type Learner } from './ensemble.js'
import { expectedError } from './error-model.js'
import type { Described } from './features.js'
import type { FoldModel } from './fold-model.js'
import { type Forest, traceForest } from './forest.js'
import { carrierOf, poolSteps } from './group-effects.js'
import type { Reasons } from './reasons.js'

/** What is said of one car, in logarithms. */
export interface Appraisal {
  readonly logValue: number
  /** The log value of a car of this model and year at the usual mileage. */
  readonly logBase: number
  /** What each reason adds to the base. */
  readonly parts: readonly { readonly name: string; readonly amount: number }[]
  /** The error to expect in the log value. */
  readonly error: number
  /** The errors' distribution, in units of `error`. */
  readonly quantiles: readonly number[]
}

/** A car in the learner's own numbers. */
export interface Placed {
  /** The bins of the sheet's columns. */
  readonly bins: Uint8Array
  /** The group of each level; -1 where it is not known or new. */
  readonly groups: readonly number[]
  /** How many cars each of those groups has. */
  readonly depths: readonly number[]
  readonly age: number
  readonly usualMiles: number
  /** The mileage, or the usual one. */
  readonly miles: number
}

/** The group of a car at each level; -1 where it is not known or new. */
export function groupsOf({ keys }: Learner, car: Described): number[] {
  return car.keys.map((key, level) => (key === undefined ? -1 : (keys[level]?.get(key) ?? -1)))
}

/** Finds a car's place among what the learner knows. */
export function place(
  learner: Learner,
  car: Described,
  groups: readonly number[] = groupsOf(learner, car),
): Placed {
  const { binnings, usualMiles } = learner
  const bins = new Uint8Array(binnings.length)
  for (let index = 0; index < binnings.length; index++) {
    const { name, edges, words } = binnings[index]!
    bins[index] = edges
      ? numberBin(edges, car.numbers[name] ?? Number.NaN)
      : (words?.get(car.words[name] ?? '') ?? 0)
  }
  const usual = usualMiles[ageIndex(car.age)] ?? 0
  const miles = Number.isNaN(car.mileageMiles) ? usual : car.mileageMiles
  const depths = groups.map((group, level) => (group < 0 ? 0 : (learner.depths[level]?.[group] ?? 0)))
  return { bins, groups, depths, age: car.age, usualMiles: usual, miles }
}

/**
 * Values a car: what the models say is averaged, and each step on the way, of the pooling and from node to node of the
 * trees (Saabas, "Interpreting random forests", 2014), is put to its reason, so that nothing is left over.
 */
export function appraise(learner: Learner, reasons: Reasons, placed: Placed): Appraisal {
  const sums = new Float64Array(reasons.names.length)
  for (const model of learner.models) addModel(model, reasons, placed, sums)
  const share = 1 / learner.models.length
  const logBase = sums[0]! * share
  const parts: { name: string; amount: number }[] = []
  let logValue = logBase
  for (let reason = 1; reason < sums.length; reason++) {
    const amount = sums[reason]! * share
    parts.push({ name: reasons.names[reason]!, amount })
    logValue += amount
  }
  const error = expectedError(learner.spread, placed.bins, [logValue, ...placed.depths])
  return { logValue, logBase, parts, error, quantiles: quantilesAt(learner.spread.calibration, logValue) }
}

const add = (sums: Float64Array, reason: number, amount: number): void => {
  sums[reason]! += amount
}

function addModel(
  { base, binnings, forest, rate }: FoldModel,
  { bySteps, byColumns }: Reasons,
  { bins, groups, age, miles, usualMiles }: Placed,
  sums: Float64Array,
): void {
  const usual = curveAt(base.curve, age, usualMiles)
  const whole = curveAt(base.curve, age, miles)
  add(sums, 0, usual)
  add(sums, 1, whole - usual)
  const running = new Float64Array(poolSteps.length + 1)
  let sum = 0
  for (let index = 0; index < poolSteps.length; index++) {
    const step = poolSteps[index]!
    const group = groups[step.level]!
    if (group >= 0) {
      const effect = base.effects[index]![group]!
      const full = effect * carrierOf(step, base, age, miles)
      const atUsual = step.slope === 'mileage' ? effect * carrierOf(step, base, age, usualMiles) : 0
      sum += full
      add(sums, 0, atUsual)
      add(sums, bySteps[index]!, full - atUsual)
    }
    running[index + 1] = sum
  }
  running[0] = whole + sum
  addForest(forest, rate, byColumns, withMore(bins, binnings, running), sums)
}

function addForest(
  forest: Forest,
  rate: number,
  byColumns: readonly number[],
  bins: Uint8Array,
  sums: Float64Array,
): void {
  const byColumn = new Float64Array(bins.length)
  add(sums, 0, rate * traceForest(forest, bins, byColumn))
  for (let column = 0; column < byColumn.length; column++)
    add(sums, byColumns[column]!, rate * byColumn[column]!)
}

/** The log price that a share of such cars costs less than. */
export function logPriceAt({ logValue, error, quantiles }: Appraisal, share: number): number {
  return logValue + error * errorAt(quantiles, share)
}
