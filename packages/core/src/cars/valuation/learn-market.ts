import { defined } from '../../options/checks.js'
import { floorShare } from '../estimate/price-floor.js'
import { type AcceptedListing, admitListings } from './admit-listings.js'
import { fitEnsemble } from './ensemble.js'
import { buildFeatureMatrix } from './feature-matrix.js'
import { extractFeatures } from './features.js'
import { limitResiduals } from './local-residuals.js'
import { Market, type MarketState } from './market.js'
import { type ComparedFeatures, MarketCars } from './market-cars.js'
import type { MarketListing } from './market-listing.js'
import { checkMarketOptions, type MarketOptions } from './market-options.js'
import { fitStackedValuers } from './stacking.js'
import { type Steps, within } from './steps.js'
import { fitTitleEffects } from './title-effects.js'

/** The minimum number of listings for an ensemble. In a smaller market each car is valued by the few that are most alike. */
const minEnsembleListings = 200
/** The minimum difference between the 10th and the 90th percentile of log prices for an ensemble. */
const minPriceSpread = 0.02
/** The share of the admission, of the features with it, and of the ensemble with both, in the time of learning, about. */
const [admissionShare, featuresShare, ensembleShare] = [0.02, 0.04, 0.85]

/** A market that was learned of listings, before its cars are indexed. */
export interface LearnedMarket {
  readonly state: MarketState
  /** The index among the listings of each accepted car. */
  readonly indexes: readonly number[]
  /** The features of the cars; absent where the listings are too few to learn from. */
  readonly compared?: ComparedFeatures
}

/**
 * Learns a market of listings.
 *
 * @throws `ValidationError` when an option is wrong.
 */
export function* learnMarket(
  listings: readonly MarketListing[],
  options: MarketOptions,
): Steps<LearnedMarket> {
  const checked = checkMarketOptions(options)
  const { currency, kind } = checked
  const { at, maxModelYear } = timesOf(listings, checked.at)
  const rules = { currency, kind, maxModelYear }
  const admission = admitListings(listings, rules, new Set())
  const { accepted: cars, indexes, medianPrice, report } = yield* within(0, admissionShare, admission)
  const state = { options: checked, at, maxModelYear, ...defined({ medianPrice }), report, cars }
  const logPrices = Float64Array.from(cars, ({ price }) => Math.log(price))
  if (!canLearn(logPrices)) return { state, indexes }
  const { learned, compared } = yield* learn(cars, logPrices, state)
  return { state: { ...state, ...learned }, indexes, compared }
}

function* learn(
  cars: readonly AcceptedListing[],
  logPrices: Float64Array,
  { options: { currency, kind, seed }, at }: MarketState,
) {
  const features = buildFeatureMatrix(logPrices, (row) => extractFeatures(cars[row]!.listing, at))
  const matrix = yield* within(admissionShare, featuresShare, features)
  const identities = cars.map(({ identity }) => identity)
  // Prices that were paid are true, however low.
  const fit = { seed, maxError: kind === 'paid' ? Number.POSITIVE_INFINITY : -Math.log(floorShare) }
  const fitted = fitEnsemble(matrix, identities, fit)
  const { ensemble, errors, folds } = yield* within(featuresShare, ensembleShare, fitted)
  const listings = cars.map(({ listing }) => listing)
  const stacked = fitStackedValuers({ listings, matrix, errors, folds }, currency, fit)
  const stackedValuers = yield* within(ensembleShare, 1, stacked)
  const titleEffects = fitTitleEffects(listings, errors)
  const { ages, knownMileages, groups } = matrix
  const residuals = limitResiduals(errors)
  return {
    learned: { ensemble, stackedValuers, titleEffects, residuals },
    compared: { ages, knownMileages, groups },
  }
}

/**
 * Makes a market of its state: indexes its cars.
 *
 * @param compared - the features of the cars where they were extracted already.
 */
export function* assembleMarket(state: MarketState, compared?: ComparedFeatures): Steps<Market> {
  const cars = yield* MarketCars.of(state, compared)
  return new Market(state, cars)
}

/** The number of years by which a market without dates accepts model years later than those that it knows. */
const extraModelYears = 3

/**
 * Returns the market's time and the latest model year that it accepts. Without dates the latest model year is taken
 * from the 99.5th percentile, since one year of 200 may be a slip.
 */
function timesOf(listings: readonly MarketListing[], at: number | undefined) {
  const dates = listings.flatMap((listing) => finite(listing?.lastSeenAt ?? listing?.firstSeenAt))
  const years = Float64Array.from(listings.flatMap((listing) => finite(listing?.year))).sort()
  const latestYear = years[Math.floor(0.995 * (years.length - 1))] ?? 2100
  const latestDate = at ?? dates.reduce((latest, date) => Math.max(latest, date), -Infinity)
  if (!Number.isFinite(latestDate))
    return { at: Date.UTC(latestYear + 1, 0), maxModelYear: latestYear + extraModelYears }
  return { at: latestDate, maxModelYear: new Date(latestDate).getUTCFullYear() + 1 }
}

const finite = (value: unknown): number[] =>
  typeof value === 'number' && Number.isFinite(value) ? [value] : []

/** Returns `true` when the prices are enough to learn from and differ. */
function canLearn(logPrices: Float64Array): boolean {
  if (logPrices.length < minEnsembleListings) return false
  const sorted = logPrices.toSorted()
  const at = (share: number) => sorted[Math.floor(share * sorted.length)]!
  return at(0.9) - at(0.1) > minPriceSpread
}
