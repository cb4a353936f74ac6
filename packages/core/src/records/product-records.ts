import type { SubjectStates } from '../alerting/subject-state.js'
import type { Money } from '../money/index.js'
import { defined } from '../options/index.js'
import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '../ports/index.js'
import type { ObservedPrice } from '../prices/analysis.js'
import type { LandedCosts } from '../prices/group/landed-price.js'
import type { HistoryPoint, PackSize } from '../prices/pack.js'
import type {
  Availability,
  Delivery,
  OfferChoice,
  ProductOffer,
  UnitPrice,
  UnreadProduct,
} from '../prices/product.js'
import type { RuleState } from '../prices/rules/rule-state.js'
import type { Sale } from '../prices/sale.js'

/** The reason why a page gave no price: it could not be fetched, or what came could not be trusted. */
export interface ReadFailure {
  /**
   * The reason. `unreachable`: the page could not be fetched, or its status was not 200 to 299. `unreadable`: the adapter
   * that reads it failed.
   */
  readonly reason: UnreadProduct['reason'] | 'unreachable' | 'unreadable'
  /** The reason in words, with details. */
  readonly message: string
}

/** A tracked product: a page that is read on a schedule. */
export interface Product extends BaseRecord {
  /** The URL of the page, without its secrets. */
  readonly url: string
  /** `true` when the URL has a login or other secrets, which are kept apart and never shown. @default false */
  readonly hasUrlSecrets?: boolean
  /**
   * The key of the page, which all its URLs share: without `www.`, without what tells where a visitor came from, after
   * redirects. An owner has at most one product of a page. Absent while a product of an earlier version is not read again.
   */
  readonly pageKey?: string
  /** The id of the adapter that reads the page. */
  readonly adapter: string
  /** The time between two readings, in milliseconds. */
  readonly everyMs: number
  /** The time at which the next reading is due, in epoch milliseconds. */
  readonly dueAt: number
  /** The title of the product. */
  readonly title?: string
  /** The brand of the product. */
  readonly brand?: string
  /** The URL of the product's image. */
  readonly imageUrl?: string
  /** The shop's article number. */
  readonly sku?: string
  /** The Global Trade Item Number. */
  readonly gtin?: string
  /** The manufacturer part number. */
  readonly mpn?: string
  /** The name of the seller on a marketplace. */
  readonly seller?: string
  /** The availability at the last reading that gave it. */
  readonly availability?: Availability
  /** The last price that was read. */
  readonly price?: Money
  /** The higher price that the page compared it with then. */
  readonly wasPrice?: Money
  /** The price of the delivery; an amount of 0 when it is free, absent when the page does not say. */
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
  /** The probability that the last price was read right, from 0 to 1; absent when nothing measured it. */
  readonly confidence?: number
  /** The offer that is read, where the page makes several; absent when the page chooses. */
  readonly choice?: OfferChoice
  /** The id of the group that the product is in; absent when it is in none. */
  readonly groupId?: string
  /** The costs that are added to its prices within the group. */
  readonly landedCosts?: LandedCosts
  /** `true` while the schedule is paused. */
  readonly paused: boolean
  /** The price at or below which `price:target-reached` is emitted. */
  readonly target?: Money
  /** The state of the target between two readings: that of a `price-below` rule. */
  readonly targetState?: RuleState
  /** The states of the rules that watch it, by the id of the rule; absent where there are none. */
  readonly ruleStates?: SubjectStates
  /** The time at which the last price was read, in epoch milliseconds. */
  readonly pricedAt?: number
  /** The sale that is on; absent when none is. */
  readonly sale?: Sale
  /**
   * The price of the last reading, when it is more than three times `price` or less than a third of it: a second reading
   * must confirm it. Until then `price` is the one before, and no rule sees another.
   */
  readonly unconfirmed?: ObservedPrice
  /** The reason why the last reading gave no price; absent when it gave one. */
  readonly unread?: ReadFailure
}

/** The origin of a price that was not read from the page by Telltale: a person's own browser. */
export type Provenance = 'browser'

/** One observation of a product. */
export interface ProductObservation extends HistoryPoint {
  /**
   * `true` when the price was too far from the one before to count at once. The analysis tells whether a second reading
   * confirmed it or whether it was `misread`.
   */
  readonly unconfirmed?: true
  /** The price of the delivery then. */
  readonly shippingPrice?: Money
  /** The price after a coupon that the page named then. */
  readonly couponPrice?: Money
  /** The origin of the price; absent when Telltale read the page. */
  readonly provenance?: Provenance
  /** The reason why there is no price; absent when there is one. */
  readonly unread?: ReadFailure
  /** The probability that the price was read right, from 0 to 1; absent when nothing measured it. */
  readonly confidence?: number
  /** The number of slots that were missed since the reading before it; absent when none was. */
  readonly missedSlots?: number
}

/** An observation as a row of its series, in plain columns. */
export interface ObservationRow extends SeriesRow {
  readonly unconfirmed?: boolean
  readonly confirmed?: boolean
  readonly currency?: string
  readonly amount?: string
  readonly wasAmount?: string
  readonly shippingAmount?: string
  readonly couponAmount?: string
  readonly availability?: Availability
  readonly packAmount?: number
  readonly packUnit?: PackSize['unit']
  readonly provenance?: Provenance
  readonly confidence?: number
  readonly unreadReason?: ReadFailure['reason']
  readonly unreadMessage?: string
  readonly missedSlots?: number
}

/** The table of products. An owner tracks a page at most once. */
export const productsTable: CollectionDefinition<Product> = {
  name: 'products',
  columns: {
    url: { type: 'text' },
    hasUrlSecrets: { type: 'boolean', optional: true },
    pageKey: { type: 'text', optional: true },
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
    delivery: { type: 'json', optional: true },
    couponPrice: { type: 'json', optional: true },
    memberPrice: { type: 'json', optional: true },
    subscribePrice: { type: 'json', optional: true },
    unitPrice: { type: 'json', optional: true },
    offers: { type: 'json', optional: true },
    confidence: { type: 'real', optional: true },
    choice: { type: 'json', optional: true },
    groupId: { type: 'text', optional: true },
    landedCosts: { type: 'json', optional: true },
    paused: { type: 'boolean' },
    target: { type: 'json', optional: true },
    targetState: { type: 'json', optional: true },
    ruleStates: { type: 'json', optional: true },
    pricedAt: { type: 'time', optional: true },
    sale: { type: 'json', optional: true },
    unconfirmed: { type: 'json', optional: true },
    unread: { type: 'json', optional: true },
  },
  unique: [['url'], ['pageKey']],
  indexes: [['paused', 'dueAt'], ['groupId']],
}

/** The series of product observations. */
export const observationsTable: SeriesDefinition<ObservationRow> = {
  name: 'product_observations',
  columns: {
    currency: { type: 'text', optional: true },
    amount: { type: 'decimal', optional: true },
    wasAmount: { type: 'decimal', optional: true },
    shippingAmount: { type: 'decimal', optional: true },
    couponAmount: { type: 'decimal', optional: true },
    availability: { type: 'text', optional: true },
    packAmount: { type: 'real', optional: true },
    packUnit: { type: 'text', optional: true },
    provenance: { type: 'text', optional: true },
    confidence: { type: 'real', optional: true },
    unreadReason: { type: 'text', optional: true },
    unreadMessage: { type: 'text', optional: true },
    missedSlots: { type: 'integer', optional: true },
    unconfirmed: { type: 'boolean', optional: true },
    confirmed: { type: 'boolean', optional: true },
  },
}

/**
 * Converts an observation to its columns. The prices of an observation share one currency; one in another currency than the
 * price itself is not stored.
 */
export function observationToColumns(observation: ProductObservation): Omit<ObservationRow, keyof SeriesRow> {
  const { price, wasPrice, availability, pack, provenance, confidence, unread, missedSlots, unconfirmed } =
    observation
  const amountOf = (money: Money | undefined) =>
    price && money?.currency === price.currency ? money.amount : undefined
  return defined({
    currency: price?.currency,
    amount: price?.amount,
    wasAmount: amountOf(wasPrice),
    shippingAmount: amountOf(observation.shippingPrice),
    couponAmount: amountOf(observation.couponPrice),
    availability,
    packAmount: pack?.amount,
    packUnit: pack?.unit,
    provenance,
    confidence,
    unreadReason: unread?.reason,
    unreadMessage: unread?.message,
    missedSlots,
    unconfirmed,
    confirmed: observation.confirmed,
  })
}

/** Converts a row back to its observation. */
export function observationFromRow(row: ObservationRow): ProductObservation {
  const { at, currency, amount, wasAmount, availability, provenance, unreadReason, unreadMessage } = row
  const { packAmount, packUnit, confidence, missedSlots } = row
  const toMoney = (value: string | undefined): Money | undefined =>
    currency === undefined || value === undefined ? undefined : { amount: value, currency }
  return defined({
    at,
    price: toMoney(amount),
    wasPrice: toMoney(wasAmount),
    shippingPrice: toMoney(row.shippingAmount),
    couponPrice: toMoney(row.couponAmount),
    availability,
    pack: packAmount !== undefined && packUnit ? { amount: packAmount, unit: packUnit } : undefined,
    provenance,
    confidence,
    unread: unreadReason ? { reason: unreadReason, message: unreadMessage ?? unreadReason } : undefined,
    missedSlots,
    unconfirmed: row.unconfirmed ? (true as const) : undefined,
    confirmed: row.confirmed ? (true as const) : undefined,
  })
}
