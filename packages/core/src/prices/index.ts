export {
  analyzeHistory,
  type HistoryAnalysis,
  type HistoryAnalysisOptions,
  type SeenPrice,
} from './history.js'
export type { PriceFlag } from './parse-price/flags.js'
export { type ParsedPrice, type ParsePriceOptions, parsePrice } from './parse-price/parse-price.js'
export type {
  Availability,
  PricePoint,
  ProductPage,
  ProductReading,
  ReadProduct,
  UnreadProduct,
} from './product.js'
export type { Sale } from './sale.js'
export type { Trend } from './trend.js'
export type { WasVerdict } from './was-price.js'
