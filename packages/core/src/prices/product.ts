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

/** The parts of a reading that carry their own confidence. */
export type ProductField =
  | 'title'
  | 'price'
  | 'wasPrice'
  | 'availability'
  | 'imageUrl'
  | 'brand'
  | 'sku'
  | 'gtin'
  | 'mpn'
  | 'seller'
  | 'shippingPrice'

/** What speaks for one part of a reading. */
export interface FieldSupport {
  /** How far it may be trusted, from 0 to 1: it grows with the independent places of the page that say the same. */
  readonly confidence: number
  /** Which places of the page say so, such as `json-ld` and `markup`. */
  readonly evidence: readonly string[]
}

/** One of the forms in which a product is sold: a size, a colour. */
export interface ProductVariant {
  readonly title?: string
  readonly sku?: string
  readonly gtin?: string
  readonly url?: string
  readonly price?: Money
  readonly availability?: Availability
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
  /** The number that its maker gives it. */
  readonly mpn?: string
  /** Who sells it on a marketplace: the name of the shop, as the page gives it. */
  readonly seller?: string
  /** What the delivery costs; `0` when the page says that it is free. */
  readonly shippingPrice?: Money
  /** The forms in which it is sold, when the page lists them. */
  readonly variants?: readonly ProductVariant[]
  /** Where the price was found, such as `json-ld` and `microdata`. */
  readonly evidence: readonly string[]
  /** What speaks for each part that was read. */
  readonly fields?: { readonly [field in ProductField]?: FieldSupport }
}

/** Why a page gave no price. It is never guessed. */
export interface UnreadProduct {
  readonly status: 'unread'
  /**
   * - `blocked`: the shop asks for a captcha, or refuses
   * - `consent`: a wall that asks for consent stands in the place of the page
   * - `gone`: the shop says that the page, or the product, is no more
   * - `list`: the page is a category, a search or another list of products
   * - `no-product`: nothing on the page says it sells a product
   * - `no-price`: a product, but no price that can be trusted
   * - `ambiguous`: several prices that contradict each other
   */
  readonly reason: 'blocked' | 'consent' | 'gone' | 'list' | 'no-product' | 'no-price' | 'ambiguous'
  /** The same in words, with the particulars. */
  readonly message: string
  /** That the page is empty until its scripts ran: opened in a browser, it may say more. */
  readonly needsScripts?: true
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
