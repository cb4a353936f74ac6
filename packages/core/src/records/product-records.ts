import type { Money } from '../money/index.js'
import { defined } from '../options/index.js'
import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '../ports/index.js'
import type { HistoryPoint, PackSize } from '../prices/pack.js'
import type { Availability, UnreadProduct } from '../prices/product.js'
import type { Sale } from '../prices/sale.js'

/** Why a page gave no price: it could not be fetched, or what came could not be trusted. */
export interface ReadFailure {
  /** `unreachable`: the page could not be fetched, or its status was not 200 to 299. */
  readonly reason: UnreadProduct['reason'] | 'unreachable'
  /** The same in words, with the particulars. */
  readonly message: string
}

/** A product page that is read on a schedule. */
export interface Product extends BaseRecord {
  readonly url: string
  /** The id of the adapter that reads it. */
  readonly adapter: string
  /** The time between two readings. */
  readonly everyMs: number
  /** When the next reading is due. */
  readonly dueAt: number
  readonly title?: string
  readonly brand?: string
  readonly imageUrl?: string
  readonly sku?: string
  readonly gtin?: string
  /** The number that its maker gives it. */
  readonly mpn?: string
  /** Who sells it on a marketplace. */
  readonly seller?: string
  readonly availability?: Availability
  /** The last price that was read. */
  readonly price?: Money
  /** The higher price that the page set against it then. */
  readonly wasPrice?: Money
  /** What the delivery costs beside it; `0` when it is free, absent when the page does not say. */
  readonly shippingPrice?: Money
  /** Whether its schedule rests. @default false */
  readonly paused?: boolean
  /** The price at or below which the owner wants to be told. */
  readonly target?: Money
  /** Whether the target can be reached: it was not since the price was last above it. */
  readonly isTargetArmed?: boolean
  /** When that price was read. */
  readonly pricedAt?: number
  /** The sale that is on. */
  readonly sale?: Sale
  /** Why the last reading gave no price; absent when it did. */
  readonly unread?: ReadFailure
}

/** Where a price was seen other than by a reading of the page: in a person's own browser. */
export type Provenance = 'browser'

/** What one reading of a product's page gave. */
export interface ProductObservation extends HistoryPoint {
  /** Where it was seen; absent when Telltale read the page. */
  readonly provenance?: Provenance
  /** Why there is no price; absent when there is one. */
  readonly unread?: ReadFailure
}

/** An observation as a row of its series, with plain columns. */
export interface ObservationRow extends SeriesRow {
  readonly currency?: string
  readonly amount?: string
  readonly wasAmount?: string
  readonly availability?: Availability
  readonly packAmount?: number
  readonly packUnit?: PackSize['unit']
  readonly provenance?: Provenance
  readonly unreadReason?: ReadFailure['reason']
  readonly unreadMessage?: string
}

/** Where products are kept. An owner tracks one URL once. */
export const productsTable: CollectionDefinition<Product> = {
  name: 'products',
  columns: {
    url: { type: 'text' },
    adapter: { type: 'text' },
    everyMs: { type: 'integer' },
    dueAt: { type: 'time' },
    title: { type: 'text', optional: true },
    brand: { type: 'text', optional: true },
    imageUrl: { type: 'text', optional: true },
    sku: { type: 'text', optional: true },
    gtin: { type: 'text', optional: true },
    mpn: { type: 'text', optional: true },
    seller: { type: 'text', optional: true },
    availability: { type: 'text', optional: true },
    price: { type: 'json', optional: true },
    wasPrice: { type: 'json', optional: true },
    shippingPrice: { type: 'json', optional: true },
    paused: { type: 'boolean', optional: true },
    target: { type: 'json', optional: true },
    isTargetArmed: { type: 'boolean', optional: true },
    pricedAt: { type: 'time', optional: true },
    sale: { type: 'json', optional: true },
    unread: { type: 'json', optional: true },
  },
  unique: [['url']],
  indexes: [['dueAt']],
}

/** Where product observations are kept. */
export const observationsTable: SeriesDefinition<ObservationRow> = {
  name: 'product_observations',
  columns: {
    currency: { type: 'text', optional: true },
    amount: { type: 'decimal', optional: true },
    wasAmount: { type: 'decimal', optional: true },
    availability: { type: 'text', optional: true },
    packAmount: { type: 'real', optional: true },
    packUnit: { type: 'text', optional: true },
    provenance: { type: 'text', optional: true },
    unreadReason: { type: 'text', optional: true },
    unreadMessage: { type: 'text', optional: true },
  },
}

/** The columns that keep an observation. A price and its "was" price share one currency; another one is not kept. */
export function observationToColumns(observation: ProductObservation): Omit<ObservationRow, keyof SeriesRow> {
  const { price, wasPrice, availability, pack, provenance, unread } = observation
  return {
    ...(price && { currency: price.currency, amount: price.amount }),
    ...defined({
      wasAmount: price && wasPrice?.currency === price.currency ? wasPrice.amount : undefined,
      availability,
    }),
    ...(pack && { packAmount: pack.amount, packUnit: pack.unit }),
    ...defined({ provenance }),
    ...(unread && { unreadReason: unread.reason, unreadMessage: unread.message }),
  }
}

/** The observation that a row keeps. */
export function observationFromRow(row: ObservationRow): ProductObservation {
  const { at, currency, amount, wasAmount, availability, provenance, unreadReason, unreadMessage } = row
  const { packAmount, packUnit } = row
  return {
    at,
    ...defined({
      price: currency !== undefined && amount !== undefined ? { amount, currency } : undefined,
      wasPrice:
        currency !== undefined && wasAmount !== undefined ? { amount: wasAmount, currency } : undefined,
      availability,
      pack: packAmount !== undefined && packUnit ? { amount: packAmount, unit: packUnit } : undefined,
      provenance,
      unread: unreadReason ? { reason: unreadReason, message: unreadMessage ?? unreadReason } : undefined,
    }),
  }
}
