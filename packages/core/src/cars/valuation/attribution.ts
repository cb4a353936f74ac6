import type { AcceptedListing } from './admit-listings.js'
import { usualMilesOf } from './ensemble.js'
import type { Sheet } from './feature-matrix.js'
import { type Described, describe } from './features.js'

/** What of a car has to be known so that others are compared with it. */
export interface Standing extends Pick<Described, 'age' | 'mileageMiles' | 'keys'> {
  /** The group of each level. */
  readonly groups: readonly number[]
}

/** The cars of a sheet; of their keys, make and model. */
export function standingIn({ ages, knownMileages, groups, keys }: Sheet): (row: number) => Standing {
  const [makes, models] = keys.map((level) => [...level.keys()])
  return (row) => {
    const groupsOfRow = groups.map((level) => level[row]!)
    return {
      age: ages[row]!,
      mileageMiles: knownMileages[row]!,
      keys: [makes?.[groupsOfRow[0]!], models?.[groupsOfRow[1]!]],
      groups: groupsOfRow,
    }
  }
}

/** The usual mileage at each age among some cars, seen at a time in epoch milliseconds where they have no date. */
export function usualMilesAmong(cars: readonly AcceptedListing[], at: number): readonly number[] {
  const described = cars.map(({ listing }) => describe(listing, at))
  const ages = Float64Array.from(described, ({ age }) => age)
  return usualMilesOf(
    ages,
    Float64Array.from(described, ({ mileageMiles }) => mileageMiles),
  )
}
