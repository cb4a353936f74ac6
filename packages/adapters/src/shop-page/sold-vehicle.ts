import { defined } from '@telltale/core/options'
import type { SoldVehicle } from '@telltale/core/ports'
import { readSchemaCars } from '../listing-page/schema-cars.js'
import type { Page } from './parse/page.js'

/** The properties that only vehicles have. Pages without any are not read for them. */
const vehicleProperties = /vehicleIdentificationNumber|mileageFromOdometer|vehicleModelDate/i

/** Reads the vehicle that a page sells; `undefined` when it describes none, or several. */
export function readSoldVehicle(page: Page): SoldVehicle | undefined {
  if (!vehicleProperties.test(page.html)) return undefined
  const [car, ...others] = readSchemaCars(page)
  if (!car || others.length > 0) return undefined
  const vin = /^[A-HJ-NPR-Z0-9]{17}$/.exec(String(car.vin).trim().toUpperCase())?.[0]
  const year = Number(/(?<!\d)(?:19[2-9]\d|20[0-4]\d)(?!\d)/.exec(String(car.year))?.[0])
  const digits = /\d[\d.,'’\s]*/.exec(String(car.mileage))?.[0].replace(/[.,]\d{1,2}$|\D/g, '')
  const unit = car.mileageUnit
  const vehicle = defined({
    vin,
    year: Number.isNaN(year) ? undefined : year,
    mileage: digits && unit ? { value: Number(digits), unit } : undefined,
  })
  return Object.keys(vehicle).length > 0 ? vehicle : undefined
}
