export { type Money, minorDigits, money } from '../money/index.js'
export type { CurrentPrice, HistoryAnalysis, SeenPrice } from './analysis.js'
export { type AnalyzeHistoryOptions, analyzeHistory } from './history.js'
export { type AnsweredPage, detectRefusal, type PageRefusal } from './page-refusal.js'
export {
  type DecimalSeparator,
  type ParsedPrice,
  type ParsePriceOptions,
  type PriceFlag,
  parsePrice,
} from './parse-price/index.js'
export type {
  Availability,
  FieldSupport,
  PricePoint,
  ProductField,
  ProductPage,
  ProductReading,
  ProductVariant,
  ReadProduct,
  UnreadProduct,
} from './product.js'
export type { PriceChange } from './reduction.js'
export type { Sale } from './sale.js'
export type { PriceTrend } from './trend.js'
export type { WasPriceVerdict } from './was-price.js'
