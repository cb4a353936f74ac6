import { medianHigh } from '../../statistics/index.js'
import type { AcceptedListing } from './admit-listings.js'
import { extractFeatures } from './features.js'

/** The oldest age, in years, that has a usual mileage of its own. */
const maxAgeYears = 30

/** Returns the median mileage in miles at each age in years, of three years together; where none is known, that of the age before. */
export function usualMilesByAge(ages: Float64Array, mileages: Float64Array): number[] {
  const byAge = Array.from({ length: maxAgeYears + 1 }, (): number[] => [])
  for (const [row, age] of ages.entries()) {
    const miles = mileages[row]!
    if (!Number.isNaN(miles) && !Number.isNaN(age)) byAge[ageIndex(age)]?.push(miles)
  }
  const usual: number[] = []
  for (let age = 0; age <= maxAgeYears; age++) {
    const near = [...(byAge[age - 1] ?? []), ...(byAge[age] ?? []), ...(byAge[age + 1] ?? [])]
    usual.push(medianHigh(near) ?? usual[age - 1] ?? 0)
  }
  return usual
}

/** Returns the usual mileage by age of a market's cars; those without a date count as seen at the given time. */
export function usualMilesOf(cars: readonly AcceptedListing[], marketAt: number): readonly number[] {
  const features = cars.map(({ listing }) => extractFeatures(listing, marketAt))
  return usualMilesByAge(
    Float64Array.from(features, ({ ageYears }) => ageYears),
    Float64Array.from(features, ({ mileageMiles }) => mileageMiles),
  )
}

/** Returns an age in whole years, between 0 and the oldest that has a usual mileage. */
export const ageIndex = (ageYears: number): number => Math.min(Math.max(Math.round(ageYears), 0), maxAgeYears)
