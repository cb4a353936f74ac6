import { dayMs } from '../../time/index.js'
import { canonicalMake, splitModel } from '../vehicle/make-and-model.js'
import type { MarketVehicle } from './market-listing.js'
import { brandOf } from './title-brand.js'

/** The features of a car that prices are learnt from. */
export interface CarFeatures {
  /** The years from the beginning of the model year to the time at which it was seen. */
  readonly ageYears: number
  /** The mileage; `NaN` when it is not known. */
  readonly mileageMiles: number
  /** Numeric features by name. */
  readonly numeric: Readonly<Record<string, number>>
  /** Categorical features by name. */
  readonly categorical: Readonly<Record<string, string>>
  /** By level of `levelNames`, the key of the group that the car belongs to; absent where it is not known. */
  readonly groupKeys: readonly (string | undefined)[]
}

/** The levels at which cars are grouped, in the order in which their effects are fitted. */
export const levelNames = [
  'make',
  'model',
  'engine',
  'version',
  'trim',
  'trim and version',
  'VIN',
  'model year',
  'version year',
  'VIN year',
] as const

/** The attributes that tell the engines of a model apart, beside the power. */
export const engineAttributes = ['engine', 'engineLitres', 'cylinders', 'fuel']
/** The attributes that tell the versions of a model apart. */
export const versionAttributes = [
  'submodel',
  'body',
  'transmission',
  'drivetrain',
  'fuelEconomy',
  'roadTax',
  'fourWheelDrive',
]

/** The members of a vehicle that have a few canonical values. */
const categoricalMembers = ['body', 'fuel', 'transmission', 'drivetrain'] as const

const yearMs = 365.25 * dayMs

interface CarNames {
  readonly make: string
  readonly model: string
  readonly trim: string
}

const canonicalNames = new Map<string, CarNames>()
const maxCanonicalNames = 50_000

/** Returns make, model and trim in their canonical spelling. Cached, since a market has few names and many cars. */
function canonicalNamesOf(make: string, model: string): CarNames {
  const key = `${make}\t${model}`
  const cached = canonicalNames.get(key)
  if (cached) return cached
  const split = splitModel(make, model)
  const names = {
    make: canonicalMake(make) ?? make.toUpperCase(),
    model: split.model,
    trim: split.trim ?? '',
  }
  if (canonicalNames.size < maxCanonicalNames) canonicalNames.set(key, names)
  return names
}

const normalize = (text: string) => text.trim().toLowerCase()

/** Returns the trim of a vehicle, in small letters: what its model says beyond the model, and its trim; '' without one. */
export function trimOf({ make = '', model = '', trim = '' }: MarketVehicle): string {
  return normalize(`${canonicalNamesOf(make, model).trim} ${trim}`).replace(/\s+/g, ' ')
}

/**
 * Extracts the features of a vehicle.
 *
 * @param marketAt - the time, in epoch milliseconds, at which a vehicle without a date counts as seen.
 */
export function extractFeatures(vehicle: MarketVehicle, marketAt: number): CarFeatures {
  const { make: rawMake = '', model: rawModel = '', year = Number.NaN, vin, attributes = {} } = vehicle
  const { make, model } = canonicalNamesOf(rawMake, rawModel)
  const seenAt = vehicle.lastSeenAt ?? vehicle.firstSeenAt
  const ageYears = ((seenAt ?? marketAt) - Date.UTC(year, 0)) / yearMs
  const mileageMiles = vehicle.mileageMiles ?? Number.NaN
  const numeric: Record<string, number> = {
    age: ageYears,
    mileageMiles,
    mileagePerYear: mileageMiles / Math.max(ageYears, 0.5),
  }
  if (!Number.isNaN(mileageMiles)) numeric.mileageRounding = trailingZerosOf(mileageMiles)
  const categorical: Record<string, string> = { make }
  if (seenAt !== undefined) {
    numeric.seenDay = seenAt / dayMs
    numeric.year = year
  }
  if (vehicle.horsepower !== undefined) numeric.horsepower = vehicle.horsepower
  if (vehicle.torqueLbFt !== undefined) numeric.torqueLbFt = vehicle.torqueLbFt
  for (const name of categoricalMembers) if (vehicle[name] !== undefined) categorical[name] = vehicle[name]
  // The source's own words say more than the canonical one, such as the number of gears.
  for (const [name, text] of Object.entries(vehicle.asWritten ?? {}))
    if (name in categorical) categorical[`${name} as written`] = normalize(text)
  if (vehicle.color !== undefined) categorical.color = normalize(vehicle.color)
  if (vehicle.accidents !== undefined) numeric.accidents = vehicle.accidents
  if (vehicle.owners !== undefined) numeric.owners = vehicle.owners
  // A title that is not clean has an effect of its own.
  if (vehicle.condition !== undefined && brandOf(vehicle) === undefined)
    categorical.condition = normalize(vehicle.condition)
  if (vehicle.state !== undefined) categorical.state = normalize(vehicle.state)
  if (vin !== undefined) categorical.plant = `${vin.slice(0, 3)}${vin.charAt(10)}`
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'number') numeric[name] = value
    else categorical[name] = normalize(value)
  const trim = trimOf(vehicle)
  if (model !== '') categorical.model = `${make}|${model}`
  if (trim !== '') categorical.trim = trim
  if (vin !== undefined) categorical.pattern = vin.slice(0, 8)
  const groupKeys = groupKeysOf({ make, model, trim, year, vin, numeric, categorical })
  return { ageYears, mileageMiles, numeric, categorical, groupKeys }
}

const kmPerMile = 1.609344

/** Returns the trailing zeros of a mileage, in miles or in kilometres: a private seller rounds it, a dealer reads it off. */
const trailingZerosOf = (miles: number): number =>
  Math.max(trailingZeros(miles), trailingZeros(miles * kmPerMile))

function trailingZeros(distance: number): number {
  const whole = Math.round(distance)
  if (whole < 1 || Math.abs(distance - whole) > 1e-3) return 0
  let zeros = 0
  while (whole % 10 ** (zeros + 1) === 0) zeros++
  return zeros
}

interface GroupedCar extends CarNames, Pick<CarFeatures, 'numeric' | 'categorical'> {
  readonly year: number
  readonly vin: string | undefined
}

/** Returns the key of the car's group at each level. */
function groupKeysOf(car: GroupedCar): readonly (string | undefined)[] {
  const { make, model, trim, year, vin, numeric } = car
  const modelKey = model === '' ? undefined : `${make}|${model}`
  const engineText = `${numeric.horsepower ?? ''}|${joinAttributes(engineAttributes, car)}`
  const engine = keyWithin(modelKey, engineText)
  const version = keyWithin(modelKey, `${engineText}|${joinAttributes(versionAttributes, car)}`)
  const trimKey = keyWithin(modelKey, trim)
  const trimAndVersion = trimKey && version ? `${version}|${trim}` : undefined
  const vinPattern = vin?.slice(0, 8).toUpperCase()
  const finest = trimAndVersion ?? trimKey ?? version ?? modelKey
  return [
    make === '' ? undefined : make,
    modelKey,
    engine,
    version,
    trimKey,
    trimAndVersion,
    vinPattern,
    keyInYear(modelKey, year),
    keyInYear(finest, year),
    keyInYear(vinPattern, year),
  ]
}

function joinAttributes(names: readonly string[], { numeric, categorical }: GroupedCar): string {
  let text = ''
  for (const name of names) text += `${numeric[name] ?? categorical[name] ?? ''}|`
  return text
}

/** Returns the key of a group within a model; `undefined` where nothing sets it apart from the model. */
const keyWithin = (modelKey: string | undefined, rest: string): string | undefined =>
  modelKey === undefined || /^\|*$/.test(rest) ? undefined : `${modelKey}|${rest}`

const keyInYear = (key: string | undefined, year: number): string | undefined => key && `${key}|${year}`
