import type { Listing } from './listing.js'
import { canonicalMake } from './make-and-model.js'
import { decodeVin } from './vin.js'

/** One part of a record's data quality. */
export interface DataQualityPart {
  /** The part of the record. */
  readonly name: 'make' | 'model' | 'year' | 'mileage' | 'price' | 'vin' | 'trim' | 'condition' | 'place'
  /** The points of the part, whole. */
  readonly points: number
  /** The highest possible points. */
  readonly maxPoints: number
  /** The finding, such as `year is not known`. */
  readonly description: string
}

/** The completeness and consistency of a vehicle record. */
export interface DataQuality {
  /** The score from 0 to 1: the points of all parts divided by the 20 possible ones. */
  readonly score: number
  /** The parts of the score. */
  readonly parts: readonly DataQualityPart[]
}

/**
 * Scores how complete and consistent a record is in the parts that matter for a valuation: 3 points each for make, model,
 * year, mileage and price, 2 for a VIN with a valid check digit and the right year, 1 each for trim, condition and place.
 * The points are a choice of this library. They rank records, and are no probability.
 */
export function dataQuality(vehicle: Partial<Listing>): DataQuality {
  const { make, model, year, mileageMiles, price, trim, condition, state, city, coordinates } = vehicle
  const isKnownMake = make !== undefined && canonicalMake(make) === make
  const parts: readonly DataQualityPart[] = [
    make === undefined || isKnownMake
      ? presence('make', 3, make)
      : { name: 'make', points: 1, maxPoints: 3, description: `make ${make} is not one that is known` },
    presence('model', 3, model),
    presence('year', 3, year),
    presence('mileage', 3, mileageMiles),
    presence('price', 3, price),
    vinPart(vehicle),
    presence('trim', 1, trim),
    presence('condition', 1, condition),
    presence('place', 1, coordinates ?? city ?? state),
  ]
  const sum = (member: 'points' | 'maxPoints') => parts.reduce((total, part) => total + part[member], 0)
  return { score: sum('points') / sum('maxPoints'), parts }
}

function presence(name: DataQualityPart['name'], maxPoints: number, value: unknown): DataQualityPart {
  if (value === undefined) return { name, points: 0, maxPoints, description: `${name} is not known` }
  return { name, points: maxPoints, maxPoints, description: `${name} is known` }
}

function vinPart({ vin, year }: Partial<Listing>): DataQualityPart {
  const part = (points: number, description: string): DataQualityPart => ({
    name: 'vin',
    points,
    maxPoints: 2,
    description,
  })
  if (vin === undefined) return part(0, 'VIN is not known')
  const decoded = decodeVin(vin)
  if (!decoded?.hasValidCheckDigit) return part(1, 'VIN is known, but its check digit does not hold')
  if (year !== undefined && !decoded.modelYears.includes(year))
    return part(0, `VIN is of ${decoded.modelYears.join(' or ')}, not of ${year}`)
  return part(2, 'VIN is known and its check digit holds')
}
