export type {
  Availability,
  PricePoint,
  ProductPage,
  ProductReading,
  ReadProduct,
  UnreadProduct,
} from './product.js'
