import { earliestYear, mostMiles } from './admit-listings.js'
import type { MarketVehicle } from './market-listing.js'

/** Why nothing can be said of such a vehicle in any market; absent when something can. */
export function refusalOf({ make, model, year }: MarketVehicle, latestYear: number): string | undefined {
  if (!make?.trim()) return 'its make is not known'
  if (!model?.trim()) return 'its model is not known'
  if (year === undefined) return 'its model year is not known'
  if (year < earliestYear || year > latestYear)
    return `its model year ${year} is not between ${earliestYear} and ${latestYear}, the latest of this market`
  return undefined
}

/** The vehicle without a mileage that no car has, which is noted. */
export function plausibleMileage(vehicle: MarketVehicle, notes: string[]): MarketVehicle {
  const { mileageMiles, ...rest } = vehicle
  if (mileageMiles === undefined) {
    notes.push('its mileage is not known: the interval spans all that are usual at its age')
    return vehicle
  }
  if (mileageMiles >= 0 && mileageMiles <= mostMiles) return vehicle
  notes.push(`its mileage of ${mileageMiles} miles is not plausible and was passed over`)
  return rest
}
