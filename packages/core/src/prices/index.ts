export { type Money, minorDigits, money } from '../money/index.js'
export type { Advice } from './advice.js'
export type { Alternation } from './alternation.js'
export type { CurrentPrice, HistoryAnalysis, ObservedPrice } from './analysis.js'
export type { ChangePoint } from './change-points.js'
export { detectErrorPage, type ErrorPage, type FetchedPage } from './error-page.js'
export type { Backtest } from './forecast.js'
export {
  type AnalyzeHistoryOptions,
  analyzeHistory,
  type DetectSalesOptions,
  detectSales,
} from './history.js'
export {
  type HistoryPoint,
  type PackChange,
  type PackSize,
  parsePackSize,
  unitPriceOf,
} from './pack.js'
export {
  type DecimalSeparator,
  namesCurrency,
  type ParsedPrice,
  type ParsePriceOptions,
  type PriceFlag,
  parsePrice,
} from './parse-price/index.js'
export type { PriceChange } from './price-change.js'
export type {
  Availability,
  Delivery,
  FieldSupport,
  OfferChoice,
  OfferCondition,
  PricePlace,
  PricePoint,
  ProductField,
  ProductOffer,
  ProductPage,
  ProductReading,
  ProductVariant,
  ReadOptions,
  ReadProduct,
  SoldVehicle,
  UnitPrice,
  UnreadProduct,
} from './product.js'
export type { ProductIdentity } from './product-numbers.js'
export type { LeastDuration, PriceMove, RuleCondition, RuleKind } from './rules/condition.js'
export { type RuleFiring, simulateRule } from './rules/simulate-rule.js'
export type { PastSale, Sale, SaleEnding } from './sale.js'
export { type ProductMatch, sameProduct } from './same-product.js'
export type { MonthOfYear, Seasonality } from './seasonality.js'
export type { PriceTrend } from './trend/trend.js'
export type { WasPricePattern, WasPriceVerdict } from './was-price.js'
