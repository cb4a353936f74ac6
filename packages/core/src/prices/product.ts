import type { Money } from '../money/index.js'

/** The availability of a product, by the names of schema.org's ItemAvailability. */
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

/** A page as it was fetched. */
export interface ProductPage {
  /** The final URL, after redirects. */
  readonly url: string
  /** The HTML of the page. */
  readonly html: string
}

/** The fields of a reading that carry their own confidence. */
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

/** The support of one field: how sure it is, and what says so. */
export interface FieldSupport {
  /** The confidence, from 0 to 1. It grows with the number of independent sources on the page that agree. */
  readonly confidence: number
  /** The sources on the page that agree, such as `json-ld` and `markup`. */
  readonly evidence: readonly string[]
}

/** The price of a kilogram, a litre or a piece. */
export interface UnitPrice {
  /** The price in major units, rounded to two decimals more than the currency has. */
  readonly amount: number
  /** The ISO 4217 code of the currency. */
  readonly currency: string
  /** The measure that the price is for. */
  readonly per: 'kg' | 'l' | 'piece'
}

/** The condition of goods on offer. */
export type OfferCondition = 'new' | 'used' | 'refurbished' | 'damaged'

/** One of several offers that a page makes for its product. */
export interface ProductOffer {
  /** The price of this offer. */
  readonly price: Money
  /** The name of the seller. */
  readonly seller?: string
  /** The condition of the goods; absent when the page does not say, which mostly means new. */
  readonly condition?: OfferCondition
  /** The name or the article number of the variant that it is for. */
  readonly variant?: string
  /** The price of the delivery; an amount of 0 when it is free. */
  readonly shippingPrice?: Money
  /** The availability of this offer. */
  readonly availability?: Availability
  /** The URL of this offer. */
  readonly url?: string
}

/** A choice among the offers of one page. A member that is absent leaves the choice to the page. */
export interface OfferChoice {
  /** The condition of the goods. @default new ones where the page has both */
  readonly condition?: OfferCondition
  /** The name of the seller, or a part of it, in any case. @default any */
  readonly seller?: string
  /** The article number, the URL or the name of the variant. @default the one that the page shows */
  readonly variant?: string
}

/** The place of the price on the pages of one shop, as an owner taught it. */
export interface PricePlace {
  /** The CSS selector whose first match shows the price. */
  readonly selector: string
}

/** The options of reading a page. */
export interface ReadOptions {
  /** The offer that is meant, where the page makes several. @default the one that the page means */
  readonly choice?: OfferChoice
  /** The place of the price on the pages of this shop. It overrules everything else on the page. @default none */
  readonly place?: PricePlace
}

/** The terms of delivery of a page, beside its price. */
export interface Delivery {
  /** The value of an order from which on the delivery is free. */
  readonly freeFrom?: Money
  /** The fewest days that it takes. */
  readonly minDays?: number
  /** The most days that it takes. */
  readonly maxDays?: number
}

/** One variant of a product, such as a size or a colour. */
export interface ProductVariant {
  /** The title of the variant. */
  readonly title?: string
  /** The shop's article number. */
  readonly sku?: string
  /** The Global Trade Item Number. */
  readonly gtin?: string
  /** The URL of the variant's own page. */
  readonly url?: string
  /** The price of the variant. */
  readonly price?: Money
  /** The availability of the variant. */
  readonly availability?: Availability
}

/** The vehicle that a page sells, as its data states it. */
export interface SoldVehicle {
  /** The vehicle identification number: 17 characters in capitals. */
  readonly vin?: string
  /** The model year. */
  readonly year?: number
  /** The odometer reading, in the unit of the page. */
  readonly mileage?: { readonly value: number; readonly unit: 'mi' | 'km' }
}

/** A product that was read from its page. */
export interface ReadProduct {
  /** `read`: the page gave a price. */
  readonly status: 'read'
  /** The title of the product. */
  readonly title?: string
  /** The price that is asked now. */
  readonly price: Money
  /** The higher price that the page compares it with, crossed out or called list price. */
  readonly wasPrice?: Money
  /** The availability of the product. */
  readonly availability?: Availability
  /** The URL of the product's image. */
  readonly imageUrl?: string
  /** The brand of the product. */
  readonly brand?: string
  /** The shop's article number. */
  readonly sku?: string
  /** The Global Trade Item Number. */
  readonly gtin?: string
  /** The manufacturer part number. */
  readonly mpn?: string
  /** The name of the seller on a marketplace, as the page gives it. */
  readonly seller?: string
  /** The price of the delivery; an amount of 0 when the page says that it is free. */
  readonly shippingPrice?: Money
  /** The terms of delivery that the page states beside its price. */
  readonly delivery?: Delivery
  /** The price after a coupon or a code that the page names. */
  readonly couponPrice?: Money
  /** The price for members, or for those who sign in or hold the shop's card. */
  readonly memberPrice?: Money
  /** The price for those who subscribe to regular deliveries. */
  readonly subscribePrice?: Money
  /** The price of a kilogram, a litre or a piece, as the page states it. */
  readonly unitPrice?: UnitPrice
  /** The offers of the page, where it makes several or names their sellers. */
  readonly offers?: readonly ProductOffer[]
  /** The variants of the product, when the page lists them. */
  readonly variants?: readonly ProductVariant[]
  /** The vehicle, when the page sells a single one. */
  readonly vehicle?: SoldVehicle
  /**
   * The probability that the price is right, from 0 to 1: the share of right prices among readings with the same kinds of
   * sources, measured on shops that the reader had not seen. Absent when the adapter measured none.
   */
  readonly confidence?: number
  /** The sources on the page that gave the price, such as `json-ld` and `microdata`. */
  readonly evidence: readonly string[]
  /** The confidence and the sources of each field that was read. */
  readonly fields?: { readonly [field in ProductField]?: FieldSupport }
}

/** A page that gave no price, with the reason. A price is never guessed. */
export interface UnreadProduct {
  /** `unread`: the page gave no price. */
  readonly status: 'unread'
  /**
   * The reason:
   *
   * - `blocked`: the shop shows a captcha, or blocks automated clients
   * - `consent`: the shop shows a consent wall in place of the page
   * - `gone`: the shop says that the page or the product no longer exists
   * - `list`: the page is a category, a search result or another list of products
   * - `no-product`: nothing on the page says that it sells a product
   * - `no-price`: the page has a product, but no price that can be trusted
   * - `ambiguous`: the page has several prices that contradict each other
   */
  readonly reason: 'blocked' | 'consent' | 'gone' | 'list' | 'no-product' | 'no-price' | 'ambiguous'
  /** The reason in words, with details. */
  readonly message: string
  /** The number of things in a list, as far as the page tells. */
  readonly count?: number
  /** `true` when the page is empty without its scripts: rendered in a browser, it may say more. */
  readonly needsScripts?: true
  /** The title of the product, when the page has one. */
  readonly title?: string
  /** The availability, when the page says it. */
  readonly availability?: Availability
}

/** The result of reading a product page. */
export type ProductReading = ReadProduct | UnreadProduct

/**
 * A point of a price history. A point without a price says that the product was not for sale then, or could not be
 * read.
 */
export interface PricePoint {
  /** The time of the observation, in epoch milliseconds. */
  readonly at: number
  /** The price; absent when none was read. */
  readonly price?: Money
  /** The higher price that the page compared it with then. */
  readonly wasPrice?: Money
  /** The availability then. */
  readonly availability?: Availability
}
