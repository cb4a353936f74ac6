import type { Money } from '../../money/index.js'
import * as check from '../../options/check.js'
import { checkOptions, defined, marketSize, priceCheck, timeCheck } from '../../options/checks.js'
import { type PriceLevel, priceLevels } from '../car.js'
import { milesBetween, type Place } from './great-circle.js'
import { type MarketSupply, marketSupply } from './market-supply.js'

/** A car for sale, with the value that a market gives it. */
export interface PricedCar {
  /** Its price. */
  readonly price: Money
  /** Its value, by the same market for all cars. It stands for what differs between the cars. */
  readonly value: Money
  /** The kind of its price. @default unknown */
  readonly priceLevel?: PriceLevel
  /** Its place: `[longitude, latitude]` in degrees. */
  readonly coordinates?: Place
  /** The first time that it was seen, in epoch milliseconds. */
  readonly firstSeenAt?: number
  /** The last time that it was seen, in epoch milliseconds. */
  readonly lastSeenAt?: number
  /** `gone` when it is no longer for sale. @default active */
  readonly status?: 'active' | 'gone'
}

/** The options of `marketPosition`. */
export interface PositionOptions {
  /** The cars compared are within so many miles of the car, in a straight line. @default any distance */
  readonly radiusMiles?: number
  /** The time at which the supply is counted, in epoch milliseconds. @default no supply */
  readonly at?: number
}

/** The position of a car's price among those of its comparables. */
export interface MarketPosition {
  /** The price as a share of the value: 0.97 for 97 % (price to market). */
  readonly priceToMarket: number
  /** The rank by price to market, 1 for the lowest. Equal ones have the same rank. */
  readonly rank: number
  /** The number of cars that are ranked: this one and its comparables for sale. */
  readonly count: number
  /** The median price to market of the comparables; absent without any. */
  readonly medianPriceToMarket?: number
  /** The comparables that are not ranked, since their place or that of the car is not known. */
  readonly unplaced: number
  /** The supply of these cars, with `at`. */
  readonly supply?: MarketSupply
}

const carCheck = check.object({
  price: priceCheck,
  value: check.refine(priceCheck, ({ amount }) => Number(amount) > 0, 'a value above 0'),
  priceLevel: check.optional(check.oneOf(priceLevels)),
  coordinates: check.optional(
    check.pair(check.number({ min: -180, max: 180 }), check.number({ min: -90, max: 90 })),
  ),
  firstSeenAt: check.optional(timeCheck),
  lastSeenAt: check.optional(timeCheck),
  status: check.optional(check.oneOf(['active', 'gone'])),
} satisfies check.CheckShape<PricedCar>)

const inputCheck = check.refine(
  check.strictObject({
    car: carCheck,
    comparables: check.list(carCheck, 'a list of cars'),
    radiusMiles: check.optional(check.number({ above: 0 })),
    at: check.optional(timeCheck),
  }),
  ({ car, comparables }) => [car, ...comparables].every((each) => isOfOneKind(each, car)),
  'prices and values of one currency, and prices of one level',
  ['comparables'],
)

const isOfOneKind = (one: PricedCar, other: PricedCar): boolean =>
  one.priceLevel === other.priceLevel &&
  [one.price, one.value].every(({ currency }) => currency === other.price.currency)

/**
 * Ranks a car among its comparables by price against value, as the trade does: price to market is the price divided by
 * the market's value of that car, rank the place of the car by it, 1 for the lowest, and days' supply the cars for sale
 * divided by those that go each day. The value takes the place of the average price of like cars, so that a car with
 * fewer miles does not rank behind for its price. Terms and formulas: vAuto, "Price to Market", "Rank" and "Market Days
 * Supply".
 *
 * @param comparables - the other cars, without the car itself. Those that are gone count for the supply only.
 * @throws `ValidationError` when currencies or levels of prices are mixed, or an option is out of its range.
 * @example
 * ```ts
 * import { marketPosition } from '@telltale/core/cars'
 *
 * const usd = (amount: string) => ({ amount, currency: 'USD' })
 * const { priceToMarket, rank, count } = marketPosition({ price: usd('9700'), value: usd('10000') }, [
 *   { price: usd('9900'), value: usd('9900') },
 *   { price: usd('8600'), value: usd('9100') },
 * ])
 * console.log(priceToMarket, rank, count) // 0.97 2 3
 * ```
 */
export function marketPosition(
  car: PricedCar,
  comparables: readonly PricedCar[],
  options: PositionOptions = {},
): MarketPosition {
  checkOptions('marketPosition', inputCheck, { car, comparables, ...options }, marketSize)
  const { radiusMiles, at } = options
  const within = comparables.filter((each) => isWithin(car, each, radiusMiles))
  const own = priceToMarketOf(car)
  const others = within.filter(({ status }) => status !== 'gone').map(priceToMarketOf)
  return {
    priceToMarket: own,
    rank: 1 + others.filter((other) => other < own).length,
    count: 1 + others.length,
    unplaced:
      radiusMiles === undefined
        ? 0
        : comparables.filter((each) => !car.coordinates || !each.coordinates).length,
    ...defined({
      medianPriceToMarket: medianOf(others),
      supply: at === undefined ? undefined : marketSupply([car, ...within], { at }),
    }),
  }
}

const priceToMarketOf = ({ price, value }: PricedCar): number => Number(price.amount) / Number(value.amount)

function isWithin(car: PricedCar, other: PricedCar, radiusMiles: number | undefined): boolean {
  if (radiusMiles === undefined) return true
  if (!car.coordinates || !other.coordinates) return false
  return milesBetween(car.coordinates, other.coordinates) <= radiusMiles
}

function medianOf(figures: readonly number[]): number | undefined {
  const sorted = figures.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
