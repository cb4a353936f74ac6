import type { Money } from '../money/index.js'
import type { Availability } from './product.js'

/** A product of the host's own catalogue, as a merchant service knows it, with what others ask for it. */
export interface MerchantProduct {
  /** The id under which the service keeps it. */
  readonly id: string
  /** The host's own id of the offer. */
  readonly offerId?: string
  readonly title?: string
  readonly brand?: string
  readonly gtin?: string
  /** What the host asks. */
  readonly price?: Money
  readonly availability?: Availability
  /** What others ask for it in one country: an average over merchants, weighted by clicks. */
  readonly benchmark?: PriceBenchmark
  /** The price that the service suggests. */
  readonly suggestion?: PriceSuggestion
}

/** What others ask for the same product. */
export interface PriceBenchmark {
  readonly price: Money
  /** Where, as an ISO 3166 code; absent where the service does not say. */
  readonly country?: string
  /** Who says so, such as `google-merchant`. */
  readonly source: string
}

/** A price that a service suggests, and what it expects of it. */
export interface PriceSuggestion {
  readonly price: Money
  /** How far views, clicks and sales are expected to move, in percent. */
  readonly impressionsPercent?: number
  readonly clicksPercent?: number
  readonly conversionsPercent?: number
  /** How much it is expected to help. */
  readonly effectiveness?: 'low' | 'medium' | 'high'
}

/** Which products of the catalogue are wanted. */
export interface MerchantQuery {
  /** Words of the title, or a brand; a GTIN or an offer's id also finds its product. */
  readonly text: string
  /** At most so many. */
  readonly limit: number
}
