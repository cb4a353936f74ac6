import type { ComparableCar, Neighbour, SubjectCar } from './comparable-index.js'
import { curveValue } from './depreciation-curve.js'
import { covariateOf, type EffectTerm, effectTerms, type GroupEffects } from './group-effects.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import type { Contribution } from './prediction.js'
import { decomposeChange, minorOf, moneyOfMinor, sumOfContributions } from './price-decomposition.js'
import type { Comparable } from './valuation.js'

/** The differences of log price between a comparable and the subject, by their cause. */
export interface Differences {
  readonly age: number
  readonly mileage: number
  readonly version: number
}

/** Returns a function that gives the differences from a comparable to the subject by group effects. */
export function groupEffectDifferences(
  { curve, means, effects }: GroupEffects,
  subject: SubjectCar,
): (other: ComparableCar) => Differences {
  const effectOf = (index: number, term: EffectTerm, { groups, ageYears, miles }: SubjectCar): number => {
    const group = groups[term.level]!
    return group < 0 ? 0 : effects[index]![group]! * covariateOf(term, means, ageYears, miles)
  }
  const ownEffects = effectTerms.map((term, index) => effectOf(index, term, subject))
  const ownCurve = curveValue(curve, subject.ageYears, subject.miles)
  return (other) => {
    const atOtherMiles = curveValue(curve, subject.ageYears, other.miles)
    const age = atOtherMiles - curveValue(curve, other.ageYears, other.miles)
    const differences = { age, mileage: ownCurve - atOtherMiles, version: 0 }
    for (let index = 0; index < effectTerms.length; index++) {
      const term = effectTerms[index]!
      // Most groups are the same, and then the effects need not be looked up.
      if (!term.slope && subject.groups[term.level] === other.groups[term.level]) continue
      differences[term.slope ?? 'version'] += ownEffects[index]! - effectOf(index, term, other)
    }
    return differences
  }
}

/** The words for the subject, which are the same beside all comparables. */
export interface SubjectWords {
  readonly year: number | undefined
  readonly mileage: string
  readonly trim: string
}

const noTrim = 'a version without name'

/** Returns the words for the subject. */
export const subjectWords = (vehicle: MarketVehicle): SubjectWords => ({
  year: vehicle.year,
  mileage: mileageInWords(vehicle),
  trim: vehicle.trim ?? noTrim,
})

/** Makes a comparable of a neighbour: its price, and the price adjusted by its differences to the subject. */
export function makeComparable(
  { car, distance }: Neighbour,
  differences: Differences,
  subject: SubjectWords,
  currency: string,
): Comparable {
  const contributions: readonly Contribution[] = [
    { name: 'age', amount: differences.age },
    { name: 'mileage', amount: differences.mileage },
    { name: 'version', amount: differences.version },
  ]
  const fromMinor = minorOf(car.logPrice, currency)
  const toMinor = minorOf(car.logPrice + sumOfContributions(contributions), currency)
  return {
    vehicle: car.listing,
    price: moneyOfMinor(fromMinor, currency),
    adjustments: decomposeChange(contributions, { fromMinor, toMinor, currency }, (name) =>
      differenceInWords(name, subject, car.listing),
    ),
    adjustedPrice: moneyOfMinor(toMinor, currency),
    similarity: Math.exp(-distance / 2),
  }
}

function differenceInWords(name: string, subject: SubjectWords, other: MarketListing): string {
  if (name === 'age') return `${subject.year} instead of ${other.year}`
  if (name === 'mileage') return `${subject.mileage} instead of ${mileageInWords(other)}`
  return `${subject.trim} instead of ${other.trim ?? noTrim}`
}

/** Returns a vehicle's mileage in words, such as `42,000 miles`. */
export const mileageInWords = ({ mileageMiles }: MarketVehicle): string =>
  mileageMiles === undefined ? 'the usual mileage' : `${withThousands(Math.round(mileageMiles))} miles`

/** Writes a whole number with a comma before each three digits. By hand, since every comparable comes here. */
const withThousands = (whole: number): string =>
  whole < 1_000
    ? String(whole)
    : `${withThousands(Math.floor(whole / 1_000))},${String(1_000 + (whole % 1_000)).slice(1)}`
