import { type MarketVehicle, valuate } from '@telltale/core/cars/valuation'
import { omit } from '@telltale/core/ports'
import { labelsOf, pricesOf, type TrainTestSplit } from './run-set.js'
import { groupBy } from './score.js'
import { identityOf, listingOf, priceOf, type SetFormat } from './sets.js'

/** The number of listings on a page of search results. */
const maxResults = 20
/** The number of cars that are valued of each set. */
const maxValuedCars = 2_000

/**
 * Values cars by a page of search results alone: up to 20 listings of the same make and model within a year of theirs.
 */
export function valueBySearch(set: string, format: SetFormat, { train, test }: TrainTestSplit) {
  const byModelYear = groupBy(
    train
      .filter((row) => priceOf(row) > 0)
      .map((row) => ({ identity: identityOf(row, format), listing: listingOf(row, format) })),
    ({ listing }) => modelYearOf(listing, listing.year),
  )
  const interval = Math.max(1, Math.floor(test.length / maxValuedCars))
  const scored = []
  let abstained = 0
  for (const row of test.filter((_, index) => index % interval === 0)) {
    const vehicle = omit(listingOf(row, format), 'valuations')
    const identity = identityOf(row, format)
    const found = [0, -1, 1]
      .flatMap((years) => byModelYear.get(modelYearOf(vehicle, (vehicle.year ?? Number.NaN) + years)) ?? [])
      .filter((other) => other.identity !== identity)
    const step = Math.max(1, found.length / maxResults)
    const shown = Array.from({ length: Math.min(maxResults, found.length) }, (_, index) =>
      Math.floor(index * step),
    )
    const valued = valuate(
      vehicle,
      shown.flatMap((index) => found[index]?.listing ?? []),
    )
    if (valued.abstained) abstained++
    else scored.push({ ...pricesOf(valued), ...labelsOf(set, row) })
  }
  return { scored, abstained }
}

const modelYearOf = ({ make, model }: MarketVehicle, year: number | undefined): string =>
  `${make}|${model}|${year}`.toLowerCase()
