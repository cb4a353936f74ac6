import type { Availability, OfferCondition, ProductVariant } from '@telltale/core/ports'

/** The part of a page that states something. */
export type PageSource =
  | 'json-ld'
  | 'microdata'
  | 'rdfa'
  | 'meta'
  | 'state'
  | 'shop-state'
  | 'selector'
  | 'taught'
  | 'markup'

/** One price that a source gives for the product. */
export interface Offer {
  /** A plain decimal string above zero. */
  readonly amount: string
  /** The ISO 4217 code; absent when the source leaves it open. */
  readonly currency?: string
  /** The ISO 4217 code that the sign beside the amount most often stands for, when it has several meanings. */
  readonly likelyCurrency?: string
  /** The higher amount that the source compares it with. */
  readonly wasAmount?: string
  /** `true` when a percentage beside both amounts confirms that the higher one is the former price. */
  readonly isConfirmedReduction?: boolean
  /** `true` when the markup calls it the regular price: the former one, where the data has a lower one. */
  readonly isRegular?: boolean
  /** `true` for the lowest of several prices that the source does not all list. */
  readonly isLowest?: boolean
  /** The highest of them. */
  readonly highAmount?: string
  /** The number of offers between the two. */
  readonly offerCount?: number
  /** The condition of the goods. */
  readonly condition?: OfferCondition
  /** `true` when the price is for renting or leasing. */
  readonly isLease?: boolean
  /** The name of the variant that it is for. */
  readonly variant?: string
  readonly availability?: Availability
  /** The page of this offer, or of this variant of the product. */
  readonly url?: string
  readonly sku?: string
  /** The shop that makes the offer. */
  readonly seller?: string
  /** The cost of delivery, as a plain decimal string. */
  readonly shippingAmount?: string
  /** The days that the delivery takes. */
  readonly deliveryDays?: { readonly min?: number; readonly max?: number }
}

/** The product of a page as one source describes it. */
export interface SourceProduct {
  readonly source: PageSource
  readonly title?: string
  readonly brand?: string
  readonly sku?: string
  readonly gtin?: string
  readonly mpn?: string
  readonly imageUrl?: string
  readonly seller?: string
  /** The forms in which it is sold. */
  readonly variants?: readonly ProductVariant[]
  readonly availability?: Availability
  /** All prices, in the order of the page; of an aggregate the lowest alone. */
  readonly offers: readonly Offer[]
}
