import { ValidationError } from '../../errors/index.js'
import { type AcceptedListing, type AdmissionReport, admitListings, medianPriceOf } from './admit-listings.js'
import type { SubjectCar } from './comparable-index.js'
import { groupEffectDifferences, makeComparable, subjectWords } from './comparables.js'
import { type ContributionGroups, contributionGroups } from './contribution-groups.js'
import type { Ensemble } from './ensemble.js'
import type { FeatureMatrix } from './feature-matrix.js'
import { type CarFeatures, extractFeatures } from './features.js'
import { MarketCars } from './market-cars.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import type { CheckedMarketOptions } from './market-options.js'
import { describeFault, withPlausibleMileage } from './plausibility.js'
import { encodeCar, type Prediction, predict } from './prediction.js'
import { type GroupDrift, PriceDrift } from './price-drift.js'
import { serialize } from './serialization.js'
import { minComparables, predictSmallSample, usualDifferences } from './small-sample.js'
import { type StackedValuer, stackPrediction } from './stacking.js'
import type { CarNotValued, Comparable, Valuation } from './valuation.js'
import { valueInMoney } from './value-in-money.js'
import { isMarketVehicle } from './vehicle-shape.js'

const shownComparables = 5
/** The maximum number of comparables that a prediction without an ensemble rests on. */
const maxSampleSize = 30

/** The error of the log price that an unknown mileage adds in a market without an ensemble, as of about 20,000 miles. */
const unknownMileageError = 0.1

/** A prediction with the comparables beside it, or a refusal. */
type Outcome = CarNotValued | { readonly prediction: Prediction; readonly comparables: readonly Comparable[] }

const notValued = (reason: string, comparables: readonly Comparable[] = []): CarNotValued => ({
  abstained: { reason },
  adjustments: [],
  comparables,
})

/** The state of a market, which `toJSON` stores. */
export interface MarketState {
  readonly options: CheckedMarketOptions
  /** The time, in epoch milliseconds, at which cars without a date count as seen. */
  readonly at: number
  readonly maxModelYear: number
  readonly report: AdmissionReport
  readonly cars: AcceptedListing[]
  /** Absent where the listings are too few to learn from. */
  readonly ensemble?: Ensemble
  /** The other valuers whose valuations count. */
  readonly stackedValuers?: readonly StackedValuer[]
  readonly drift?: ReadonlyMap<string, GroupDrift>
}

/** Cars with prices of one kind in one currency, which values other cars. `createMarket` makes one. */
export class Market {
  /** The count of listings that were accepted and refused when the market was made. */
  readonly report: AdmissionReport
  readonly #state: MarketState
  readonly #cars: MarketCars
  readonly #contributionGroups: ContributionGroups
  readonly #drift: PriceDrift
  readonly #medianPrice: number

  /**
   * Makes a market of what `createMarket` has fitted, with the features of the cars, or of what `loadMarket` has read.
   *
   * @internal
   */
  constructor(state: MarketState, matrix?: FeatureMatrix) {
    this.#state = state
    this.report = state.report
    this.#contributionGroups = contributionGroups(state.ensemble?.binnings ?? [])
    this.#drift = new PriceDrift(state.drift)
    this.#medianPrice = medianPriceOf(state.cars)
    this.#cars = new MarketCars(state, matrix)
  }

  /**
   * Values a car: its value, an interval that holds in 80 of 100 cases, the adjustments that lead to the value, and the
   * cars most like it. Abstains, with the reason, where the market knows too little.
   *
   * @throws `ValidationError` when a member of the vehicle is not of its type.
   */
  value(vehicle: MarketVehicle): Valuation {
    if (!isMarketVehicle(vehicle))
      throw new ValidationError('market.value', [
        { path: 'vehicle', message: 'expected the members of a MarketVehicle' },
      ])
    const { at, ensemble, maxModelYear, options } = this.#state
    const fault = describeFault(vehicle, maxModelYear)
    if (fault) return notValued(fault)
    const notes: string[] = []
    const plausible = withPlausibleMileage(vehicle, notes)
    const car = extractFeatures(plausible, at)
    const subject = this.#cars.subjectOf(plausible, car)
    const outcome = ensemble
      ? this.#predictByEnsemble(ensemble, car, subject, notes)
      : this.#predictByComparables(car, subject, notes)
    if ('abstained' in outcome) return outcome
    const { prediction, comparables } = outcome
    return valueInMoney(prediction, plausible, options, { comparables, notes })
  }

  /**
   * Adds new listings: values of such cars move toward their prices, and they join the comparables. The fitted models
   * stay as they are until a market is made anew.
   */
  update(listings: readonly MarketListing[]): AdmissionReport {
    const { options, maxModelYear, at, ensemble, cars } = this.#state
    const { currency, kind } = options
    const rules = { currency, kind, maxModelYear, medianPrice: this.#medianPrice }
    const { accepted, report } = admitListings(listings, rules, this.#cars.admissionKeys)
    for (const listing of accepted) {
      const car = extractFeatures(listing.listing, at)
      if (ensemble) {
        const { logPrice, error } = predict(ensemble, this.#contributionGroups, encodeCar(ensemble, car))
        this.#drift.add(car, Math.log(listing.price) - logPrice, error)
      }
      cars.push(listing)
      this.#cars.add([listing], () => this.#cars.comparisonFeatures(car))
    }
    return report
  }

  /** Returns the whole state as a value for `JSON.stringify`; `loadMarket` makes a market of it again. */
  toJSON(): unknown {
    return serialize({ version: 1, ...this.#state, drift: this.#drift.toMap() })
  }

  #predictByEnsemble(ensemble: Ensemble, car: CarFeatures, subject: SubjectCar, notes: string[]): Outcome {
    const [make, model] = car.groupKeys
    if (!this.#cars.hasMake(make))
      return notValued(`no car of its make is among the ${this.#state.cars.length} of this market`)
    const { currency } = this.#state.options
    const encoded = encodeCar(ensemble, car, subject.groups)
    const own = predict(ensemble, this.#contributionGroups, encoded)
    const drifted = this.#addDrift(withMileageError(own, car, ensemble.mileageError), car)
    const neighbours = this.#cars.nearest(model, subject, shownComparables)
    if (neighbours.length === 0) notes.push('no car of its model is in the market within three years of it')
    const differencesTo = groupEffectDifferences(ensemble.models[0]!.groupEffects, subject)
    const words = subjectWords(subject.listing)
    const valued = { listing: subject.listing, currency, encoded }
    return {
      prediction: stackPrediction(this.#state.stackedValuers ?? [], valued, drifted),
      comparables: neighbours.map((neighbour) =>
        makeComparable(neighbour, differencesTo(neighbour.car), words, currency),
      ),
    }
  }

  /** Moves a prediction by the drift of prices since the market was fitted. */
  #addDrift(prediction: Prediction, car: CarFeatures): Prediction {
    const amount = this.#drift.of(car)
    if (amount === 0) return prediction
    return {
      ...prediction,
      logPrice: prediction.logPrice + amount,
      contributions: [...prediction.contributions, { name: 'recent listings', amount }],
    }
  }

  #predictByComparables(car: CarFeatures, subject: SubjectCar, notes: string[]): Outcome {
    const { currency } = this.#state.options
    const neighbours = this.#cars.nearest(car.groupKeys[1], subject, maxSampleSize)
    const words = subjectWords(subject.listing)
    const comparables = neighbours
      .slice(0, shownComparables)
      .map((neighbour) =>
        makeComparable(neighbour, usualDifferences(subject, neighbour.car), words, currency),
      )
    const { length } = neighbours
    if (length < minComparables)
      return notValued(
        `only ${length} of its model are known within three years of it: at least ${minComparables} are needed`,
        comparables,
      )
    const first = neighbours[0]!.car.logPrice
    if (neighbours.every((neighbour) => neighbour.car.logPrice === first))
      notes.push('all comparables have the same price, so that they say nothing of how far prices lie apart')
    const prediction = predictSmallSample(neighbours, subject)
    return { prediction: withMileageError(prediction, car, unknownMileageError), comparables }
  }
}

/** Enlarges the error of a prediction for a car whose mileage is not known. */
function withMileageError(prediction: Prediction, car: CarFeatures, mileageError: number): Prediction {
  if (!Number.isNaN(car.mileageMiles)) return prediction
  return { ...prediction, error: Math.hypot(prediction.error, mileageError) }
}
