import { ValidationError } from '../../errors/index.js'
import { floorShare } from '../estimate/price-floor.js'
import { admitListings } from './admit-listings.js'
import { fitEnsemble } from './ensemble.js'
import { buildFeatureMatrix } from './feature-matrix.js'
import { extractFeatures } from './features.js'
import { Market, type MarketState } from './market.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import { checkMarketOptions, type MarketOptions } from './market-options.js'
import { deserialize } from './serialization.js'
import { fitStackedValuers } from './stacking.js'
import { fitTitleEffects } from './title-effects.js'
import type { Valuation } from './valuation.js'
import { wordsOf } from './words/index.js'

/** The minimum number of listings for an ensemble. In a smaller market each car is valued by the few that are most alike. */
const minEnsembleListings = 200
/** The minimum difference between the 10th and the 90th percentile of log prices for an ensemble. */
const minPriceSpread = 0.02

/**
 * Makes a market of listings: learns once what cars are asked or paid by model, version, age, mileage and whatever else
 * the listings say, and how far prices lie apart. Takes some seconds for 60,000 listings. What does not fit is left
 * out, counted and named in `market.report`.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { createMarket, type MarketListing } from '@telltale/core/cars/valuation'
 *
 * declare const listings: MarketListing[]
 * const market = createMarket(listings, { currency: 'USD', kind: 'asking' })
 * const valuation = market.value({ make: 'Toyota', model: 'Camry', year: 2012, mileageMiles: 60_000 })
 * if (valuation.abstained) console.log(`Not valued: ${valuation.abstained.reason}`)
 * else console.log(valuation.value.amount, valuation.low.amount, valuation.high.amount)
 * ```
 */
export function createMarket(listings: readonly MarketListing[], options: MarketOptions): Market {
  const checked = checkMarketOptions(options)
  const { currency, kind, seed } = checked
  const { at, maxModelYear } = timesOf(listings, checked.at)
  const { accepted: cars, report } = admitListings(listings, { currency, kind, maxModelYear }, new Set())
  const state = { options: checked, at, maxModelYear, report, cars }
  const logPrices = Float64Array.from(cars, ({ price }) => Math.log(price))
  if (!canLearn(logPrices)) return new Market(state)
  const matrix = buildFeatureMatrix(logPrices, (row) => extractFeatures(cars[row]!.listing, at))
  const identities = cars.map(({ identity }) => identity)
  // Prices that were paid are true, however low.
  const fit = { seed, maxError: kind === 'paid' ? Number.POSITIVE_INFINITY : -Math.log(floorShare) }
  const { ensemble, errors, folds } = fitEnsemble(matrix, identities, fit)
  const accepted = cars.map(({ listing }) => listing)
  const stackedValuers = fitStackedValuers({ listings: accepted, matrix, errors, folds }, currency, fit)
  const titleEffects = fitTitleEffects(accepted, errors)
  return new Market({ ...state, ensemble, stackedValuers, titleEffects }, matrix)
}

/**
 * Makes a market again of what `market.toJSON` gave.
 *
 * @throws `ValidationError` when it is not what `market.toJSON` gave.
 * @example
 * ```ts
 * import { loadMarket } from '@telltale/core/cars/valuation'
 *
 * declare const text: string
 * const market = loadMarket(JSON.parse(text))
 * console.log(market.report.accepted)
 * ```
 */
export function loadMarket(stored: unknown): Market {
  const state = deserialize(stored)
  const expected = (path: string, message: string) => new ValidationError('loadMarket', [{ path, message }])
  if (typeof state !== 'object' || state === null || !('version' in state) || state.version !== 1)
    throw expected('', 'expected what market.toJSON() gave')
  const market = state as unknown as Partial<MarketState>
  const { options, report, cars, at, maxModelYear } = market
  if (!Array.isArray(cars)) throw expected('cars', 'expected the cars that market.toJSON() gave')
  if (typeof report !== 'object') throw expected('report', 'expected the report that market.toJSON() gave')
  if (typeof at !== 'number' || typeof maxModelYear !== 'number')
    throw expected('at', 'expected the times that market.toJSON() gave')
  const checked = checkMarketOptions(options as MarketOptions, 'loadMarket')
  try {
    return new Market({ ...(market as MarketState), options: checked })
  } catch {
    // What is damaged further inside shows when the market is made of it.
    throw expected('', 'expected what market.toJSON() gave, undamaged')
  }
}

/**
 * Values a car by a few comparables, of the same model and within three years of it; all prices have to be of
 * the first one's currency and kind. Abstains where there are too few. For more than some hundred, or for several cars,
 * make a market once.
 *
 * @example
 * ```ts
 * import { valuate } from '@telltale/core/cars/valuation'
 *
 * const car = (mileageMiles: number, amount: string) =>
 *   ({ make: 'Honda', model: 'Civic', year: 2018, mileageMiles, price: { amount, currency: 'USD' } })
 * const valuation = valuate({ make: 'Honda', model: 'Civic', year: 2018, mileageMiles: 50_000 }, [
 *   car(42_000, '16400.00'),
 *   car(55_000, '15200.00'),
 *   car(61_000, '14900.00'),
 * ])
 * console.log(valuation.abstained?.reason ?? valuation.comparables.length) // 3
 * ```
 */
export function valuate(vehicle: MarketVehicle, comparables: readonly MarketListing[]): Valuation {
  const first = comparables.find(({ price }) => price !== undefined)
  if (!first?.price)
    return {
      abstained: { reason: wordsOf('en-US').refusals.noPrice() },
      adjustments: [],
      comparables: [],
    }
  const { price, priceKind = 'asking' } = first
  return createMarket(comparables, { currency: price.currency, kind: priceKind }).value(vehicle)
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
