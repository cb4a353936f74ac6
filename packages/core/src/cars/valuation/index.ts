export type { AdmissionReport, RefusalReason } from './admit-listings.js'
export { createMarket, loadMarket, valuate } from './create-market.js'
export type { Market } from './market.js'
export type { MarketListing, MarketVehicle } from './market-listing.js'
export type { MarketOptions } from './market-options.js'
export type {
  Adjustment,
  CarNotValued,
  CarValued,
  Comparable,
  PriceQuantile,
  Rating,
  Valuation,
} from './valuation.js'
