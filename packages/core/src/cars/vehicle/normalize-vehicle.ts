import type { Issue } from '../../options/check.js'
import { canonicalBody, canonicalDrivetrain, canonicalFuel, canonicalTransmission } from './attributes.js'
import { type DataQuality, dataQuality } from './data-quality.js'
import type { Listing } from './listing.js'
import { canonicalMake, splitModel } from './make-and-model.js'
import { isMissingWord } from './missing-words.js'
import { listingMembers } from './parse-listing.js'
import { redactContacts } from './redact-contacts.js'
import { canonicalTitleStatus } from './title-status.js'
import { convertUnit, type Quantity, type VehicleUnit } from './units.js'
import { decodeVin } from './vin.js'

/** The readable part of a raw record. */
export interface NormalizedVehicle {
  /** The vehicle. With `source` and `externalId`, it is a `Listing`. */
  readonly vehicle: Partial<Listing>
  /** The names of the members that could not be read, and are absent. */
  readonly unreadable: readonly string[]
  /** The completeness and consistency of the record. */
  readonly quality: DataQuality
}

/** The figures that can come in several units, with the member names of the other units. */
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
 * Reads a raw record into a vehicle. Each member is read by itself, numbers also from text; a member that cannot be read is
 * left out and named. Members are those of `Listing`, and `mileageKm`, `powerPs`, `powerKw` and `torqueNm` for other units,
 * whose published figures go to `originals`. Other members are ignored. Makes and models become canonical; a trim after the
 * model is added to the given trim. Body, fuel, transmission and drivetrain become canonical values, and the source's own
 * words go to `asWritten`, also where they cannot be read. Phone numbers, e-mail addresses and names of sellers in texts are
 * redacted by `redactContacts`. Words for what is not known,
 * such as `N/A` and `-`, count as absent.
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
  const candidates: Record<string, unknown> = { ...raw, ...read, ...namesOf(raw), ...attributesOf(raw) }
  if (Object.keys(originals).length > 0) candidates.originals = originals
  const vehicle: Record<string, unknown> = {}
  const unreadable = [...unreadableFigures]
  for (const [member, check] of Object.entries(listingMembers)) {
    const value = candidates[member]
    if (isAbsent(value)) continue
    const issues: Issue[] = []
    const checked = check(numberOf(member, value), issues)
    if (issues.length > 0) unreadable.push(member)
    else vehicle[member] = sellersWords.has(member) ? withoutContacts(checked) : checked
  }
  return { vehicle, unreadable, quality: dataQuality(vehicle) }
}

/** The members in which sellers write what they like. */
const sellersWords: ReadonlySet<string> = new Set([
  'heading',
  'trim',
  'color',
  'condition',
  'features',
  'asWritten',
  'attributes',
])

/** Takes the contacts of the seller out of a text, and out of the texts of a list or an object. */
function withoutContacts(value: unknown): unknown {
  if (typeof value === 'string') return redactContacts(value)
  if (Array.isArray(value)) return value.map(withoutContacts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutContacts(inner)]))
}

const isAbsent = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && (value.trim() === '' || isMissingWord(value)))

const numbers = [
  'year',
  'mileageMiles',
  'horsepower',
  'torqueLbFt',
  'accidents',
  'owners',
  'firstSeenAt',
  'lastSeenAt',
  ...figureNames,
]

/** The members that are distances: no odometer shows thousandths, so that `.` before three digits parts thousands. */
const distances = ['mileageMiles', 'mileageKm']

/**
 * Reads a number from text of plain digits, with or without `,` between thousands; of a distance also with `.`, a space or
 * an apostrophe between them, with `k` for thousands and with its unit behind. Returns anything else unchanged.
 */
function numberOf(member: string, value: unknown): unknown {
  if (!numbers.includes(member) || typeof value !== 'string') return value
  const isDistance = distances.includes(member)
  const text = isDistance
    ? value.trim().replace(/\s*(?:miles?|mi\.?|kms?|kilomet(?:er|re)s?)$/i, '')
    : value.trim()
  const thousands = isDistance ? /^(\d{1,3}(?:\.\d)?)\s?k$/i.exec(text)?.[1] : undefined
  if (thousands !== undefined) return Math.round(Number(thousands) * 1_000)
  if (isDistance && /^\d{1,3}(?:[.\s'’\u00a0]\d{3})+$/.test(text)) return Number(text.replace(/\D/g, ''))
  return /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : value
}

/** Converts the figures that are given only in another unit. */
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

/** Returns make, model, trim and VIN in their canonical form, where they are text. */
function namesOf({ make, model, trim, vin }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names: Record<string, unknown> = {}
  if (typeof make === 'string' && !isAbsent(make)) names.make = canonicalMake(make) ?? make
  if (typeof model === 'string' || typeof model === 'number') {
    const split = splitModel(typeof make === 'string' ? make : '', String(model))
    names.model = split.model
    const given = typeof trim === 'string' && !isAbsent(trim) ? trim.trim() : ''
    // A trim that was already split from the model is not added twice.
    const isSame = given.toLowerCase() === split.trim?.toLowerCase()
    names.trim = [split.trim, isSame ? '' : given].filter(Boolean).join(' ')
  }
  if (typeof vin === 'string') names.vin = decodeVin(vin)?.vin ?? vin
  return names
}

const canonicalAttributes = {
  body: canonicalBody,
  fuel: canonicalFuel,
  transmission: canonicalTransmission,
  drivetrain: canonicalDrivetrain,
  titleStatus: canonicalTitleStatus,
} as const

/** Returns the canonical values of body, fuel, transmission and drivetrain, with the original words. */
function attributesOf(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  const asWritten: Record<string, unknown> = Object.assign({}, raw.asWritten)
  for (const [member, canonical] of Object.entries(canonicalAttributes)) {
    const text = raw[member]
    if (typeof text !== 'string' || isAbsent(text)) continue
    const word = canonical(text)
    if (word !== undefined) found[member] = word
    if (word !== text) asWritten[member] = text
  }
  return Object.keys(asWritten).length > 0 ? { ...found, asWritten } : found
}
