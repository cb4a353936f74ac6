import type { Money } from '../money/index.js'
import type { Advice } from './advice.js'
import type { Alternation } from './alternation.js'
import type { ChangePoint } from './change-points.js'
import type { PackChange } from './pack.js'
import type { PriceChange } from './price-change.js'
import type { UnitPrice } from './product.js'
import type { Sale } from './sale.js'
import type { Seasonality } from './seasonality.js'
import type { PriceTrend } from './trend/trend.js'
import type { WasPriceVerdict } from './was-price.js'

/** A price and the time at which it was observed. */
export interface ObservedPrice {
  /** The price that was asked. */
  readonly price: Money
  /** The time of the first such observation, in epoch milliseconds. */
  readonly at: number
}

/** The price that is asked now. `at` is the time it was first seen, with no other price since. */
export interface CurrentPrice extends ObservedPrice {
  /** The time of the last observation, in epoch milliseconds. */
  readonly seenAt: number
}

/** The analysis of a price history. Plain JSON; a figure that is not known is an absent key. */
export interface HistoryAnalysis {
  /** The ISO 4217 code of the newest price. All amounts of the analysis are in it. */
  readonly currency?: string
  /** Other currencies in the history, whose prices are left out; absent when there are none. */
  readonly otherCurrencies?: readonly string[]
  /** The newest price; absent when none was seen in the last eight days. */
  readonly current?: CurrentPrice
  /**
   * The newest price, when it is more than three times the one before or less than a third of it, and no second reading
   * has agreed yet. No other figure counts it.
   */
  readonly unconfirmed?: ObservedPrice
  /** The prices that were as far from the one before and did not come again. No other figure counts them. */
  readonly misread?: readonly ObservedPrice[]
  /** The lowest price ever seen. */
  readonly lowest?: ObservedPrice
  /** The highest price ever seen. */
  readonly highest?: ObservedPrice
  /**
   * The usual price, the same in every part of the analysis. While a sale is on, the one that it is measured by. Else the
   * price that held longest in the last 90 days (the mode by time; gaps do not count, of a tie the lower price wins) or,
   * where that is higher, the one that a sale of these days returned to.
   */
  readonly usual?: Money
  /** The verdict that the price goes back and forth between two levels; absent when it does not. */
  readonly alternation?: Alternation
  /**
   * The percentage of the known time of the last 365 days at which the price was lower than now. 0 is the best price
   * of the year.
   */
  readonly percentile?: number
  /** The coefficient of variation of the last 90 days in percent, each price weighted by the time it held. */
  readonly volatilityPercent?: number
  /** The number of the last 90 days of which something is known, 0 to 90. Nothing is assumed about the others. */
  readonly knownDays: number
  /** The number of price changes. */
  readonly changeCount: number
  /** The trend of the last 90 days. */
  readonly trend: PriceTrend
  /** The trend of the whole history; absent when the history is not longer than 90 days. */
  readonly longTrend?: PriceTrend
  /** Lasting changes of the price level, oldest first. */
  readonly changePoints: readonly ChangePoint[]
  /** The cheap and dear months of the year; absent until ten months of a year are known. */
  readonly seasonality?: Seasonality
  /**
   * The price cut that led to the current price, with the lowest price of the 30 days before it; absent when the last
   * change was no cut.
   */
  readonly reduction?: PriceChange
  /** The sale that is on now; absent when none is. */
  readonly sale?: Sale
  /** The verdict on the advertised "was" price; absent when none is advertised. */
  readonly wasPrice?: WasPriceVerdict
  /**
   * The recommendation to buy or to wait; absent until about 60 days have a known month after them, and where its own
   * past on this history was no better than a plain forecast.
   */
  readonly advice?: Advice
  /** The reason why advice is withheld, in words; absent when it is not. */
  readonly noAdvice?: string
  /** The price of a kilogram, litre or piece; absent when the newest price does not say how large its pack is. */
  readonly unitPrice?: UnitPrice
  /** The last change of the pack size; absent when there was none. */
  readonly packChange?: PackChange
  /** The analysis in plain sentences. */
  readonly summary: string
}
