import { ValidationError } from '../../errors/index.js'

/** The quantity that a unit measures. Only units of one kind can be converted into each other. */
export type UnitKind = 'distance' | 'speed' | 'power' | 'torque' | 'fuelUse' | 'electricityUse'

/** The definition of a unit. */
interface UnitDefinition {
  readonly kind: UnitKind
  /** The size in the kind's base unit; of an inverse unit, the figure in the base unit at 1. */
  readonly size: number
  /** `true` for a distance per fuel or energy, where a greater figure is a smaller use. */
  readonly inverse?: true
}

// The international mile, 1609.344 m: NIST SP 811 (2008) B.8, and Directive 80/181/EEC, annex, chapter III. Exact.
const kilometersPerMile = 1.609344
// 9.806 65 m/s², by which a mass weighs, exact by convention: NIST SP 811 (2008) B.8, `acceleration of free fall, standard`.
const standardGravity = 9.80665
// One pound of 0.453 592 37 kg on one foot of 0.3048 m, both exact: NIST SP 811 (2008) B.8.
const newtonMetersPerPoundFoot = 0.45359237 * standardGravity * 0.3048
// 550 foot-pounds a second: NIST SP 811 (2008) B.8, `horsepower (550 ft·lbf/s)`.
const kilowattsPerHorsepower = (550 * newtonMetersPerPoundFoot) / 1_000
// 75 kilogram-force metres a second: NIST SP 811 (2008) B.8, `horsepower (metric)`.
const kilowattsPerMetricHorsepower = (75 * standardGravity) / 1_000
// 231 cubic inches of 2.54 cm each way: NIST SP 811 (2008) B.8, `gallon (U.S.)`. Exact.
const litersPerUsGallon = 3.785411784
// NIST SP 811 (2008) B.8, `gallon [Canadian and U.K. (Imperial)]`, and Directive 80/181/EEC, annex, chapter III. Exact.
const litersPerUkGallon = 4.54609

const definitions = {
  km: { kind: 'distance', size: 1 },
  mi: { kind: 'distance', size: kilometersPerMile },
  'km/h': { kind: 'speed', size: 1 },
  mph: { kind: 'speed', size: kilometersPerMile },
  kW: { kind: 'power', size: 1 },
  hp: { kind: 'power', size: kilowattsPerHorsepower },
  PS: { kind: 'power', size: kilowattsPerMetricHorsepower },
  Nm: { kind: 'torque', size: 1 },
  'lb-ft': { kind: 'torque', size: newtonMetersPerPoundFoot },
  'l/100 km': { kind: 'fuelUse', size: 1 },
  'km/l': { kind: 'fuelUse', size: 100, inverse: true },
  'mpg US': { kind: 'fuelUse', size: (100 * litersPerUsGallon) / kilometersPerMile, inverse: true },
  'mpg UK': { kind: 'fuelUse', size: (100 * litersPerUkGallon) / kilometersPerMile, inverse: true },
  'kWh/100 km': { kind: 'electricityUse', size: 1 },
  'Wh/km': { kind: 'electricityUse', size: 0.1 },
  'Wh/mi': { kind: 'electricityUse', size: 0.1 / kilometersPerMile },
  'mi/kWh': { kind: 'electricityUse', size: 100 / kilometersPerMile, inverse: true },
} satisfies Record<string, UnitDefinition>

/** A unit of a figure of a car. */
export type VehicleUnit = keyof typeof definitions

/** A figure as published. */
export interface Quantity {
  /** The number. */
  readonly value: number
  /** The unit of the number. */
  readonly unit: VehicleUnit
}

const definitionOf: Readonly<Record<string, UnitDefinition>> = definitions
const unitNames = Object.keys(definitions)

/** Returns `true` when the text is the name of a unit, spelled as in `VehicleUnit`. */
export function isVehicleUnit(text: string): text is VehicleUnit {
  return unitNames.includes(text)
}

/** Returns the quantity that a unit measures, such as `power` for `PS`. */
export function unitKind(unit: VehicleUnit): UnitKind {
  return definitions[unit].kind
}

/**
 * Converts a figure to another unit of the same kind by the exact definitions of the units, without rounding: a figure of
 * up to 14 digits is recovered when it is converted back and rounded to 14 digits. Litres and kilowatt-hours cannot be
 * converted into each other, since the energy of a litre depends on the fuel.
 *
 * @throws `ValidationError` when the units are of two kinds, or the figure is negative or not finite, or is 0 where one
 * of the units is a distance per fuel or energy and the other is not.
 * @example
 * ```ts
 * import { convertUnit } from '@telltale/core/cars/vehicle'
 *
 * console.log(convertUnit(100, 'PS', 'hp').toFixed(2), convertUnit(30, 'mpg US', 'l/100 km').toFixed(2)) // 98.63 7.84
 * ```
 */
export function convertUnit(value: number, from: VehicleUnit, to: VehicleUnit): number {
  const source = definedUnit('from', from)
  const target = definedUnit('to', to)
  if (source.kind !== target.kind)
    fail(
      'to',
      `expected a unit of ${source.kind}, as ${from} is one, got ${to}, which is one of ${target.kind}`,
    )
  if (!(value >= 0 && Number.isFinite(value))) fail('value', `expected 0 or more, got ${String(value)}`)
  if (from === to) return value
  if (source.inverse === target.inverse)
    return source.inverse ? (value * target.size) / source.size : (value * source.size) / target.size
  if (value === 0) fail('value', `0 ${from} is without end in ${to}; expected more than 0`)
  return source.inverse ? source.size / (value * target.size) : target.size / (value * source.size)
}

function definedUnit(path: string, unit: string): UnitDefinition {
  const found = isVehicleUnit(unit) ? definitionOf[unit] : undefined
  return found ?? fail(path, `expected one of ${unitNames.join(', ')}, got ${String(unit)}`)
}

function fail(path: string, message: string): never {
  throw new ValidationError('convertUnit', [{ path, message }])
}
