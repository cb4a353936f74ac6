import { decodeVin } from '../vehicle/vin.js'
import { type AcceptedListing, admissionKey, identityOf } from './admit-listings.js'
import { ComparableIndex, type IndexedCar, type Neighbour, type SubjectCar } from './comparable-index.js'
import type { Ensemble } from './ensemble.js'
import type { FeatureMatrix } from './feature-matrix.js'
import { type CarFeatures, extractFeatures } from './features.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import { groupIndexesOf } from './prediction.js'
import { SeenModels } from './seen-models.js'
import { type Steps, within } from './steps.js'
import { ageIndex, usualMilesOf } from './usual-mileage.js'

/** The features of a car that comparables are searched by. */
export interface ComparisonFeatures extends Pick<CarFeatures, 'ageYears' | 'mileageMiles' | 'groupKeys'> {
  /** By level, the index of the car's group; -1 where it is not known. */
  readonly groups: readonly number[]
}

/** The columns of a feature matrix that are kept for comparisons. Arrays are by row. */
export type ComparedFeatures = Pick<FeatureMatrix, 'ages' | 'knownMileages' | 'groups'>

/** The number of cars that are indexed in a step. */
const carsPerStep = 200
/** The share of what is told of each car in the time of indexing, about; the rest takes the sorting. */
const indexingShare = 0.8

/** The cars of a market and what the market is fitted to. */
export interface MarketCarsInput {
  readonly cars: readonly AcceptedListing[]
  /** The time, in epoch milliseconds, at which cars without a date count as seen. */
  readonly at: number
  readonly ensemble?: Ensemble
}

/** The cars of a market, indexed for comparison. */
export class MarketCars {
  /** The keys of all cars at their prices, by which duplicates are told. */
  readonly admissionKeys = new Set<string>()
  /** The makes, models and years of the cars. */
  readonly seen = new SeenModels()
  readonly #index = new ComparableIndex()
  /** By the key of a car that can be told from all others, what is compared of it. */
  readonly #latest = new Map<string, IndexedCar>()
  readonly #ensemble: Ensemble | undefined
  /** Without an ensemble, the index of each group by its key. */
  readonly #groupIndexes = new Map<string, number>()
  readonly #usualMiles: readonly number[]

  private constructor({ cars, at, ensemble }: MarketCarsInput) {
    this.#ensemble = ensemble
    this.#usualMiles = ensemble?.usualMiles ?? usualMilesOf(cars, at)
  }

  /**
   * Indexes the cars of a market.
   *
   * @param compared - the features of the cars where they were extracted already.
   */
  static *of(input: MarketCarsInput, compared?: ComparedFeatures): Steps<MarketCars> {
    const { cars, at, ensemble } = input
    const indexed = new MarketCars(input)
    const featuresOf =
      compared && ensemble
        ? featuresIn(compared, ensemble)
        : (row: number) => indexed.#featuresOf(cars[row]!.listing, at)
    yield* indexed.adding(cars, featuresOf)
    return indexed
  }

  /**
   * Adds cars; the features of each are asked for once, in order. Of a car with several prices the latest is compared,
   * and it counts once.
   *
   * @param firstRow - the index of the first one among all cars.
   */
  *adding(
    cars: readonly AcceptedListing[],
    featuresOf: (row: number) => ComparisonFeatures,
    firstRow = 0,
  ): Steps<void> {
    const added = new Set<IndexedCar>()
    for (const [row, car] of cars.entries()) {
      if (row % carsPerStep === carsPerStep - 1) yield (indexingShare * row) / cars.length
      const features = featuresOf(row)
      this.admissionKeys.add(admissionKey(car))
      const subject = this.#subject(car.listing, features, car.identity)
      const indexed: IndexedCar = {
        modelKey: features.groupKeys[1] ?? '',
        car: { ...subject, logPrice: Math.log(car.price), row: firstRow + row },
      }
      if (this.#isLatest(indexed, added)) added.add(indexed)
      else continue
      this.seen.add(features.groupKeys, car.listing)
    }
    yield* within(indexingShare, 1, this.#index.adding(added, added.size))
  }

  /** Checks whether a car's price is its latest, and takes away an earlier one. */
  #isLatest(indexed: IndexedCar, added: Set<IndexedCar>): boolean {
    const key = carKeyOf(indexed.car.listing)
    if (key === undefined) return true
    const before = this.#latest.get(key)
    if (before && seenAtOf(before.car.listing) > seenAtOf(indexed.car.listing)) return false
    this.#latest.set(key, indexed)
    if (!before) return true
    if (!added.delete(before)) this.#index.remove(before)
    this.seen.remove(before.modelKey, before.car.listing)
    return true
  }

  /** Returns the features by which a vehicle is compared. */
  comparisonFeatures(car: CarFeatures): ComparisonFeatures {
    const groups = this.#ensemble
      ? groupIndexesOf(this.#ensemble, car)
      : car.groupKeys.map((key) => this.#groupIndex(key))
    return { ...car, groups }
  }

  /** Returns a vehicle as the subject of comparisons. */
  subjectOf(vehicle: MarketVehicle, car: CarFeatures): SubjectCar {
    return this.#subject(vehicle, this.comparisonFeatures(car), identityOf(vehicle))
  }

  /** Returns the cars nearest to a subject, nearest first. */
  nearest(modelKey: string | undefined, subject: SubjectCar, maxCount: number): Neighbour[] {
    return this.#index.nearest(modelKey ?? '', subject, maxCount)
  }

  #featuresOf(listing: MarketListing, at: number): ComparisonFeatures {
    return this.comparisonFeatures(extractFeatures(listing, at))
  }

  #subject(
    listing: MarketListing,
    { ageYears, mileageMiles, groups }: ComparisonFeatures,
    identity: string,
  ): SubjectCar {
    const miles = Number.isNaN(mileageMiles) ? (this.#usualMiles[ageIndex(ageYears)] ?? 0) : mileageMiles
    return { listing, identity, ageYears, miles, groups }
  }

  #groupIndex(key: string | undefined): number {
    if (key === undefined) return -1
    const index = this.#groupIndexes.get(key) ?? this.#groupIndexes.size
    this.#groupIndexes.set(key, index)
    return index
  }
}

/** Returns a function that reads a row's comparison features; of its group keys, make and model alone. */
function featuresIn(
  { ages, knownMileages, groups: levels }: ComparedFeatures,
  { groupIndexes }: Ensemble,
): (row: number) => ComparisonFeatures {
  const [makes, models] = groupIndexes.slice(0, 2).map((level) => [...level.keys()])
  return (row) => {
    const groups = levels.map((level) => level[row]!)
    return {
      ageYears: ages[row]!,
      mileageMiles: knownMileages[row]!,
      groupKeys: [makes?.[groups[0]!], models?.[groups[1]!]],
      groups,
    }
  }
}

/** Returns the key of a car that can be told from all others, by its VIN or as its source names it; `undefined` otherwise. */
function carKeyOf({ vin, source, externalId }: MarketListing): string | undefined {
  if (vin !== undefined && decodeVin(vin)) return vin.toUpperCase()
  return source === undefined || externalId === undefined ? undefined : `${source}|${externalId}`
}

const seenAtOf = ({ lastSeenAt, firstSeenAt }: MarketListing): number =>
  lastSeenAt ?? firstSeenAt ?? Number.NEGATIVE_INFINITY
