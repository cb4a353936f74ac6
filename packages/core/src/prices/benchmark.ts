import type { Money } from '../money/index.js'
import type { Availability } from './product.js'

/** A product of the host's own catalogue as a merchant service lists it, with what other shops ask for it. */
export interface MerchantProduct {
  /** The id of the product at the merchant service. */
  readonly id: string
  /** The host's own offer id. */
  readonly offerId?: string
  /** The title of the product. */
  readonly title?: string
  /** The brand of the product. */
  readonly brand?: string
  /** The Global Trade Item Number. */
  readonly gtin?: string
  /** The host's own price. */
  readonly price?: Money
  /** The availability in the host's own shop. */
  readonly availability?: Availability
  /** The price that other merchants ask in one country: an average weighted by clicks. */
  readonly benchmark?: PriceBenchmark
  /** The price that the service suggests to the host. */
  readonly suggestion?: PriceSuggestion
}

/** A benchmark price: what other merchants ask for the same product. */
export interface PriceBenchmark {
  /** The average price of other merchants. */
  readonly price: Money
  /** The ISO 3166 code of the country; absent when the service does not say. */
  readonly country?: string
  /** The id of the service that gave the benchmark, such as `google-merchant`. */
  readonly source: string
}

/** A suggested price, with its expected effect. */
export interface PriceSuggestion {
  /** The suggested price. */
  readonly price: Money
  /** The expected change of impressions, in percent. */
  readonly impressionsPercent?: number
  /** The expected change of clicks, in percent. */
  readonly clicksPercent?: number
  /** The expected change of conversions, in percent. */
  readonly conversionsPercent?: number
  /** The expected effectiveness, as the service rates it. */
  readonly effectiveness?: 'low' | 'medium' | 'high'
}

/** A search in the catalogue of a merchant service. */
export interface MerchantQuery {
  /** The words to find in a title or a brand. A GTIN or an offer id also finds its product. */
  readonly text: string
  /** The maximum number of products to return. */
  readonly limit: number
}
