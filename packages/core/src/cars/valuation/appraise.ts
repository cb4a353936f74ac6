import { errorAt, quantilesAt } from './calibration.js'
import { numberBin } from './column.js'
import { curveAt } from './curve.js'
import { type Described, levelNames } from './describe.js'
import type { FoldModel } from './fold-model.js'
import { ageIndex, type Learner } from './learner.js'
import { carrierOf, poolSteps } from './pooled-base.js'
import { expectedError } from './spread.js'
import { nextNode } from './tree.js'

/** What a learner says of one car, in logarithms. */
export interface Appraisal {
  readonly logValue: number
  /** The log value of a car of this model and year at the usual mileage. */
  readonly logBase: number
  /** What each reason adds to the base. */
  readonly parts: ReadonlyMap<string, number>
  /** The error to expect in the log value. */
  readonly error: number
  /** The errors' distribution, in units of `error`. */
  readonly quantiles: readonly number[]
}

/** What a person calls the reason that a level or a column stands for; those of `model` are in the base. */
const reasonOf: Readonly<Record<string, string>> = {
  make: 'model',
  base: 'model',
  'trim and version': 'trim',
  'model year': 'model',
  'version year': 'trim',
  'VIN year': 'VIN',
  pattern: 'VIN',
  plant: 'VIN',
  age: 'model',
  year: 'model',
  mileageMiles: 'mileage',
  mileagePerYear: 'mileage',
  seenDay: 'time',
}

const reason = (name: string): string => reasonOf[name] ?? name
const stepReasons = poolSteps.map(({ level, slope }) =>
  slope === 'mileage' ? 'mileage' : reason(levelNames[level] as string),
)

/** A car in the learner's own numbers. */
export interface Placed {
  /** The bins of the sheet's columns. */
  readonly bins: Uint8Array
  /** The group of each level; -1 where it is not known or new. */
  readonly groups: readonly number[]
  readonly age: number
  readonly usualMiles: number
  /** The mileage, or the usual one. */
  readonly miles: number
}

/** Finds a car's place among what the learner knows. */
export function place({ binnings, keys, usualMiles }: Learner, car: Described): Placed {
  const bins = Uint8Array.from(binnings, ({ name, edges, words }) =>
    edges ? numberBin(edges, car.numbers[name] ?? Number.NaN) : (words?.get(car.words[name] ?? '') ?? 0),
  )
  const groups = car.keys.map((key, level) => (key === undefined ? -1 : (keys[level]?.get(key) ?? -1)))
  const usual = usualMiles[ageIndex(car.age)] ?? 0
  return { bins, groups, age: car.age, usualMiles: usual, miles: Number.isNaN(car.mileageMiles) ? usual : car.mileageMiles }
}

/** Values a car: what the models say is averaged, and each step on the way is put to its reason. */
export function appraise(learner: Learner, placed: Placed): Appraisal {
  const parts = new Map<string, number>()
  let logBase = 0
  const share = 1 / learner.models.length
  const add = (name: string, amount: number) => {
    if (name === 'model') logBase += share * amount
    else parts.set(name, (parts.get(name) ?? 0) + share * amount)
  }
  for (const model of learner.models) addModel(learner, model, placed, add)
  let logValue = logBase
  for (const part of parts.values()) logValue += part
  const depths = placed.groups.map((group, level) => (group < 0 ? 0 : (learner.depths[level]?.[group] ?? 0)))
  const error = expectedError(learner.spread, placed.bins, [logValue, ...depths])
  return { logValue, logBase, parts, error, quantiles: quantilesAt(learner.spread.calibration, logValue) }
}

function addModel(
  { binnings }: Learner,
  { base, binnings: own, forest, rate }: FoldModel,
  { bins, groups, age, miles, usualMiles }: Placed,
  add: (name: string, amount: number) => void,
): void {
  const usual = curveAt(base.curve, age, usualMiles)
  const whole = curveAt(base.curve, age, miles)
  add('model', usual)
  add('mileage', whole - usual)
  const sums = [0]
  let sum = 0
  for (const [index, step] of poolSteps.entries()) {
    const group = groups[step.level] as number
    if (group >= 0) {
      const effect = base.effects[index]?.[group] as number
      const full = effect * carrierOf(step, base, age, miles)
      sum += full
      const atUsual = step.slope === 'mileage' ? effect * carrierOf(step, base, age, usualMiles) : 0
      add('model', atUsual)
      add(stepReasons[index] as string, full - atUsual)
    }
    sums.push(sum)
  }
  sums[0] = whole + sum
  const ownBins = own.map(({ edges = [] }, index) => numberBin(edges, sums[index] as number))
  const { roots, columns, values } = forest
  for (const root of roots) {
    let node = root
    let value = values[root] as number
    add('model', rate * value)
    for (let column = columns[root] as number; column >= 0; column = columns[node] as number) {
      const isShared = column < bins.length
      node = nextNode(forest, node, (isShared ? bins[column] : ownBins[column - bins.length]) as number)
      const next = values[node] as number
      const name = isShared ? reason(binnings[column]?.name ?? '') : (column === bins.length ? 'model' : (stepReasons[column - bins.length - 1] as string))
      add(name, rate * (next - value))
      value = next
    }
  }
}

/** The log price that a share of such cars costs less than. */
export function logPriceAt({ logValue, error, quantiles }: Appraisal, share: number): number {
  return logValue + error * errorAt(quantiles, share)
}
