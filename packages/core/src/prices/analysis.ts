import type { Money } from '../money/index.js'
import type { PriceChange } from './reduction.js'
import type { Sale } from './sale.js'
import type { PriceTrend } from './trend.js'
import type { WasPriceVerdict } from './was-price.js'

/** A price, and when it was first seen. */
export interface SeenPrice {
  readonly price: Money
  /** In epoch milliseconds. */
  readonly at: number
}

/** The price that is asked now; `at` is when it was first seen, with no other price in between. */
export interface CurrentPrice extends SeenPrice {
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
  readonly lowest?: SeenPrice
  /** The highest price ever seen. */
  readonly highest?: SeenPrice
  /** The price that held longest in the last 90 days; gaps do not count, and of two the lower is it. */
  readonly usual?: Money
  /** How often the price seen was another than the one seen before. */
  readonly changeCount: number
  /** Where the price has been going in the last 90 days. */
  readonly trend: PriceTrend
  /** The fall that led to the current price, with the lowest price of the 30 days before it; absent when it did not fall. */
  readonly reduction?: PriceChange
  /** The sale that is on. */
  readonly sale?: Sale
  /** Whether the advertised "was" price stands up to what was seen; absent when none is advertised. */
  readonly wasPrice?: WasPriceVerdict
  /** The same in words. */
  readonly summary: string
}
