import { type AcceptedListing, admissionKey, identityOf } from './admit-listings.js'
import { ComparableIndex, type Neighbour, type SubjectCar } from './comparable-index.js'
import type { Ensemble } from './ensemble.js'
import type { FeatureMatrix } from './feature-matrix.js'
import { type CarFeatures, extractFeatures } from './features.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import { groupIndexesOf } from './prediction.js'
import { ageIndex, usualMilesOf } from './usual-mileage.js'

/** The features of a car that comparables are searched by. */
export interface ComparisonFeatures extends Pick<CarFeatures, 'ageYears' | 'mileageMiles' | 'groupKeys'> {
  /** By level, the index of the car's group; -1 where it is not known. */
  readonly groups: readonly number[]
}

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
  readonly #index = new ComparableIndex()
  readonly #makes = new Set<string>()
  readonly #ensemble: Ensemble | undefined
  /** Without an ensemble, the index of each group by its key. */
  readonly #groupIndexes = new Map<string, number>()
  readonly #usualMiles: readonly number[]

  /**
   * Indexes the cars of a market.
   *
   * @param matrix - the features of the cars where they were extracted already.
   */
  constructor({ cars, at, ensemble }: MarketCarsInput, matrix?: FeatureMatrix) {
    this.#ensemble = ensemble
    this.#usualMiles = ensemble?.usualMiles ?? usualMilesOf(cars, at)
    this.add(cars, matrix ? featuresInMatrix(matrix) : (row) => this.#featuresOf(cars[row]!.listing, at))
  }

  /** Returns `true` when the market has a car of a make. */
  hasMake(makeKey: string | undefined): boolean {
    return makeKey !== undefined && this.#makes.has(makeKey)
  }

  /** Adds cars; the features of each are asked for once, in order. */
  add(cars: readonly AcceptedListing[], featuresOf: (row: number) => ComparisonFeatures): void {
    const indexed = cars.map((car, row) => {
      const features = featuresOf(row)
      const [make, modelKey = ''] = features.groupKeys
      this.admissionKeys.add(admissionKey(car))
      if (make !== undefined) this.#makes.add(make)
      const subject = this.#subject(car.listing, features, car.identity)
      return { modelKey, car: { ...subject, logPrice: Math.log(car.price) } }
    })
    this.#index.add(indexed)
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

/** Returns a function that reads a row's comparison features from a matrix; of its group keys, make and model alone. */
function featuresInMatrix(matrix: FeatureMatrix): (row: number) => ComparisonFeatures {
  const [makes, models] = matrix.groupIndexes.map((level) => [...level.keys()])
  return (row) => {
    const groups = matrix.groups.map((level) => level[row]!)
    return {
      ageYears: matrix.ages[row]!,
      mileageMiles: matrix.knownMileages[row]!,
      groupKeys: [makes?.[groups[0]!], models?.[groups[1]!]],
      groups,
    }
  }
}
