import { curveAt } from './curve.js'
import { type LogStep, logsOf, minorOf, moneyOfMinor, stepsToMoney } from './explain.js'
import { levelNames } from './features.js'
import { carrierOf, type PooledBase, type PoolStep, poolSteps } from './group-effects.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import type { Comparable } from './valuation.js'

/** A car that others may be compared with. */
export interface ComparableCar {
  readonly listing: MarketListing
  readonly identity: string
  readonly logPrice: number
  readonly age: number
  /** The usual one where it is not known. */
  readonly miles: number
  /** As the learner numbers them, by level. */
  readonly groups: readonly number[]
}

/** A car that is to be valued, without a price that counts. */
export type SeenCar = Omit<ComparableCar, 'logPrice'>

/** A comparable and how far it is from the valued car. */
export interface Neighbour {
  readonly car: ComparableCar
  /** 1 is as far as a year, 12,000 miles, or another version of another engine. */
  readonly distance: number
}

/** Of each year, as many are looked at on either side of the car's own mileage. */
const candidatesOnSide = 12
/** The levels at which cars of a model differ. */
const versionLevels = (['engine', 'version', 'trim', 'VIN'] as const).map((name) => levelNames.indexOf(name))

/** The cars of one model and year, in order of their mileage; what is compared lies together in memory. */
interface Shelf {
  readonly cars: readonly ComparableCar[]
  readonly miles: Float64Array
  readonly ages: Float64Array
  /** The groups at the levels of versions, car by car. */
  readonly versions: Int32Array
}

/** The cars of a market by model and year. */
export class ComparableIndex {
  readonly #byModel = new Map<string, Map<number, Shelf>>()

  /** Takes cars in, each with the key of its model. */
  add(cars: readonly { readonly modelKey: string; readonly car: ComparableCar }[]): void {
    const added = new Map<string, Map<number, ComparableCar[]>>()
    for (const { modelKey, car } of cars) {
      const year = car.listing.year ?? Number.NaN
      const years = added.get(modelKey) ?? new Map<number, ComparableCar[]>()
      added.set(modelKey, years)
      const known = years.get(year)
      if (known) known.push(car)
      else years.set(year, [car])
    }
    for (const [modelKey, years] of added) {
      const shelves = this.#byModel.get(modelKey) ?? new Map<number, Shelf>()
      this.#byModel.set(modelKey, shelves)
      for (const [year, news] of years) shelves.set(year, addTo(shelves.get(year), news))
    }
  }

  /** The most alike of the same model, within three years; the car itself is none of them. */
  nearest(modelKey: string, car: SeenCar, most: number): Neighbour[] {
    const year = car.listing.year ?? Number.NaN
    const side = Math.max(candidatesOnSide, most)
    const found: Neighbour[] = []
    const shelves = this.#byModel.get(modelKey)
    if (!shelves) return found
    for (const step of [0, -1, 1, -2, 2, -3, 3]) {
      if (Math.abs(step) > 1 && found.length >= most) break
      const shelf = shelves.get(year + step)
      if (shelf) keepNearest(found, shelf, car, side, most)
    }
    return found
  }
}

/** A shelf with more cars. */
function addTo(shelf: Shelf | undefined, added: readonly ComparableCar[]): Shelf {
  const [only] = added
  if (!shelf || !only || added.length > 1)
    return shelfOf([...(shelf?.cars ?? []), ...added].sort((a, b) => a.miles - b.miles))
  const { cars, miles, ages, versions } = shelf
  const one = shelfOf([only])
  const at = placeOf(miles, only.miles)
  return {
    cars: cars.toSpliced(at, 0, only),
    miles: inserted(new Float64Array(miles.length + 1), miles, at, one.miles),
    ages: inserted(new Float64Array(ages.length + 1), ages, at, one.ages),
    versions: inserted(
      new Int32Array(versions.length + one.versions.length),
      versions,
      at * one.versions.length,
      one.versions,
    ),
  }
}

/** Fills an array with the numbers of another and, at a place among them, some more. */
function inserted<T extends Float64Array | Int32Array>(into: T, numbers: T, at: number, more: T): T {
  into.set(numbers.subarray(0, at))
  into.set(more, at)
  into.set(numbers.subarray(at), at + more.length)
  return into
}

function shelfOf(cars: readonly ComparableCar[]): Shelf {
  const { length } = versionLevels
  const miles = new Float64Array(cars.length)
  const ages = new Float64Array(cars.length)
  const versions = new Int32Array(length * cars.length)
  for (let index = 0; index < cars.length; index++) {
    const car = cars[index]!
    miles[index] = car.miles
    ages[index] = car.age
    for (let place = 0; place < length; place++)
      versions[length * index + place] = car.groups[versionLevels[place]!]!
  }
  return { cars, miles, ages, versions }
}

/** The first of mileages in order that is as far. */
function placeOf(sorted: Float64Array, miles: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < miles) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Puts those cars of a shelf that are nearer than the ones so far among them, in order: from the car's own mileage up
 * and then down, until mileage alone makes all others too far.
 */
function keepNearest(found: Neighbour[], shelf: Shelf, car: SeenCar, side: number, most: number): void {
  const { cars, miles } = shelf
  const middle = placeOf(miles, car.miles)
  for (let index = middle; index < Math.min(cars.length, middle + side); index++)
    if (!keepIfNear(found, shelf, index, car, most)) break
  for (let index = middle - 1; index >= Math.max(0, middle - side); index--)
    if (!keepIfNear(found, shelf, index, car, most)) break
}

/** Whether cars with a mileage further from the car's own could still be near enough. */
function keepIfNear(found: Neighbour[], shelf: Shelf, index: number, car: SeenCar, most: number): boolean {
  const { cars, miles, ages, versions } = shelf
  const farthest = found.length < most ? Infinity : found[most - 1]!.distance
  const byMiles = Math.abs(car.miles - miles[index]!) / 12_000
  if (byMiles >= farthest) return false
  let distance = byMiles + Math.abs(car.age - ages[index]!)
  const { length } = versionLevels
  for (let place = 0; place < length && distance < farthest; place++)
    if (car.groups[versionLevels[place]!] !== versions[length * index + place]) distance += 0.5
  const other = cars[index]!
  if (distance >= farthest || other.identity === car.identity) return true
  let place = found.length < most ? found.length : most - 1
  while (place > 0 && found[place - 1]!.distance > distance) {
    found[place] = found[place - 1]!
    place--
  }
  found[place] = { car: other, distance }
  return true
}

/** Puts a price beside the valued car: what it would be after the steps from the other car to that one. */
export function compare(
  { car: other, distance }: Neighbour,
  steps: readonly LogStep[],
  own: StepWords,
  currency: string,
): Comparable {
  const from = minorOf(other.logPrice, currency)
  const to = minorOf(other.logPrice + logsOf(steps), currency)
  return {
    vehicle: other.listing,
    price: moneyOfMinor(from, currency),
    adjustments: stepsToMoney(steps, (name) => wordsFor(name, own, other.listing), from, to, currency),
    adjustedPrice: moneyOfMinor(to, currency),
    similarity: Math.exp(-distance / 2),
  }
}

/** The steps from any other car to the valued one by a pooled base: age, mileage and version. */
export function pooledSteps(base: PooledBase, car: SeenCar): (other: ComparableCar) => readonly LogStep[] {
  const own = poolSteps.map((step, index) => effectOf(base, index, step, car))
  const whole = curveAt(base.curve, car.age, car.miles)
  return (other) => {
    const between = curveAt(base.curve, car.age, other.miles)
    const age = between - curveAt(base.curve, other.age, other.miles)
    const amounts = { age, mileage: whole - between, version: 0 }
    for (let index = 0; index < poolSteps.length; index++) {
      const step = poolSteps[index]!
      // What both have in common is most of it, and need not be looked up.
      if (!step.slope && car.groups[step.level] === other.groups[step.level]) continue
      amounts[step.slope ?? 'version'] += own[index]! - effectOf(base, index, step, other)
    }
    return stepsOf(amounts)
  }
}

function effectOf(base: PooledBase, index: number, step: PoolStep, { groups, age, miles }: SeenCar): number {
  const group = groups[step.level]!
  return group < 0 ? 0 : base.effects[index]![group]! * carrierOf(step, base, age, miles)
}

/** The steps from another car to the valued one. */
export function stepsOf({
  age,
  mileage,
  version,
}: {
  readonly age: number
  readonly mileage: number
  readonly version: number
}): readonly LogStep[] {
  return [
    { name: 'age', amount: age },
    { name: 'mileage', amount: mileage },
    { name: 'version', amount: version },
  ]
}

function wordsFor(step: string, own: StepWords, other: MarketListing): string {
  if (step === 'age') return `${own.year} instead of ${other.year}`
  if (step === 'mileage') return `${own.miles} instead of ${milesWords(other)}`
  return `${own.trim} instead of ${other.trim ?? noTrim}`
}

/** What the words of steps say of the valued car, which is the same for all comparables. */
export interface StepWords {
  readonly year: number | undefined
  readonly miles: string
  readonly trim: string
}

const noTrim = 'a version without name'

/** What the words of steps say of a car. */
export const wordsOf = (car: MarketVehicle): StepWords => ({
  year: car.year,
  miles: milesWords(car),
  trim: car.trim ?? noTrim,
})

/** A mileage in words. */
export const milesWords = ({ mileageMiles }: MarketVehicle): string =>
  mileageMiles === undefined ? 'the usual mileage' : `${inThousands(Math.round(mileageMiles))} miles`

/** A whole number with a comma before each three digits. */
const inThousands = (whole: number): string =>
  whole < 1_000
    ? String(whole)
    : `${inThousands(Math.floor(whole / 1_000))},${String(1_000 + (whole % 1_000)).slice(1)}`
