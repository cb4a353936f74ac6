import { ValidationError } from '../../errors/index.js'
import { enter } from './admit-listings.js'
import { decode } from './codec.js'
import { fitLearner } from './ensemble.js'
import { makeSheet } from './feature-matrix.js'
import { describe } from './features.js'
import { Market, type MarketState } from './market.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import { checkMarketOptions, type MarketOptions } from './market-options.js'
import { fitJoined } from './stacking.js'
import type { Valuation } from './valuation.js'

/** Fewer listings than this teach no trees: then each car is valued by the handful that is most alike. */
const fewestForLearner = 200
/** Nor do prices of which nine of ten, by their logarithm, differ by less. */
const leastDifference = 0.02

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
  const { at, latestYear } = timesOf(listings, checked.at)
  const { accepted: cars, report } = enter(listings, { ...checked, latestYear }, new Set())
  const state = { options: checked, at, latestYear, report, cars }
  const logPrices = Float64Array.from(cars, ({ price }) => Math.log(price))
  if (!canLearn(logPrices)) return new Market(state)
  const sheet = makeSheet(logPrices, (row) => describe(cars[row]!.listing, at))
  const identities = cars.map(({ identity }) => identity)
  const { learner, errors, folds } = fitLearner(sheet, identities, checked.seed)
  const listed = cars.map(({ listing }) => listing)
  const joined = fitJoined(listed, sheet, errors, folds, checked.currency, checked.seed)
  return new Market({ ...state, learner, joined }, sheet)
}

/**
 * The market that was stored as what `toJSON` gave.
 *
 * @throws `ValidationError` when it is none.
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
  const state = decode(stored)
  if (typeof state !== 'object' || state === null || !('version' in state) || state.version !== 1)
    throw new ValidationError('loadMarket', [{ path: '', message: 'expected what market.toJSON() gave' }])
  return new Market(state as unknown as MarketState)
}

/**
 * Values a car by a handful of comparables, of the same model and within three years of it; all prices have to be of
 * the first one's currency and kind. Says so where there are too few. For more than some hundred, or for several cars,
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
    return { abstained: { reason: 'no comparable has a price' }, adjustments: [], comparables: [] }
  const { price, priceKind = 'asking' } = first
  return createMarket(comparables, { currency: price.currency, kind: priceKind }).value(vehicle)
}

/** Where nothing has a date, cars up to so many years newer than all that are known can be true. */
const yearsBeyond = 3

/** The market's time, and the latest model year it takes for true: where there is no date, one year of 200 may be a slip. */
function timesOf(listings: readonly MarketListing[], given: number | undefined) {
  const dates = listings.flatMap((listing) => finite(listing?.lastSeenAt ?? listing?.firstSeenAt))
  const years = Float64Array.from(listings.flatMap((listing) => finite(listing?.year))).sort()
  const latest = years[Math.floor(0.995 * (years.length - 1))] ?? 2100
  const latestDate = given ?? dates.reduce((last, date) => Math.max(last, date), -Infinity)
  if (!Number.isFinite(latestDate)) return { at: Date.UTC(latest + 1, 0), latestYear: latest + yearsBeyond }
  return { at: latestDate, latestYear: new Date(latestDate).getUTCFullYear() + 1 }
}

const finite = (figure: unknown): number[] =>
  typeof figure === 'number' && Number.isFinite(figure) ? [figure] : []

/** Whether prices lie apart at all, and are enough to learn from. */
function canLearn(logPrices: Float64Array): boolean {
  if (logPrices.length < fewestForLearner) return false
  const sorted = logPrices.toSorted()
  const at = (share: number) => sorted[Math.floor(share * sorted.length)]!
  return at(0.9) - at(0.1) > leastDifference
}
