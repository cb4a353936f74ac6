import type { MarketVehicle } from './market-listing.js'

/** The model year of the first car. */
const minModelYear = 1886
const maxMileageMiles = 1_000_000

/** A fault for which a vehicle can neither be valued nor taken into a market. */
export type VehicleFault = 'no-make' | 'no-model' | 'no-year' | 'year-out-of-range'

/** Returns the first fault of a vehicle, or `undefined`. */
export function faultOf(
  { make, model, year }: MarketVehicle,
  maxModelYear: number,
): VehicleFault | undefined {
  if (!make?.trim()) return 'no-make'
  if (!model?.trim()) return 'no-model'
  if (year === undefined) return 'no-year'
  return year < minModelYear || year > maxModelYear ? 'year-out-of-range' : undefined
}

/** Describes in words why a vehicle cannot be valued; `undefined` when it can. */
export function describeFault(vehicle: MarketVehicle, maxModelYear: number): string | undefined {
  const fault = faultOf(vehicle, maxModelYear)
  if (fault === 'no-make') return 'its make is not known'
  if (fault === 'no-model') return 'its model is not known'
  if (fault === 'no-year') return 'its model year is not known'
  return (
    fault &&
    `its model year ${vehicle.year} is not between ${minModelYear} and ${maxModelYear}, the latest of this market`
  )
}

/** Returns `true` when a car can have run so far. */
export const isPlausibleMileage = (mileageMiles: number): boolean =>
  mileageMiles >= 0 && mileageMiles <= maxMileageMiles

/** Removes a mileage that no car can have. Adds a note when the mileage is not known or was removed. */
export function withPlausibleMileage(vehicle: MarketVehicle, notes: string[]): MarketVehicle {
  const { mileageMiles, ...rest } = vehicle
  if (mileageMiles === undefined) {
    notes.push('its mileage is not known: the interval spans all that are usual at its age')
    return vehicle
  }
  if (isPlausibleMileage(mileageMiles)) return vehicle
  notes.push(`its mileage of ${mileageMiles} miles is not plausible and was passed over`)
  return rest
}
