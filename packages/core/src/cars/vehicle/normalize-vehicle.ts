import { canonicalBody, canonicalDrivetrain, canonicalFuel, canonicalTransmission } from './attributes.js'
import { type DataQuality, dataQuality } from './data-quality.js'
import type { Listing } from './listing.js'
import { listingShape } from './listing-schema.js'
import { canonicalMake, splitModel } from './make-and-model.js'
import { convertUnit, type Quantity, type VehicleUnit } from './units.js'
import { decodeVin } from './vin.js'

/** What could be read of a raw record. */
export interface NormalizedVehicle {
  /** A `Listing` once `source` and `externalId` are in it. */
  readonly vehicle: Partial<Listing>
  /** Members that were there and could not be read, so that they are absent. */
  readonly unreadable: readonly string[]
  readonly quality: DataQuality
}

/** A figure that may come in several units: under its own name, or under one that names the unit. */
const figures: readonly {
  readonly member: 'mileageMiles' | 'horsepower' | 'torqueLbFt'
  readonly unit: VehicleUnit
  readonly from: Readonly<Record<string, VehicleUnit>>
}[] = [
  { member: 'mileageMiles', unit: 'mi', from: { mileageKm: 'km' } },
  { member: 'horsepower', unit: 'hp', from: { powerPs: 'PS', powerKw: 'kW' } },
  { member: 'torqueLbFt', unit: 'lb-ft', from: { torqueNm: 'Nm' } },
]

const figureNames = figures.flatMap(({ from }) => Object.keys(from))

/**
 * Reads a raw record into a vehicle, leniently: each member by itself, numbers also from plain digits in text, and what
 * cannot be read is left out and named. Members are those of `Listing`, and for figures in other units `mileageKm`,
 * `powerPs`, `powerKw` and `torqueNm`; the figure as published is kept in `originals`. Other members are passed over.
 * Makes and models become canonical; a trim behind the model joins the trim that was given. Body, fuel, transmission and
 * drivetrain become canonical words, and what stood there is kept in `asWritten`.
 *
 * @example
 * ```ts
 * import { normalizeVehicle } from '@telltale/core/cars/vehicle'
 *
 * const { vehicle, quality } = normalizeVehicle({ make: 'chevy', model: 'malibu LT', year: '2019', mileageKm: 80467.2 })
 * console.log(vehicle.make, vehicle.model, vehicle.trim, vehicle.mileageMiles) // Chevrolet Malibu LT 50000
 * console.log(quality.score) // 0.65: price, VIN, condition and place are not known
 * ```
 */
export function normalizeVehicle(raw: Readonly<Record<string, unknown>>): NormalizedVehicle {
  const { figures: read, originals, unreadable: unreadableFigures } = readFigures(raw)
  const candidates: Record<string, unknown> = { ...raw, ...read, ...namesOf(raw), ...kindsOf(raw) }
  if (Object.keys(originals).length > 0) candidates.originals = originals
  const vehicle: Record<string, unknown> = {}
  const unreadable = [...unreadableFigures]
  for (const [member, schema] of Object.entries(listingShape)) {
    const value = candidates[member]
    if (isAbsent(value)) continue
    const result = schema.safeParse(numberOf(member, value))
    if (result.success) vehicle[member] = result.data
    else unreadable.push(member)
  }
  return { vehicle, unreadable, quality: dataQuality(vehicle) }
}

const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

const numbers = [
  'year',
  'mileageMiles',
  'horsepower',
  'torqueLbFt',
  'firstSeenAt',
  'lastSeenAt',
  ...figureNames,
]

/** A number of plain digits in text, with `,` between thousands or not; anything else as it is. */
function numberOf(member: string, value: unknown): unknown {
  if (!numbers.includes(member) || typeof value !== 'string') return value
  const text = value.trim()
  return /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : value
}

/** Figures that stand only under the name of another unit, turned into the vehicle's own. */
function readFigures(raw: Readonly<Record<string, unknown>>) {
  const read: Record<string, number> = {}
  const originals: Record<string, Quantity> = {}
  const unreadable: string[] = []
  for (const { member, unit, from } of figures)
    for (const [name, original] of Object.entries(from)) {
      if (isAbsent(raw[name]) || !isAbsent(raw[member]) || originals[member]) continue
      const value = numberOf(name, raw[name])
      if (typeof value === 'number' && Number.isFinite(value) && value >= 0) {
        read[member] = Number(convertUnit(value, original, unit).toPrecision(14))
        originals[member] = { value, unit: original }
      } else unreadable.push(name)
    }
  return { figures: read, originals, unreadable }
}

/** Make, model, trim and VIN in their canonical form, where they are text. */
function namesOf({ make, model, trim, vin }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names: Record<string, unknown> = {}
  if (typeof make === 'string') names.make = canonicalMake(make) ?? make
  if (typeof model === 'string' || typeof model === 'number') {
    const split = splitModel(typeof make === 'string' ? make : '', String(model))
    names.model = split.model
    const given = typeof trim === 'string' ? trim.trim() : ''
    // A trim that was read off the model before is not added to itself.
    const isSame = given.toLowerCase() === split.trim?.toLowerCase()
    names.trim = [split.trim, isSame ? '' : given].filter(Boolean).join(' ')
  }
  if (typeof vin === 'string') names.vin = decodeVin(vin)?.vin ?? vin
  return names
}

const kinds = {
  body: canonicalBody,
  fuel: canonicalFuel,
  transmission: canonicalTransmission,
  drivetrain: canonicalDrivetrain,
} as const

/** The canonical words of the members that have such, and what stood there; a text that means none of them stays. */
function kindsOf(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  const asWritten: Record<string, unknown> = Object.assign({}, raw.asWritten)
  for (const [member, canonical] of Object.entries(kinds)) {
    const text = raw[member]
    const word = typeof text === 'string' ? canonical(text) : undefined
    if (word === undefined) continue
    found[member] = word
    if (word !== text) asWritten[member] = text
  }
  return Object.keys(asWritten).length > 0 ? { ...found, asWritten } : found
}
