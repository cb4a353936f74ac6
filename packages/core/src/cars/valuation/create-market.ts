import { assembleMarket, learnMarket } from './learn-market.js'
import type { Market } from './market.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import type { MarketOptions } from './market-options.js'
import { restoreMarket } from './restore-market.js'
import { deserialize } from './serialization.js'
import { finish } from './steps.js'
import type { Valuation } from './valuation.js'
import { wordsOf } from './words/index.js'

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
  const { state, compared } = finish(learnMarket(listings, options))
  return finish(assembleMarket(state, compared))
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
  return finish(restoreMarket(deserialize(stored), 'loadMarket'))
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
