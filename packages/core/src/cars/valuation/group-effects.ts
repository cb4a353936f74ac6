import { type Curve, curveAt, fitCurve } from './curve.js'
import type { Sheet } from './feature-matrix.js'
import { levelNames } from './features.js'
import { dealtParts, poolLevel } from './pool.js'

/** One step of the base: the effects of a level's groups, or their slopes. */
export interface PoolStep {
  readonly level: number
  readonly slope?: 'age' | 'mileage'
  /** How many rows' worth an effect is drawn toward 0. */
  readonly shrinkage: number
}

const at = (name: (typeof levelNames)[number]): number => levelNames.indexOf(name)

/** What each step explains is taken off before the next; found by cross-validation on the open sets. */
export const poolSteps: readonly PoolStep[] = [
  { level: at('make'), shrinkage: 5 },
  { level: at('model'), shrinkage: 3 },
  { level: at('model'), slope: 'age', shrinkage: 20 },
  { level: at('model'), slope: 'mileage', shrinkage: 20 },
  { level: at('engine'), shrinkage: 3 },
  { level: at('version'), shrinkage: 3 },
  { level: at('trim'), shrinkage: 3 },
  { level: at('trim and version'), shrinkage: 3 },
  { level: at('VIN'), shrinkage: 3 },
  { level: at('model year'), shrinkage: 4 },
  { level: at('version year'), shrinkage: 3 },
  { level: at('VIN year'), shrinkage: 3 },
]

/** The log price that pooling gives: a curve of age and mileage, and the effects of what a car is. */
export interface PooledBase {
  readonly curve: Curve
  /** What slopes are counted from. */
  readonly centre: { readonly age: number; readonly mileage: number }
  /** By step, the effect of each group. */
  readonly effects: readonly Float64Array[]
}

/** The base of all rows. */
export interface FittedBase {
  readonly base: PooledBase
  /** By step, what the steps so far add up to above the curve; of rows of the training without the row's own price. */
  readonly cumulative: readonly Float64Array[]
  readonly curveValues: Float64Array
}

const passes = 3

/** What a slope's effect is multiplied by: age in steps of five years, or the root of the mileage in 10,000 miles. */
export function carrierOf({ slope }: PoolStep, base: Pick<PooledBase, 'centre'>, age: number, miles: number) {
  if (slope === 'age') return (Math.min(age, 40) - base.centre.age) / 5
  if (slope === 'mileage') return Math.sqrt(Math.min(miles, 300_000) / 10_000) - base.centre.mileage
  return 1
}

/** Fits curve and effects by turns, each time with less weight on the prices that fit worst. */
export function fitPooledBase(
  sheet: Sheet,
  importance: Float64Array,
  training: Int32Array,
  isTraining: Uint8Array,
  random: () => number,
): FittedBase {
  const parts = Uint8Array.from({ length: sheet.count }, () => Math.floor(random() * dealtParts))
  const centre = { age: meanOf(sheet.ages, training), mileage: meanOf(sheet.mileages, training, rootMiles) }
  let target = sheet.logPrices
  let weights = importance
  for (let pass = 1; ; pass++) {
    const curve = fitCurve(sheet.ages, sheet.mileages, target, weights, training)
    const curveValues = sheet.ages.map((age, row) => curveAt(curve, age, sheet.mileages[row]!))
    const fitted = fitSteps(sheet, curveValues, { centre }, weights, training, isTraining, parts)
    if (pass === passes)
      return { base: { curve, centre, effects: fitted.effects }, cumulative: fitted.cumulative, curveValues }
    target = sheet.logPrices.map((price, row) => price - fitted.sums[row]!)
    const scale = 2 * medianSize(fitted.left, training)
    weights = importance.map((weight, row) => weight / (1 + (fitted.left[row]! / scale) ** 2))
  }
}

function fitSteps(
  sheet: Sheet,
  curveValues: Float64Array,
  base: Pick<PooledBase, 'centre'>,
  weights: Float64Array,
  training: Int32Array,
  isTraining: Uint8Array,
  parts: Uint8Array,
) {
  const left = sheet.logPrices.map((price, row) => price - curveValues[row]!)
  const leftCrossed = left.slice()
  const sums = new Float64Array(sheet.count)
  const running = new Float64Array(sheet.count)
  const effects: Float64Array[] = []
  const cumulative: Float64Array[] = []
  for (const step of poolSteps) {
    const groups = sheet.groups[step.level]!
    const groupCount = sheet.keys[step.level]?.size ?? 0
    const carrier = step.slope && {
      carrier: sheet.ages.map((age, row) => carrierOf(step, base, age, sheet.mileages[row]!)),
    }
    const level = { groups, groupCount, shrinkage: step.shrinkage, ...carrier }
    const pooled = poolLevel(level, training, parts, weights, left, leftCrossed)
    for (let row = 0; row < sheet.count; row++) {
      const group = groups[row]!
      if (group < 0) continue
      const full = pooled.effects[group]! * (carrier?.carrier[row] ?? 1)
      sums[row]! += full
      running[row]! += isTraining[row] ? pooled.crossFitted[row]! : full
    }
    effects.push(pooled.effects)
    cumulative.push(running.slice())
  }
  return { effects, cumulative, sums, left }
}

const rootMiles = (miles: number): number => Math.sqrt(Math.min(miles, 300_000) / 10_000)

function meanOf(values: Float64Array, rows: Int32Array, turn = (value: number) => value): number {
  return rows.reduce((sum, row) => sum + turn(values[row]!), 0) / rows.length
}

function medianSize(values: Float64Array, rows: Int32Array): number {
  const sizes = Float64Array.from(rows, (row) => Math.abs(values[row]!)).sort()
  return Math.max(1.4826 * (sizes[sizes.length >> 1] ?? 0), 1e-4)
}
