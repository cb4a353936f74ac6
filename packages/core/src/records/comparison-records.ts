import type { Money } from '../money/index.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { PriceBenchmark } from '../prices/benchmark.js'
import type { Availability } from '../prices/product.js'
import type { ProductMatch } from '../prices/same-product.js'

/** One offer in a comparison, as it stood then. */
export interface ComparedOffer {
  readonly productId: string
  readonly url: string
  readonly title?: string
  readonly price?: Money
  /** What the delivery costs; absent when it is not known. */
  readonly shippingPrice?: Money
  /** Price and delivery together; of the price alone where the delivery is not known. Absent without a price. */
  readonly total?: Money
  readonly availability?: Availability
  /** When the price was read. */
  readonly pricedAt?: number
  /** The total in another currency, for people to look at; absent when none was asked for or its rate is not known. */
  readonly display?: Money
  /** What others ask for it, where a merchant service knows. */
  readonly benchmark?: PriceBenchmark
  /** Why it is the same product as the first; absent of the first, and where nothing says so. */
  readonly sameAsFirst?: ProductMatch
}

/** The rates by which totals were converted for display. */
export interface DisplayRates {
  /** The currency to show. */
  readonly currency: string
  /** How much of it one unit of another currency is, by code, as decimal strings. */
  readonly rates: Readonly<Record<string, string>>
  /** Of when the rates are, in epoch milliseconds. */
  readonly ratesAt: number
}

/** Offers that were compared, with all that they were judged by. */
export interface Comparison extends BaseRecord {
  readonly offers: readonly ComparedOffer[]
  /** The product with the lowest total among those that can be had, in one currency; absent when that cannot be said. */
  readonly winner?: string
  /** Why, in words; also what could not be compared. */
  readonly reasons: readonly string[]
  readonly display?: DisplayRates
}

/** Where comparisons are kept. */
export const comparisonsTable: CollectionDefinition<Comparison> = {
  name: 'comparisons',
  columns: {
    offers: { type: 'json' },
    winner: { type: 'text', optional: true },
    reasons: { type: 'json' },
    display: { type: 'json', optional: true },
  },
  unique: [],
  indexes: [],
}
