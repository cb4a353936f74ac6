import { type ComparableCar, type Neighbour, type SubjectCar, similarityOf } from './comparable-index.js'
import { curveValue } from './depreciation-curve.js'
import { levelNames, versionAttributes } from './features.js'
import { covariateOf, type EffectTerm, effectTerms, type GroupEffects } from './group-effects.js'
import type { MarketVehicle } from './market-listing.js'
import type { Contribution } from './prediction.js'
import { decomposeChange, minorOf, moneyOfMinor, sumOfContributions } from './price-decomposition.js'
import type { Comparable } from './valuation.js'
import type { MarketTerms } from './value-in-money.js'
import type { DifferenceName } from './words/index.js'

/** The differences of log price between a comparable and the subject, by what differs between the two. */
export type Differences = Readonly<Partial<Record<DifferenceName, number>>>

type Level = (typeof levelNames)[number]

/** The level at which two cars of one model differ, and what of the two then differs: the first of these that does. */
const causesByLevel: Readonly<Record<Level, readonly DifferenceName[]>> = {
  make: [],
  model: [],
  engine: ['engine'],
  version: ['version', 'engine'],
  trim: ['trim'],
  'trim and version': ['trim', 'version', 'engine'],
  VIN: ['VIN'],
  'model year': ['year'],
  'version year': ['trim', 'version', 'engine', 'year'],
  'VIN year': ['VIN', 'year'],
}

/** By term of the group effects, what may cause a difference. */
const causesByTerm = effectTerms.map(({ level, slope }): readonly DifferenceName[] => {
  if (slope === 'mileage') return ['mileage']
  return slope === 'age' ? ['year', 'age'] : causesByLevel[levelNames[level]!]
})

const [engineLevel, versionLevel, trimLevel, vinLevel] = (['engine', 'version', 'trim', 'VIN'] as const).map(
  (name) => levelNames.indexOf(name),
) as [number, number, number, number]

/** Returns what differs between the subject and another car of its model. */
function differing(subject: SubjectCar, other: ComparableCar): Readonly<Record<DifferenceName, boolean>> {
  const apart = (level: number) => subject.groups[level] !== other.groups[level]
  const year = subject.listing.year !== other.listing.year
  const engine = apart(engineLevel)
  return {
    year,
    age: !year && subject.ageYears !== other.ageYears,
    mileage: subject.miles !== other.miles,
    trim: apart(trimLevel),
    engine,
    version: apart(versionLevel) && (!engine || hasOtherVersion(subject.listing, other.listing)),
    VIN: apart(vinLevel),
    // The market adds it, by the effects that it has measured.
    title: false,
  }
}

const hasOtherVersion = (own: MarketVehicle, other: MarketVehicle): boolean =>
  versionAttributes.some((name) => versionFigure(own, name) !== versionFigure(other, name))

const versionFigure = (vehicle: MarketVehicle, name: string): string | number | undefined =>
  vehicle.attributes?.[name] ?? vehicle[name as 'body']

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
    const differs = differing(subject, other)
    const atOtherMiles = curveValue(curve, subject.ageYears, other.miles)
    const found: Partial<Record<DifferenceName, number>> = {
      [differs.year ? 'year' : 'age']: atOtherMiles - curveValue(curve, other.ageYears, other.miles),
      mileage: ownCurve - atOtherMiles,
    }
    for (let index = 0; index < effectTerms.length; index++) {
      const term = effectTerms[index]!
      // Most groups are the same, and then the effects need not be looked up.
      if (!term.slope && subject.groups[term.level] === other.groups[term.level]) continue
      const cause = causesByTerm[index]!.find((name) => differs[name])
      if (cause) found[cause] = (found[cause] ?? 0) + ownEffects[index]! - effectOf(index, term, other)
    }
    return found
  }
}

/** A car beside the subject, with the price that the subject would have by it. */
interface AdjustedCar {
  readonly neighbour: Neighbour
  readonly contributions: readonly Contribution[]
  readonly logPrice: number
}

/** The subject's predicted log price, and how cars are compared with it. */
export interface Comparison {
  readonly subject: SubjectCar
  readonly logPrice: number
  readonly differencesTo: (other: ComparableCar) => Differences
  readonly terms: MarketTerms
}

/** The number of the nearest cars among which one of the other side is sought. */
export const candidateCount = 20
/** The number of comparables that are shown. */
const shownComparables = 5

/** The comparables that are shown; `side` is where the value lies when it is above or below all that are near. */
export interface ShownComparables {
  readonly comparables: readonly Comparable[]
  readonly side?: 'above' | 'below'
}

/**
 * Chooses the comparables that are shown: the nearest, and where all of these come out on one side of the value, the
 * nearest one of the other side instead of the last.
 *
 * @param nearest - the nearest cars, nearest first.
 */
export function showComparables(nearest: readonly Neighbour[], comparison: Comparison): ShownComparables {
  const adjusted = nearest.slice(0, shownComparables).map((each) => adjust(each, comparison))
  const { logPrice } = comparison
  const isAbove = adjusted.length > 0 && adjusted.every((each) => each.logPrice < logPrice)
  const isBelow = adjusted.length > 0 && adjusted.every((each) => each.logPrice > logPrice)
  if (!isAbove && !isBelow) return { comparables: adjusted.map((each) => makeComparable(each, comparison)) }
  for (const neighbour of nearest.slice(shownComparables, candidateCount)) {
    const other = adjust(neighbour, comparison)
    if (isAbove ? other.logPrice < logPrice : other.logPrice > logPrice) continue
    const shown = [...adjusted.slice(0, -1), other]
    return { comparables: shown.map((each) => makeComparable(each, comparison)) }
  }
  return {
    comparables: adjusted.map((each) => makeComparable(each, comparison)),
    side: isAbove ? 'above' : 'below',
  }
}

function adjust(neighbour: Neighbour, { differencesTo }: Comparison): AdjustedCar {
  const contributions: Contribution[] = []
  const differences = differencesTo(neighbour.car)
  for (const name in differences) {
    const amount = differences[name as DifferenceName] ?? 0
    if (amount !== 0) contributions.push({ name, amount })
  }
  return { neighbour, contributions, logPrice: neighbour.car.logPrice + sumOfContributions(contributions) }
}

/** Makes a comparable: its price, and the price adjusted by its differences to the subject. */
function makeComparable(
  { neighbour, contributions, logPrice }: AdjustedCar,
  { subject, terms: { currency, kind, words } }: Comparison,
): Comparable {
  const { car } = neighbour
  const fromMinor = minorOf(car.logPrice, currency)
  const toMinor = contributions.length === 0 ? fromMinor : minorOf(logPrice, currency)
  const cars = { own: subject.listing, other: car.listing }
  return {
    vehicle: car.listing,
    price: moneyOfMinor(fromMinor, currency),
    priceLevel: kind,
    adjustments: decomposeChange(contributions, { fromMinor, toMinor, currency }, (name) =>
      words.difference(name as DifferenceName, cars),
    ),
    adjustedPrice: moneyOfMinor(toMinor, currency),
    similarity: similarityOf(neighbour),
  }
}
