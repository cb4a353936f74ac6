import type { Money } from '../money/index.js'
import type { Advice } from './advice.js'
import type { ChangePoint } from './change-points.js'
import type { PackChange, UnitPrice } from './pack.js'
import type { PriceChange } from './price-change.js'
import type { Sale } from './sale.js'
import type { Seasonality } from './seasonality.js'
import type { PriceTrend } from './trend/trend.js'
import type { WasPriceVerdict } from './was-price.js'

/** A price, and when it was first seen. */
export interface ObservedPrice {
  readonly price: Money
  /** In epoch milliseconds. */
  readonly at: number
}

/** The price that is asked now; `at` is when it was first seen, with no other price in between. */
export interface CurrentPrice extends ObservedPrice {
  /** When it was seen last. */
  readonly seenAt: number
}

/** What a price history says. What is not known is absent. Plain JSON. */
export interface HistoryAnalysis {
  /** The currency of the newest price, which everything here is in. */
  readonly currency?: string
  /** Further currencies that the history has, and whose prices are left out; absent when there are none. */
  readonly otherCurrencies?: readonly string[]
  /** The newest price; absent when none was seen for more than eight days. */
  readonly current?: CurrentPrice
  /** The lowest price ever seen. */
  readonly lowest?: ObservedPrice
  /** The highest price ever seen. */
  readonly highest?: ObservedPrice
  /** The price that held longest in the last 90 days; gaps do not count, and of two the lower is it. */
  readonly usual?: Money
  /** In how many percent of the known time of the last 365 days the price was lower than now: 0 is the best there was. */
  readonly percentile?: number
  /** How much the price moved in the last 90 days: its coefficient of variation by time, in percent. */
  readonly volatilityPercent?: number
  /** On how many of the last 90 days something is known; of the others nothing is assumed. */
  readonly knownDays: number
  /** How often the price seen was another than the one seen before. */
  readonly changeCount: number
  /** Where the price has been going in the last 90 days. */
  readonly trend: PriceTrend
  /** Where it has been going over the whole history; absent when that is no longer. */
  readonly longTrend?: PriceTrend
  /** Lasting changes of the level around which the price moves, from the first on. */
  readonly changePoints: readonly ChangePoint[]
  /** When in the year it is cheap; absent until ten months of a year are known. */
  readonly seasonality?: Seasonality
  /** The fall that led to the current price, with the lowest price of the 30 days before it; absent when it did not fall. */
  readonly reduction?: PriceChange
  /** The sale that is on. */
  readonly sale?: Sale
  /** Whether the advertised "was" price stands up to what was seen; absent when none is advertised. */
  readonly wasPrice?: WasPriceVerdict
  /** Whether to buy now or to wait; absent until some 60 days are known with the month that came after each. */
  readonly advice?: Advice
  /** What a kilogram, litre or piece costs now, where the newest price says how large its pack is. */
  readonly unitPrice?: UnitPrice
  /** The last time that the pack changed its size. */
  readonly packChange?: PackChange
  /** The same in words. */
  readonly summary: string
}
