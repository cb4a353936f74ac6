import * as check from '../../options/check.js'
import { checkOptions, defined, omit, timeCheck } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'
import { type Estimate, estimateFromMoney } from '../estimate/estimate.js'
import type { CarNotValued, CarValued, Market, MarketVehicle } from '../valuation/index.js'

/** The time and the use until a car is sold again. */
export interface ResaleOptions {
  /** The time of the purchase, in epoch milliseconds. */
  readonly at: number
  /** The months until the resale: above 0, at most 600. */
  readonly months: number
  /** The miles driven per year. @default 15000 */
  readonly milesPerYear?: number
}

/** The forecast of a car's value at a later time. */
export interface ResaleForecast {
  /** Always absent: the car is valued. */
  readonly abstained?: never
  /** The valuation of the car as it will be, with its adjustments and notes. */
  readonly resale: CarValued
  /** The same as an estimate with its source, for `resaleUsd` of `costToOwn` where the currency is US dollars. */
  readonly estimate: Estimate
  /** The forecast value as a share of today's. */
  readonly retainedShare: number
}

const optionsCheck = check.strictObject({
  at: timeCheck,
  months: check.number({ above: 0, max: 600 }),
  milesPerYear: check.withDefault(check.number({ min: 0, max: 1e6 }), 15_000),
} satisfies check.CheckShape<ResaleOptions>)

const daysPerMonth = 365.2425 / 12

/**
 * Forecasts the value of a car after some months and miles. The market values the car as it will be, by the depreciation
 * that it has learned: the curve of all its cars over age and mileage, with the slopes of make and model. The market's
 * prices themselves are taken as those of today; the interval widens with time, as of a random walk. Of US auction sales of
 * 2014–15, forecast by those of 2009–10, about 80 in 100 lie within the interval (`pnpm bench resale`).
 *
 * @returns the forecast, or the market's refusal where it does not value the car.
 * @throws `ValidationError` when an option is out of its range.
 * @example
 * ```ts
 * import { costToOwn, createMarket, forecastResale, type MarketListing } from '@telltale/core/cars'
 *
 * declare const paid: MarketListing[]
 * const market = createMarket(paid, { currency: 'USD', kind: 'paid' })
 * const car = { make: 'Toyota', model: 'Camry', year: 2022, mileageMiles: 41_000 }
 * const forecast = forecastResale(market, car, { at: Date.UTC(2026, 0, 1), months: 60 })
 * if (!forecast.abstained) console.log(costToOwn({ priceUsd: 20_000, resaleUsd: forecast.estimate }).lines[0])
 * ```
 */
export function forecastResale(
  market: Pick<Market, 'value'>,
  vehicle: MarketVehicle,
  options: ResaleOptions,
): ResaleForecast | CarNotValued {
  const { at, months, milesPerYear } = checkOptions('forecastResale', optionsCheck, options)
  const car = { ...omit(vehicle, 'price', 'priceWords', 'firstSeenAt'), lastSeenAt: at }
  const miles =
    vehicle.mileageMiles === undefined ? undefined : vehicle.mileageMiles + (months / 12) * milesPerYear
  const later = {
    ...car,
    lastSeenAt: at + months * daysPerMonth * dayMs,
    ...defined({ mileageMiles: miles }),
  }
  const [today, resale] = [market.value(car), market.value(later)] as const
  if (today.abstained) return today
  if (resale.abstained) return resale
  const estimate = estimateFromMoney(resale)
  return {
    resale,
    estimate: { ...estimate, source: `forecast of the market after ${months} months` },
    retainedShare: estimate.value / Number(today.value.amount),
  }
}
