export {
  type DecimalSeparator,
  type ParsedPrice,
  type ParsePriceOptions,
  type PriceFlag,
  parsePrice,
} from './parse-price/index.js'
export type {
  Availability,
  PricePoint,
  ProductPage,
  ProductReading,
  ReadProduct,
  UnreadProduct,
} from './product.js'
