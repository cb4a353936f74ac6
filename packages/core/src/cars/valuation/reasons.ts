import type { Learner } from './ensemble.js'
import { levelNames } from './features.js'
import { poolSteps } from './group-effects.js'

/** What a person calls the reason that a level or a column stands for; those of `model` are in the base. */
const reasonByName: Readonly<Record<string, string>> = {
  make: 'model',
  base: 'model',
  'trim and version': 'trim',
  'model year': 'model',
  'version year': 'version',
  'VIN year': 'VIN',
  pattern: 'VIN',
  plant: 'VIN',
  age: 'model',
  year: 'model',
  mileageMiles: 'mileage',
  mileagePerYear: 'mileage',
  mileageRounding: 'mileage',
  seenDay: 'time',
}

/** The reasons for a value, as numbers, so that thousands of steps are added up fast. */
export interface Reasons {
  /** The first is `model`, which is in the base, and the second `mileage`. */
  readonly names: readonly string[]
  /** The reason of each step of the pooling. */
  readonly bySteps: readonly number[]
  /** The reason of each column that trees split by: those of the sheet, then those of the base. */
  readonly byColumns: readonly number[]
}

/** Puts a learner's levels and columns to reasons. */
export function reasonsOf({ binnings }: Pick<Learner, 'binnings'>): Reasons {
  const names = ['model', 'mileage']
  const numberOf = (name: string): number => {
    const reason = reasonByName[name] ?? name
    const known = names.indexOf(reason)
    return known >= 0 ? known : names.push(reason) - 1
  }
  const bySteps = poolSteps.map(({ level, slope }) =>
    slope === 'mileage' ? 1 : numberOf(levelNames[level] as string),
  )
  const byColumns = [...binnings.map(({ name }) => numberOf(name)), numberOf('base'), ...bySteps]
  return { names, bySteps, byColumns }
}
