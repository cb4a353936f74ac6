import type { Money } from '../money/index.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { PriceBenchmark } from '../prices/benchmark.js'
import type { Availability } from '../prices/product.js'
import type { ProductMatch } from '../prices/same-product.js'

/** One offer of a comparison, as it was at that time. */
export interface ComparedOffer {
  /** The id of the product. */
  readonly productId: string
  /** The URL of its page. */
  readonly url: string
  /** The title of the product. */
  readonly title?: string
  /** The price without delivery; absent when it is not known. */
  readonly price?: Money
  /** The price of the delivery; absent when it is not known. */
  readonly shippingPrice?: Money
  /**
   * The price with delivery, or the price alone where the delivery is not known or in another currency. Absent
   * without a price.
   */
  readonly total?: Money
  /** The availability of the product. */
  readonly availability?: Availability
  /** The time at which the price was read, in epoch milliseconds. */
  readonly pricedAt?: number
  /** The total in the currency of {@link DisplayRates}; absent when none was asked for or its rate is not known. */
  readonly display?: Money
  /** The price that other merchants ask for it; absent where no merchant service knows. */
  readonly benchmark?: PriceBenchmark
  /** The match with the first product; absent for the first itself, and where nothing says that they are the same. */
  readonly sameAsFirst?: ProductMatch
}

/** Exchange rates for display. */
export interface DisplayRates {
  /** The ISO 4217 code of the currency to show. */
  readonly currency: string
  /** The value of one unit of another currency in it, by ISO 4217 code, as decimal strings. */
  readonly rates: Readonly<Record<string, string>>
  /** The time of the rates, in epoch milliseconds. */
  readonly ratesAt: number
}

/** A stored comparison of offers, with the data that it rests on. */
export interface Comparison extends BaseRecord {
  /** The offers, in the order of the ids that were compared. */
  readonly offers: readonly ComparedOffer[]
  /**
   * The id of the product with the lowest total among those available. Absent in a tie, with fewer than two
   * candidates, or with several currencies.
   */
  readonly winner?: string
  /** The reasons in words, with the doubts about each offer. */
  readonly reasons: readonly string[]
  /** The rates that were used for display; absent when none were given. */
  readonly display?: DisplayRates
}

/** The table of comparisons. */
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
