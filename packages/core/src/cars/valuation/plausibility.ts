import { omit } from '../../options/defined.js'
import type { MarketVehicle } from './market-listing.js'
import type { ValuationWords } from './words/index.js'

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
export function describeFault(
  vehicle: MarketVehicle,
  maxModelYear: number,
  { refusals }: ValuationWords,
): string | undefined {
  const fault = faultOf(vehicle, maxModelYear)
  if (fault === 'no-make') return refusals.noMake()
  if (fault === 'no-model') return refusals.noModel()
  if (fault === 'no-year') return refusals.noYear()
  return fault && refusals.yearOutOfRange(vehicle.year, minModelYear, maxModelYear)
}

/** Returns `true` when a car can have run so far. */
export const isPlausibleMileage = (mileageMiles: number): boolean =>
  mileageMiles >= 0 && mileageMiles <= maxMileageMiles

/** Removes a mileage that no car can have. Adds a note when the mileage is not known or was removed. */
export function withPlausibleMileage(
  vehicle: MarketVehicle,
  notes: string[],
  words: ValuationWords,
): MarketVehicle {
  const { mileageMiles } = vehicle
  if (mileageMiles === undefined) {
    notes.push(words.notes.mileageUnknown())
    return vehicle
  }
  if (isPlausibleMileage(mileageMiles)) return vehicle
  notes.push(words.notes.mileageImplausible(mileageMiles))
  return omit(vehicle, 'mileageMiles')
}
