import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'
import { type AcceptedListing, type AdmissionReport, admitListings } from './admit-listings.js'
import type { ComparableCar, Neighbour, SubjectCar } from './comparable-index.js'
import { candidateCount, type Differences, groupEffectDifferences, showComparables } from './comparables.js'
import { type ContributionGroups, contributionGroups } from './contribution-groups.js'
import type { Ensemble } from './ensemble.js'
import { type CarFeatures, extractFeatures } from './features.js'
import { addLocalResidual } from './local-residuals.js'
import type { MarketCars } from './market-cars.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import type { CheckedMarketOptions } from './market-options.js'
import { describeFault, withPlausibleMileage } from './plausibility.js'
import { type Contribution, encodeCar, type Prediction, predict } from './prediction.js'
import { type GroupDrift, PriceDrift } from './price-drift.js'
import { maxYearsApart } from './seen-models.js'
import { serialize } from './serialization.js'
import { minComparables, predictSmallSample, usualDifferences } from './small-sample.js'
import { type StackedValuer, stackPrediction } from './stacking.js'
import { partsOf } from './state-parts.js'
import { withStatedContributions } from './stated-contributions.js'
import { finish } from './steps.js'
import { type TitleEffects, titleEffectOf, withTitleEffect } from './title-effects.js'
import type { CarNotValued, Comparable, Valuation } from './valuation.js'
import { valueInMoney } from './value-in-money.js'
import { isMarketVehicle } from './vehicle-shape.js'
import { type ValuationWords, wordsOf } from './words/index.js'

/** The maximum number of comparables that a prediction without an ensemble rests on. */
const maxSampleSize = 30

/** The days after a market's time from which its prices count as old. */
const minDaysLater = 7
/**
 * The error of the log price that a month after the market's time adds, as of a random walk: rather too wide than too
 * sure. With it, 86 of 100 in the latest fifth of US auction sales of 2014–15, valued by those before, lie within their
 * intervals of 80 %.
 */
const errorPerRootMonth = 0.035

/** The error of the log price that an unknown mileage adds in a market without an ensemble, as of about 20,000 miles. */
const unknownMileageError = 0.1

/** A prediction with the cars that are most alike, or a refusal. */
type Outcome = CarNotValued | Predicted

interface Predicted {
  readonly prediction: Prediction
  /** The nearest cars, nearest first. */
  readonly nearest: readonly Neighbour[]
  /** The number of cars that the value rests on. */
  readonly comparableCount: number
  readonly differencesTo: (other: ComparableCar) => Differences
}

const notValued = (
  reason: string,
  comparables: readonly Comparable[] = [],
  didYouMean?: string,
): CarNotValued => ({
  abstained: { reason, ...defined({ didYouMean }) },
  adjustments: [],
  comparables,
})

/** The state of a market, which `toJSON` stores. */
export interface MarketState {
  readonly options: CheckedMarketOptions
  /** The time, in epoch milliseconds, at which cars without a date count as seen. */
  readonly at: number
  readonly maxModelYear: number
  /** The median price in major units; absent where no listing was accepted. */
  readonly medianPrice?: number
  readonly report: AdmissionReport
  readonly cars: AcceptedListing[]
  /** Absent where the listings are too few to learn from. */
  readonly ensemble?: Ensemble
  /** The other valuers whose valuations count. */
  readonly stackedValuers?: readonly StackedValuer[]
  /** By car that the market learned from, its log price less the out-of-sample prediction, limited. */
  readonly residuals?: Float32Array
  /** The effects of titles that are not clean. */
  readonly titleEffects?: TitleEffects
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
  readonly #words: ValuationWords

  /**
   * Makes a market of what `createMarket` has fitted, or `loadMarket` has read, and of its cars, indexed.
   *
   * @internal
   */
  constructor(state: MarketState, cars: MarketCars) {
    this.#state = state
    this.report = state.report
    this.#contributionGroups = contributionGroups(state.ensemble?.binnings ?? [])
    this.#drift = new PriceDrift(state.drift)
    this.#cars = cars
    this.#words = wordsOf(state.options.locale)
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
    const words = this.#words
    const fault = describeFault(vehicle, maxModelYear, words)
    if (fault) return notValued(fault)
    const notes: string[] = []
    const plausible = withPlausibleMileage(vehicle, notes, words)
    const car = extractFeatures(plausible, at)
    const subject = this.#cars.subjectOf(plausible, car)
    const outcome = ensemble
      ? this.#predictByEnsemble(ensemble, car, subject, notes)
      : this.#predictByComparables(car, subject, notes)
    if ('abstained' in outcome) return outcome
    const { nearest, comparableCount } = outcome
    const ownTitle = this.#titleEffectOf(plausible)
    const prediction = withTitleEffect(this.#widenLater(outcome.prediction, plausible, notes), ownTitle)
    const differencesTo = (other: ComparableCar) => {
      const title = ownTitle - this.#titleEffectOf(other.listing)
      return title === 0 ? outcome.differencesTo(other) : { ...outcome.differencesTo(other), title }
    }
    const terms = { ...options, words }
    const { logPrice, contributions } = prediction
    const { comparables, side } = showComparables(nearest, { subject, logPrice, differencesTo, terms })
    if (side)
      notes.push(words.notes.outsideComparables(side, comparables.length, namesBeyondLines(contributions)))
    return valueInMoney(prediction, plausible, terms, { comparables, comparableCount, notes })
  }

  /**
   * Adds new listings: values of such cars move toward their prices, and they join the comparables. The fitted models
   * stay as they are until a market is made anew.
   */
  update(listings: readonly MarketListing[]): AdmissionReport {
    const { options, maxModelYear, at, medianPrice, ensemble, cars } = this.#state
    const { currency, kind } = options
    const rules = { currency, kind, maxModelYear, ...defined({ medianPrice }) }
    const { accepted, report } = finish(admitListings(listings, rules, this.#cars.admissionKeys))
    for (const listing of accepted) {
      const car = extractFeatures(listing.listing, at)
      if (ensemble) {
        const { logPrice, error } = predict(ensemble, this.#contributionGroups, encodeCar(ensemble, car))
        this.#drift.add(car, Math.log(listing.price) - logPrice, error)
      }
      cars.push(listing)
      finish(this.#cars.adding([listing], () => this.#cars.comparisonFeatures(car), cars.length - 1))
    }
    return report
  }

  /** Returns the whole state as a value for `JSON.stringify`; `loadMarket` makes a market of it again. */
  toJSON(): unknown {
    return serialize(this.#stored())
  }

  /**
   * Yields the whole state in texts of some hundred thousand characters, each within some milliseconds, for a storage;
   * `loadMarketInBackground` makes a market of them again. Do not update the market meanwhile.
   */
  *toParts(): Generator<string, void, undefined> {
    yield* partsOf(this.#stored())
  }

  #stored(): object {
    return { version: 1, ...this.#state, drift: this.#drift.toMap() }
  }

  /** Widens a prediction for a car that is offered after the market's time, and notes it. */
  #widenLater(prediction: Prediction, vehicle: MarketVehicle, notes: string[]): Prediction {
    const days = ((vehicle.lastSeenAt ?? vehicle.firstSeenAt ?? this.#state.at) - this.#state.at) / dayMs
    if (days < minDaysLater) return prediction
    notes.push(this.#words.notes.oldMarket(days))
    return { ...prediction, error: Math.hypot(prediction.error, errorPerRootMonth * Math.sqrt(days / 30)) }
  }

  #titleEffectOf(vehicle: MarketVehicle): number {
    return titleEffectOf(vehicle, this.#state.titleEffects ?? new Map())
  }

  #predictByEnsemble(ensemble: Ensemble, car: CarFeatures, subject: SubjectCar, notes: string[]): Outcome {
    const refusal = this.#refusalOf(car, subject.listing, notes)
    if (refusal) return refusal
    const encoded = encodeCar(ensemble, car, subject.groups)
    const own = withStatedContributions(predict(ensemble, this.#contributionGroups, encoded), car)
    const nearest = this.#cars.nearest(car.groupKeys[1], subject, candidateCount)
    const drifted = this.#addDrift(withMileageError(own, car, ensemble.mileageError), car)
    const comparableCount = this.#cars.seen.countNear(car.groupKeys, subject.listing.year ?? Number.NaN)
    if (comparableCount === 0) notes.push(this.#words.notes.noneNear())
    const valued = { listing: subject.listing, currency: this.#state.options.currency, encoded }
    const { residuals = new Float32Array(), stackedValuers = [] } = this.#state
    const local = addLocalResidual(drifted, nearest, residuals)
    return {
      prediction: stackPrediction(stackedValuers, valued, local),
      nearest,
      comparableCount,
      differencesTo: groupEffectDifferences(ensemble.models[0]!.groupEffects, subject),
    }
  }

  /** Refuses a car of a make, a model or of years that the market has not seen; notes years just beyond. */
  #refusalOf({ groupKeys }: CarFeatures, vehicle: MarketVehicle, notes: string[]): CarNotValued | undefined {
    const { seen } = this.#cars
    const { refusals, notes: noteOf } = this.#words
    const { make = '', model = '', year = Number.NaN } = vehicle
    const cars = this.#state.cars.length
    const years = seen.yearsOf(groupKeys)
    if (!years) {
      const near = seen.nearNameOf(groupKeys[0], vehicle)
      const reason = seen.hasMake(groupKeys[0])
        ? refusals.unknownModel(`${make} ${model}`, cars, near)
        : refusals.unknownMake(make, cars, near)
      return notValued(reason, [], near)
    }
    if (year < years.first - maxYearsApart || year > years.last + maxYearsApart)
      return notValued(refusals.unseenYear(`${make} ${model}`, year, years))
    if (year < years.first || year > years.last) notes.push(noteOf.outsideYears(year, years))
    return undefined
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
    const words = this.#words
    const nearest = this.#cars.nearest(car.groupKeys[1], subject, maxSampleSize)
    const { length } = nearest
    if (length < minComparables) {
      const terms = { ...this.#state.options, words }
      const differencesTo = (other: ComparableCar) => usualDifferences(subject, other)
      const comparison = { subject, logPrice: Number.NaN, differencesTo, terms }
      const near = this.#cars.seen.hasModel(car.groupKeys)
        ? undefined
        : this.#cars.seen.nearNameOf(car.groupKeys[0], subject.listing)
      const reason = words.refusals.tooFew(length, minComparables, near)
      return notValued(reason, showComparables(nearest, comparison).comparables, near)
    }
    const first = nearest[0]!.car.logPrice
    if (nearest.every((neighbour) => neighbour.car.logPrice === first)) notes.push(words.notes.samePrice())
    const { prediction, differencesTo } = predictSmallSample(nearest, subject)
    return {
      prediction: withMileageError(prediction, car, unknownMileageError),
      nearest,
      comparableCount: length,
      differencesTo,
    }
  }
}

/** The names that the lines of comparables are about; all else that a value rests on is beyond them. */
const namesOfLines = ['title', 'age', 'mileage', 'trim', 'engine', 'version', 'VIN', 'fuel', 'horsepower']

/** Returns the names of contributions that the lines of comparables leave out. */
const namesBeyondLines = (contributions: readonly Contribution[]): string[] =>
  contributions
    .filter(({ name, amount }) => amount !== 0 && !namesOfLines.includes(name))
    .map(({ name }) => name)

/** Enlarges the error of a prediction for a car whose mileage is not known. */
function withMileageError(prediction: Prediction, car: CarFeatures, mileageError: number): Prediction {
  if (!Number.isNaN(car.mileageMiles)) return prediction
  return { ...prediction, error: Math.hypot(prediction.error, mileageError) }
}
