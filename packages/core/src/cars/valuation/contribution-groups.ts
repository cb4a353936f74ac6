import type { Binning } from './binning.js'
import { levelNames } from './features.js'
import { effectTerms } from './group-effects.js'

/** The group that a level or a column contributes to, where it is not the one of its own name. `model` is in the base. */
const groupByName: Readonly<Record<string, string>> = {
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
  'body as written': 'body',
  'fuel as written': 'fuel',
  'transmission as written': 'transmission',
  'drivetrain as written': 'drivetrain',
}

/** The groups in which contributions to a prediction are summed, as a person would name them. */
export interface ContributionGroups {
  /** The name of each group. The first is `model`, which is in the base, the second `mileage`. */
  readonly names: readonly string[]
  /** The index of the group of each effect term. */
  readonly byTerm: readonly number[]
  /** The index of the group of each column that trees split by: the features, the base and the terms. */
  readonly byColumn: readonly number[]
}

/** Makes the contribution groups for feature columns. */
export function contributionGroups(binnings: readonly Binning[]): ContributionGroups {
  const names = ['model', 'mileage']
  const indexOf = (name: string): number => {
    const group = groupByName[name] ?? name
    const index = names.indexOf(group)
    return index >= 0 ? index : names.push(group) - 1
  }
  const byTerm = effectTerms.map(({ level, slope }) =>
    slope === 'mileage' ? 1 : indexOf(levelNames[level]!),
  )
  const byColumn = [...binnings.map(({ name }) => indexOf(name)), indexOf('base'), ...byTerm]
  return { names, byTerm, byColumn }
}
