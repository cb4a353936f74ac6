import { convertUnit, type VehicleUnit } from '@telltale/core/cars/vehicle'
import type { CarFact } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import type { TrimRow } from './response-schema.js'

const number = (text: string | null | undefined): number | undefined => {
  const value = Number.parseFloat(text ?? '')
  return value > 0 ? value : undefined
}

/** The maximum weight of a car in kilograms. No car weighs less than this many pounds. */
const maxCarKg = 2_700

/**
 * Checks whether a row holds US units under metric names, as rows of US trims from about 2014 on do: it would use more on the
 * highway than in the city, it would weigh too much, or its trim is written as US catalogues do.
 */
function isInUsUnits(row: TrimRow): boolean {
  if (row.model_sold_in_us !== '1') return false
  const highway = number(row.model_lkm_hwy)
  const city = number(row.model_lkm_city)
  const isUpsideDown = highway !== undefined && city !== undefined && highway > city
  const isTruck = /truck|pickup|van/i.test(row.model_body ?? '')
  const isTooHeavy = !isTruck && (number(row.model_weight_kg) ?? 0) > maxCarKg
  return isUpsideDown || isTooHeavy || /\(\d\.\dL .*cyl/.test(row.model_trim ?? '')
}

/** Reads the power and torque of a row. Its seconds to 100 km/h are left out: they are not those to 60 mph. */
export function readFacts(row: TrimRow): { horsepower?: CarFact; torqueLbFt?: CarFact } {
  const isUs = isInUsUnits(row)
  const source = { name: `CarQuery, trim ${row.model_id}` }
  const fact = (
    text: string | null | undefined,
    metric: VehicleUnit,
    unit: VehicleUnit,
  ): CarFact | undefined => {
    const value = number(text)
    if (value === undefined) return undefined
    if (isUs) return { value, source }
    const converted = Number(convertUnit(value, metric, unit).toPrecision(4))
    return { value: converted, source, original: { value, unit: metric } }
  }
  const horsepower = fact(row.model_engine_power_ps, 'PS', 'hp')
  const torqueLbFt = fact(row.model_engine_torque_nm, 'Nm', 'lb-ft')
  return defined({ horsepower, torqueLbFt })
}
