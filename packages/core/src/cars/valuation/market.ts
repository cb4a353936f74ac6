import { ValidationError } from '../../errors/index.js'
import {
  type AcceptedListing,
  type DoorReport,
  enter,
  identityOf,
  isReadable,
  medianOf,
} from './admit-listings.js'
import { type Appraisal, appraise, groupsOf, place } from './appraise.js'
import { type Standing, standingIn, usualMilesAmong } from './attribution.js'
import { encode } from './codec.js'
import {
  ComparableIndex,
  compare,
  type Neighbour,
  pooledSteps,
  type SeenCar,
  type StepWords,
  stepsOf,
  wordsOf,
} from './comparables.js'
import { ageIndex, type Learner } from './ensemble.js'
import type { LogStep } from './explain.js'
import type { Sheet } from './feature-matrix.js'
import { type Described, describe } from './features.js'
import type { FoldModel } from './fold-model.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import type { CheckedMarketOptions } from './market-options.js'
import { Drift } from './price-drift.js'
import { type Reasons, reasonsOf } from './reasons.js'
import { plausibleMileage, refusalOf } from './refusal.js'
import { appraiseByHandful, fewestComparables, usualStepsOf } from './small-sample.js'
import { type Joined, joinOthers } from './stacking.js'
import type { Comparable, Valuation } from './valuation.js'
import { valuedCar } from './valued.js'

const shownComparables = 5
const mostInHandful = 30

/** The part of the log price's error that an unknown mileage adds in a small market: as usual as 20,000 miles more or less. */
const unknownMileageError = 0.1

type Judged =
  | Extract<Valuation, { abstained: object }>
  | { readonly appraisal: Appraisal; readonly comparables: readonly Comparable[] }

const abstain = (reason: string, comparables: readonly Comparable[] = []): Judged => ({
  abstained: { reason },
  adjustments: [],
  comparables,
})

/** What a market keeps. */
export interface MarketState {
  readonly options: CheckedMarketOptions
  /** The time of cars that have no date, in epoch milliseconds. */
  readonly at: number
  readonly latestYear: number
  readonly report: DoorReport
  readonly cars: AcceptedListing[]
  readonly learner?: Learner
  /** The other valuers whose word counts. */
  readonly joined?: readonly Joined[]
  readonly drift?: ReadonlyMap<string, { sum: number; weight: number }>
}

/** Cars of one kind of price in one currency, and what they say of the value of others. Made by `createMarket`. */
export class Market {
  /** What became of the listings it was made of. */
  readonly report: DoorReport
  readonly #state: MarketState
  readonly #reasons: Reasons
  readonly #drift: Drift
  readonly #index = new ComparableIndex()
  readonly #known = new Set<string>()
  readonly #makes = new Set<string>()
  readonly #groups = new Map<string, number>()
  readonly #usualMiles: readonly number[]
  readonly #usualPrice: number

  /**
   * Of what `createMarket` has fitted, with the cars in columns, or of what `loadMarket` has read.
   *
   * @internal
   */
  constructor(state: MarketState, sheet?: Sheet) {
    this.#state = state
    this.report = state.report
    this.#reasons = reasonsOf(state.learner ?? { binnings: [] })
    this.#drift = new Drift(state.drift)
    this.#usualPrice = medianOf(state.cars.map(({ price }) => price))
    this.#usualMiles = state.learner?.usualMiles ?? usualMilesAmong(state.cars, state.at)
    const standing = sheet ? standingIn(sheet) : (row: number) => this.#stand(state.cars[row]!)
    this.#keep(state.cars, standing)
  }

  /**
   * Values a car: what the market's cars say of it, with an interval that holds in 80 of 100 cases, the reasons, and
   * the cars most like it. Abstains, with the reason, where they say too little.
   *
   * @throws `ValidationError` when a member of the vehicle is not of its type.
   */
  value(vehicle: MarketVehicle): Valuation {
    if (!isReadable(vehicle))
      throw new ValidationError('market.value', [
        { path: 'vehicle', message: 'expected the members of a MarketVehicle' },
      ])
    const reason = refusalOf(vehicle, this.#state.latestYear)
    if (reason) return { abstained: { reason }, adjustments: [], comparables: [] }
    const notes: string[] = []
    const plausible = plausibleMileage(vehicle, notes)
    const car = describe(plausible, this.#state.at)
    const seen = this.#see(plausible, car, this.#groupsOf(car))
    const valued = this.#state.learner
      ? this.#byLearner(this.#state.learner, car, seen, notes)
      : this.#byHandful(car, seen, notes)
    if ('abstained' in valued) return valued
    return valuedCar(valued.appraisal, plausible, this.#state.options, valued.comparables, notes)
  }

  /**
   * Takes new listings in: prices of such cars move toward theirs, and they are among the comparables. What trees know
   * stays as it is until a market is made anew.
   */
  update(listings: readonly MarketListing[]): DoorReport {
    const { options, latestYear, at, learner, cars } = this.#state
    const { accepted, report } = enter(listings, { ...options, latestYear }, this.#known, this.#usualPrice)
    for (const entered of accepted) {
      const car = describe(entered.listing, at)
      if (learner) {
        const { logValue, error } = appraise(learner, this.#reasons, place(learner, car))
        this.#drift.add(car, Math.log(entered.price) - logValue, error)
      }
      cars.push(entered)
      this.#keep([entered], () => ({ ...car, groups: this.#groupsOf(car) }))
    }
    return report
  }

  /** All it knows, to be stored; `loadMarket` makes it a market again. */
  toJSON(): unknown {
    return encode({ version: 1, ...this.#state, drift: this.#drift.toMap() })
  }

  #byLearner(learner: Learner, car: Described, seen: SeenCar, notes: string[]): Judged {
    const [make, model] = car.keys
    if (make === undefined || !this.#makes.has(make))
      return abstain(`no car of its make is among the ${this.#state.cars.length} of this market`)
    const { joined = [], options } = this.#state
    const placed = place(learner, car, seen.groups)
    const plain = this.#move(this.#widen(appraise(learner, this.#reasons, placed), learner, car), car)
    const neighbours = this.#index.nearest(model ?? '', seen, shownComparables)
    if (neighbours.length === 0) notes.push('no car of its model is in the market within three years of it')
    const [{ base }] = learner.models as [FoldModel]
    const stepsFrom = pooledSteps(base, seen)
    const words = wordsOf(seen.listing)
    return {
      appraisal: joinOthers(joined, seen.listing, options.currency, placed, plain),
      comparables: neighbours.map((other) => this.#compare(other, stepsFrom(other.car), words)),
    }
  }

  /** By what newer listings say of such cars. */
  #move(appraisal: Appraisal, car: Described): Appraisal {
    const amount = this.#drift.of(car)
    if (amount === 0) return appraisal
    const parts = [...appraisal.parts, { name: 'recent listings', amount }]
    return { ...appraisal, logValue: appraisal.logValue + amount, parts }
  }

  #byHandful(car: Described, seen: SeenCar, notes: string[]): Judged {
    const neighbours = this.#index.nearest(car.keys[1] ?? '', seen, mostInHandful)
    const words = wordsOf(seen.listing)
    const comparables = neighbours
      .slice(0, shownComparables)
      .map((other) => this.#compare(other, stepsOf(usualStepsOf(seen, other.car)), words))
    const { length } = neighbours
    if (length < fewestComparables)
      return abstain(
        `only ${length} of its model are known within three years of it: at least ${fewestComparables} are needed`,
        comparables,
      )
    const first = neighbours[0]?.car.logPrice
    if (neighbours.every(({ car: { logPrice } }) => logPrice === first))
      notes.push('all comparables have the same price, so that they say nothing of how far prices lie apart')
    const appraisal = appraiseByHandful(neighbours, seen)
    const error = Number.isNaN(car.mileageMiles)
      ? Math.hypot(appraisal.error, unknownMileageError)
      : appraisal.error
    return { appraisal: { ...appraisal, error }, comparables }
  }

  /** Where the market's cars say their mileage and this one does not, its error is larger than any that was measured. */
  #widen(appraisal: Appraisal, { mileageError }: Learner, { mileageMiles }: Described): Appraisal {
    if (!Number.isNaN(mileageMiles)) return appraisal
    return { ...appraisal, error: Math.hypot(appraisal.error, mileageError) }
  }

  #compare(neighbour: Neighbour, steps: readonly LogStep[], words: StepWords): Comparable {
    return compare(neighbour, steps, words, this.#state.options.currency)
  }

  #keep(cars: readonly AcceptedListing[], standingOf: (row: number) => Standing): void {
    const kept = cars.map(({ listing, identity, price }, row) => {
      const standing = standingOf(row)
      const [make, modelKey = ''] = standing.keys
      this.#known.add(`${identity}|${price}`)
      if (make !== undefined) this.#makes.add(make)
      const seen = this.#see(listing, standing, standing.groups, identity)
      return { modelKey, car: { ...seen, logPrice: Math.log(price) } }
    })
    this.#index.add(kept)
  }

  #stand({ listing }: AcceptedListing): Standing {
    const car = describe(listing, this.#state.at)
    return { ...car, groups: this.#groupsOf(car) }
  }

  #see(
    listing: MarketListing,
    { age, mileageMiles }: Pick<Standing, 'age' | 'mileageMiles'>,
    groups: readonly number[],
    identity = identityOf(listing),
  ): SeenCar {
    const miles = Number.isNaN(mileageMiles) ? (this.#usualMiles[ageIndex(age)] ?? 0) : mileageMiles
    return { listing, identity, age, miles, groups }
  }

  #groupsOf(car: Described): readonly number[] {
    const { learner } = this.#state
    return learner ? groupsOf(learner, car) : car.keys.map((key) => this.#groupOf(key))
  }

  #groupOf(key: string | undefined): number {
    if (key === undefined) return -1
    const known = this.#groups.get(key) ?? this.#groups.size
    this.#groups.set(key, known)
    return known
  }
}
