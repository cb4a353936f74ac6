import type { Availability, ProductVariant } from '@telltale/core/ports'

/** Which part of a page says something. */
export type FactSource =
  | 'json-ld'
  | 'microdata'
  | 'rdfa'
  | 'meta'
  | 'state'
  | 'shop-state'
  | 'selector'
  | 'markup'

/** One price that a source gives for the product. */
export interface Offer {
  /** A plain decimal string above zero. */
  readonly amount: string
  /** The ISO 4217 code, when the source leaves no doubt of it. */
  readonly currency?: string
  /** The code that the sign beside the amount most often means, when it has several meanings. */
  readonly likelyCurrency?: string
  /** The higher amount that the source sets against it. */
  readonly wasAmount?: string
  /** Whether it is the lowest of several that the source does not all name. */
  readonly isLowest?: boolean
  readonly availability?: Availability
  /** Where this offer, or this variant of the product, has a page of its own. */
  readonly url?: string
  readonly sku?: string
  /** The shop that makes the offer. */
  readonly seller?: string
  /** What it asks for the delivery, as a plain decimal string. */
  readonly shippingAmount?: string
}

/** What one source says about the product that the page sells. */
export interface ProductFacts {
  readonly source: FactSource
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
  /** Every price it gives, in the order of the page; of an aggregate the lowest alone. */
  readonly offers: readonly Offer[]
}
