import { type MarketVehicle, valuate } from '@telltale/core/cars/valuation'
import { type Division, figuresOf, told } from './run-set.js'
import { groupBy } from './score.js'
import { identityOf, listingOf, priceOf, type SetFormat } from './sets.js'

/** A page of search results. */
const mostFound = 20
/** So many cars of a set are enough. */
const mostValued = 2_000

/**
 * Values cars by nothing but what a search on a marketplace would show of them: up to 20 of the same make and model
 * and within a year of them.
 */
export function valueBySearch(set: string, format: SetFormat, { train, test }: Division) {
  const shelves = groupBy(
    train
      .filter((row) => priceOf(row) > 0)
      .map((row) => ({ identity: identityOf(row, format), listing: listingOf(row, format) })),
    ({ listing }) => shelfOf(listing, listing.year),
  )
  const every = Math.max(1, Math.floor(test.length / mostValued))
  const scored = []
  let abstained = 0
  for (const row of test.filter((_, index) => index % every === 0)) {
    const { valuations: _, ...vehicle } = listingOf(row, format)
    const identity = identityOf(row, format)
    const found = [0, -1, 1]
      .flatMap((years) => shelves.get(shelfOf(vehicle, (vehicle.year ?? Number.NaN) + years)) ?? [])
      .filter((other) => other.identity !== identity)
    const step = Math.max(1, found.length / mostFound)
    const shown = Array.from({ length: Math.min(mostFound, found.length) }, (_, index) =>
      Math.floor(index * step),
    )
    const valued = valuate(
      vehicle,
      shown.flatMap((index) => found[index]?.listing ?? []),
    )
    if (valued.abstained) abstained++
    else scored.push({ ...figuresOf(valued), ...told(set, row) })
  }
  return { scored, abstained }
}

const shelfOf = ({ make, model }: MarketVehicle, year: number | undefined): string =>
  `${make}|${model}|${year}`.toLowerCase()
