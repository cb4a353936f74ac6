import { dayMs } from '../../time/index.js'
import { canonicalMake, splitModel } from '../vehicle/make-and-model.js'
import type { MarketVehicle } from './market-listing.js'

/** A vehicle as the market's learner sees it. */
export interface Described {
  /** Years between the beginning of the model year and the time it was seen, or the market's own time. */
  readonly age: number
  readonly mileageMiles: number
  readonly numbers: Readonly<Record<string, number>>
  readonly words: Readonly<Record<string, string>>
  /** By level of pooling, coarse to fine: what cars that belong together share. Absent where it is not known. */
  readonly keys: readonly (string | undefined)[]
}

/** The levels at which cars are pooled, in the order in which each explains what the ones before leave. */
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

/** Attributes that tell the engines of a model apart. */
const engineAttributes = ['engine', 'engineLitres', 'cylinders', 'fuel']
/** Attributes that tell the versions of a model apart. */
const versionAttributes = [
  'submodel',
  'body',
  'transmission',
  'drivetrain',
  'fuelEconomy',
  'roadTax',
  'fourWheelDrive',
]

/** Members of a vehicle that are one of a few words. */
const kinds = ['body', 'fuel', 'transmission', 'drivetrain'] as const

const yearMs = 365.25 * dayMs

const names = new Map<string, { readonly make: string; readonly model: string; readonly trim: string }>()

/** Make, model and trim in one spelling; remembered, since a market has few of them and many cars. */
function namesOf(make: string, model: string) {
  const key = `${make}\t${model}`
  const known = names.get(key)
  if (known) return known
  const split = splitModel(make, model)
  const found = {
    make: canonicalMake(make) ?? make.toUpperCase(),
    model: split.model,
    trim: split.trim ?? '',
  }
  if (names.size < 50_000) names.set(key, found)
  return found
}

const plain = (text: string) => text.trim().toLowerCase()

/** Describes a vehicle, at a time in epoch milliseconds where it does not say when it was seen. */
export function describe(vehicle: MarketVehicle, marketAt: number): Described {
  const { make: rawMake = '', model: rawModel = '', year = Number.NaN, vin, attributes = {} } = vehicle
  const { make, model, trim: modelTrim } = namesOf(rawMake, rawModel)
  const seenAt = vehicle.lastSeenAt ?? vehicle.firstSeenAt
  const age = ((seenAt ?? marketAt) - Date.UTC(year, 0)) / yearMs
  const mileageMiles = vehicle.mileageMiles ?? Number.NaN
  const numbers: Record<string, number> = {
    age,
    mileageMiles,
    mileagePerYear: mileageMiles / Math.max(age, 0.5),
  }
  if (!Number.isNaN(mileageMiles)) numbers.mileageRounding = roundingOf(mileageMiles)
  const words: Record<string, string> = { make }
  if (seenAt !== undefined) {
    numbers.seenDay = seenAt / dayMs
    numbers.year = year
  }
  if (vehicle.horsepower !== undefined) numbers.horsepower = vehicle.horsepower
  if (vehicle.torqueLbFt !== undefined) numbers.torqueLbFt = vehicle.torqueLbFt
  for (const name of kinds) if (vehicle[name] !== undefined) words[name] = vehicle[name]
  if (vehicle.condition !== undefined) words.condition = plain(vehicle.condition)
  if (vehicle.state !== undefined) words.state = plain(vehicle.state)
  if (vin !== undefined) words.plant = `${vin.slice(0, 3)}${vin.charAt(10)}`
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'number') numbers[name] = value
    else words[name] = plain(value)
  const trim = plain(`${modelTrim} ${vehicle.trim ?? ''}`).replace(/\s+/g, ' ')
  if (model !== '') words.model = `${make}|${model}`
  if (trim !== '') words.trim = trim
  if (vin !== undefined) words.pattern = vin.slice(0, 8)
  return { age, mileageMiles, numbers, words, keys: keysOf(make, model, trim, year, vehicle, numbers, words) }
}

const kmPerMile = 1.609344

/** By how many zeros a mileage is rounded, in miles or in km: a private seller guesses it, a dealer reads it off. */
const roundingOf = (miles: number): number => Math.max(zerosOf(miles), zerosOf(miles * kmPerMile))

function zerosOf(distance: number): number {
  const whole = Math.round(distance)
  if (whole < 1 || Math.abs(distance - whole) > 1e-3) return 0
  let zeros = 0
  while (whole % 10 ** (zeros + 1) === 0) zeros++
  return zeros
}

function keysOf(
  make: string,
  model: string,
  trim: string,
  year: number,
  { vin }: MarketVehicle,
  numbers: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
): readonly (string | undefined)[] {
  const line = model === '' ? undefined : `${make}|${model}`
  const engineWords = `${numbers.horsepower ?? ''}|${told(engineAttributes, numbers, words)}`
  const engine = within(line, engineWords)
  const version = within(line, `${engineWords}|${told(versionAttributes, numbers, words)}`)
  const trimmed = within(line, trim)
  const both = trimmed && version ? `${version}|${trim}` : undefined
  const pattern = vin?.slice(0, 8).toUpperCase()
  const finest = both ?? trimmed ?? version ?? line
  return [
    make === '' ? undefined : make,
    line,
    engine,
    version,
    trimmed,
    both,
    pattern,
    inYear(line, year),
    inYear(finest, year),
    inYear(pattern, year),
  ]
}

function told(
  attributes: readonly string[],
  numbers: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
): string {
  let text = ''
  for (const name of attributes) text += `${numbers[name] ?? words[name] ?? ''}|`
  return text
}

/** The key of some cars of a model; absent where nothing tells them apart. */
const within = (line: string | undefined, rest: string): string | undefined =>
  line === undefined || /^\|*$/.test(rest) ? undefined : `${line}|${rest}`

const inYear = (key: string | undefined, year: number): string | undefined => key && `${key}|${year}`
