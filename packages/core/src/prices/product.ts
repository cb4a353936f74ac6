import type { Money } from '../money/index.js'

/** Whether a product can be had: the names of schema.org's ItemAvailability. */
export type Availability =
  | 'BackOrder'
  | 'Discontinued'
  | 'InStock'
  | 'InStoreOnly'
  | 'LimitedAvailability'
  | 'MadeToOrder'
  | 'OnlineOnly'
  | 'OutOfStock'
  | 'PreOrder'
  | 'PreSale'
  | 'Reserved'
  | 'SoldOut'

/** A page, as it was fetched. */
export interface ProductPage {
  /** Where it stands in the end, after redirects. */
  readonly url: string
  readonly html: string
}

/** What a product page says. */
export interface ReadProduct {
  readonly status: 'read'
  readonly title?: string
  /** What it costs now. */
  readonly price: Money
  /** The higher price that the page sets against it, crossed out or called list price. */
  readonly wasPrice?: Money
  readonly availability?: Availability
  readonly imageUrl?: string
  readonly brand?: string
  readonly sku?: string
  readonly gtin?: string
  /** Where the price was found, such as `json-ld` and `microdata`. */
  readonly evidence: readonly string[]
}

/** Why a page gave no price. It is never guessed. */
export interface UnreadProduct {
  readonly status: 'unread'
  /**
   * - `no-product`: nothing on the page says it sells a product
   * - `no-price`: a product, but no price that can be trusted
   * - `ambiguous`: several prices that contradict each other
   */
  readonly reason: 'no-product' | 'no-price' | 'ambiguous'
  /** The same in words, with the particulars. */
  readonly message: string
  readonly title?: string
  readonly availability?: Availability
}

/** What came of reading a product page. */
export type ProductReading = ReadProduct | UnreadProduct

/** A product at one moment. A point without a price says that it was not for sale, or could not be read, then. */
export interface PricePoint {
  /** When it was seen, in epoch milliseconds. */
  readonly at: number
  readonly price?: Money
  /** The higher price that the page set against it then. */
  readonly wasPrice?: Money
  readonly availability?: Availability
}
