import { levelNames } from './features.js'
import type { MarketListing } from './market-listing.js'
import type { Steps } from './steps.js'

/** A car of the market that a valued one may be compared with. */
export interface ComparableCar {
  readonly listing: MarketListing
  readonly identity: string
  readonly logPrice: number
  readonly ageYears: number
  /** The mileage; the usual one where it is not known. */
  readonly miles: number
  /** By level, the index of the car's group; -1 where it is not known. */
  readonly groups: readonly number[]
  /** The index among all cars of the market, those that it learned from first. */
  readonly row: number
}

/** The car that is to be valued. */
export type SubjectCar = Omit<ComparableCar, 'logPrice' | 'row'>

/** A comparable and its distance from the subject. */
export interface Neighbour {
  readonly car: ComparableCar
  /** The sum of the differences: 1 for each year of age and each 12,000 miles, 0.5 for each level of the version. */
  readonly distance: number
}

/** Returns the likeness of a neighbour from 0 to 1; 1 is a car that is the same in all that counts. */
export const similarityOf = ({ distance }: Neighbour): number => Math.exp(-distance / 2)

/** A comparable with the key of its model. */
export interface IndexedCar {
  readonly modelKey: string
  readonly car: ComparableCar
}

/** The number of cars whose keys are a step, and the number of cars that are sorted in one, about. */
const carsPerStep = 500

/** The number of candidates on either side of the subject's mileage, of each model year. */
const candidatesPerSide = 12
const milesPerDistance = 12_000
const distancePerLevel = 0.5
/** The model years that are searched, relative to the subject's. */
const yearOffsets = [0, -1, 1, -2, 2, -3, 3]
/** The levels at which cars of a model differ in version. */
const versionLevels = (['engine', 'version', 'trim', 'VIN'] as const).map((name) => levelNames.indexOf(name))

/** The cars of one model and year by rising mileage; what is compared lies in flat arrays. */
interface ModelYear {
  readonly cars: readonly ComparableCar[]
  readonly miles: Float64Array
  readonly ages: Float64Array
  /** The groups at the version levels, car by car. */
  readonly versions: Int32Array
}

/** An index of a market's cars by model, year and mileage for nearest-neighbour searches. */
export class ComparableIndex {
  readonly #byModel = new Map<string, Map<number, ModelYear>>()

  /** Removes a car. */
  remove({ modelKey, car }: IndexedCar): void {
    const years = this.#byModel.get(modelKey)
    const year = car.listing.year ?? Number.NaN
    const cars = years?.get(year)?.cars
    if (cars) years.set(year, modelYearOf(cars.filter((other) => other !== car)))
  }

  /** Adds cars, `count` of them. */
  *adding(cars: Iterable<IndexedCar>, count: number): Steps<void> {
    const added = new Map<string, Map<number, ComparableCar[]>>()
    let grouped = 0
    for (const { modelKey, car } of cars) {
      if (++grouped % carsPerStep === 0) yield grouped / count / 2
      const year = car.listing.year ?? Number.NaN
      const years = added.get(modelKey) ?? new Map<number, ComparableCar[]>()
      added.set(modelKey, years)
      const sameYear = years.get(year)
      if (sameYear) sameYear.push(car)
      else years.set(year, [car])
    }
    let sorted = 0
    let sortedInStep = 0
    for (const [modelKey, years] of added) {
      const modelYears = this.#byModel.get(modelKey) ?? new Map<number, ModelYear>()
      this.#byModel.set(modelKey, modelYears)
      for (const [year, newCars] of years) {
        modelYears.set(year, addTo(modelYears.get(year), newCars))
        sortedInStep += newCars.length
      }
      if (sortedInStep < carsPerStep) continue
      sorted += sortedInStep
      sortedInStep = 0
      yield (1 + sorted / count) / 2
    }
  }

  /** Returns the nearest cars of the same model, within three model years, nearest first. The subject itself is never among them. */
  nearest(modelKey: string, subject: SubjectCar, maxCount: number): Neighbour[] {
    const year = subject.listing.year ?? Number.NaN
    const search: NeighbourSearch = { subject, maxCount, found: [] }
    const modelYears = this.#byModel.get(modelKey)
    if (!modelYears) return search.found
    for (const offset of yearOffsets) {
      if (Math.abs(offset) > 1 && search.found.length >= maxCount) break
      const modelYear = modelYears.get(year + offset)
      if (modelYear) searchModelYear(search, modelYear)
    }
    return search.found
  }
}

/** Returns a model year with more cars. */
function addTo(modelYear: ModelYear | undefined, added: readonly ComparableCar[]): ModelYear {
  const [only] = added
  if (!modelYear || !only || added.length > 1)
    return modelYearOf([...(modelYear?.cars ?? []), ...added].sort((a, b) => a.miles - b.miles))
  const { cars, miles, ages, versions } = modelYear
  const one = modelYearOf([only])
  const at = lowerBound(miles, only.miles)
  return {
    cars: cars.toSpliced(at, 0, only),
    miles: insertInto(new Float64Array(miles.length + 1), miles, at, one.miles),
    ages: insertInto(new Float64Array(ages.length + 1), ages, at, one.ages),
    versions: insertInto(
      new Int32Array(versions.length + one.versions.length),
      versions,
      at * one.versions.length,
      one.versions,
    ),
  }
}

/** Fills an array with the numbers of another and inserts more of them at an index. */
function insertInto<Numbers extends Float64Array | Int32Array>(
  target: Numbers,
  numbers: Numbers,
  at: number,
  inserted: Numbers,
): Numbers {
  target.set(numbers.subarray(0, at))
  target.set(inserted, at)
  target.set(numbers.subarray(at), at + inserted.length)
  return target
}

function modelYearOf(cars: readonly ComparableCar[]): ModelYear {
  const levelCount = versionLevels.length
  const miles = new Float64Array(cars.length)
  const ages = new Float64Array(cars.length)
  const versions = new Int32Array(levelCount * cars.length)
  for (let index = 0; index < cars.length; index++) {
    const car = cars[index]!
    miles[index] = car.miles
    ages[index] = car.ageYears
    for (let level = 0; level < levelCount; level++)
      versions[levelCount * index + level] = car.groups[versionLevels[level]!]!
  }
  return { cars, miles, ages, versions }
}

/** Returns the index of the first mileage that is not below the given one. */
function lowerBound(sorted: Float64Array, miles: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < miles) low = middle + 1
    else high = middle
  }
  return low
}

/** A search for neighbours and its result so far. */
interface NeighbourSearch {
  readonly subject: SubjectCar
  readonly maxCount: number
  /** Nearest first. */
  readonly found: Neighbour[]
}

/** Searches the cars of a model year from the subject's mileage up and then down, until mileage alone makes all others too far. */
function searchModelYear(search: NeighbourSearch, modelYear: ModelYear): void {
  const { cars, miles } = modelYear
  const perSide = Math.max(candidatesPerSide, search.maxCount)
  const middle = lowerBound(miles, search.subject.miles)
  for (let index = middle; index < Math.min(cars.length, middle + perSide); index++)
    if (!consider(search, modelYear, index)) break
  for (let index = middle - 1; index >= Math.max(0, middle - perSide); index--)
    if (!consider(search, modelYear, index)) break
}

/** Inserts a car among the found ones when it is near enough. Returns `false` when cars of mileages further away cannot be. */
function consider(
  { subject, maxCount, found }: NeighbourSearch,
  modelYear: ModelYear,
  index: number,
): boolean {
  const { cars, miles, ages, versions } = modelYear
  const maxDistance = found.length < maxCount ? Infinity : found[maxCount - 1]!.distance
  const mileageDistance = Math.abs(subject.miles - miles[index]!) / milesPerDistance
  if (mileageDistance >= maxDistance) return false
  let distance = mileageDistance + Math.abs(subject.ageYears - ages[index]!)
  const levelCount = versionLevels.length
  for (let level = 0; level < levelCount && distance < maxDistance; level++)
    if (subject.groups[versionLevels[level]!] !== versions[levelCount * index + level])
      distance += distancePerLevel
  const car = cars[index]!
  if (distance >= maxDistance || car.identity === subject.identity) return true
  let rank = found.length < maxCount ? found.length : maxCount - 1
  while (rank > 0 && found[rank - 1]!.distance > distance) {
    found[rank] = found[rank - 1]!
    rank--
  }
  found[rank] = { car, distance }
  return true
}
