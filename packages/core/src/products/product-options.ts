import { z } from 'zod'
import type { Money } from '../money/index.js'
import {
  type CallOptions,
  type Duration,
  durationOption,
  type OptionsShape,
  priceOption,
  signalOption,
  timeOption,
  urlOption,
} from '../options/index.js'
import type { Availability, OfferCondition } from '../prices/product.js'
import type { DisplayRates } from '../records/comparison-records.js'
import { dayMs, hourMs } from '../time/index.js'

/** Options of tracking a product. */
export interface TrackOptions extends CallOptions {
  /** The time between two readings; from `'1s'` to `'30d'`. @default '6h' */
  readonly every?: Duration
  /** The id of the adapter that reads the page. @default the first one that matches the URL */
  readonly adapter?: string
  /** The price at or below which `price:target-reached` is emitted. @default none */
  readonly target?: Money
  /** The condition of the goods that are meant, where the page offers several. @default new ones */
  readonly condition?: OfferCondition
  /** The seller that is meant on a marketplace: his name, or a part of it. @default any */
  readonly seller?: string
  /** The variant that is meant: its article number, its URL or its name. @default the one that the page shows */
  readonly variant?: string
  /**
   * `false` returns without the first reading, which a worker makes at once. Otherwise the call waits for it, and so for the
   * pace of the shop and the host's places.
   *
   * @default true
   */
  readonly wait?: boolean
}

/** The teaching of a person about a page. */
export interface Teaching {
  /** The text of the right price as the page shows it, such as `1.299,00 €`; `'none'` forgets what was taught. */
  readonly price: string
}

/** A change of a tracked product. A member that is absent stays as it is; `null` takes an option off, or back to its default. */
export interface ProductPatch {
  /** The time between two readings, from `'1s'` to `'30d'`; `null` is `'6h'`. A new schedule begins. */
  readonly every?: Duration | null
  /** The new target, armed at once; `null` removes it. */
  readonly target?: Money | null
}

/** A price that a person saw in their own browser. */
export interface BrowserObservation {
  /** The URL of a product that the owner tracks. */
  readonly url: string
  /** The price that is asked. */
  readonly price: Money
  /** The higher price that the page compares it with. */
  readonly wasPrice?: Money
  /** The availability of the product. */
  readonly availability?: Availability
  /** The title of the product. */
  readonly title?: string
  /** The price of the delivery; an amount of 0 when it is free. */
  readonly shippingPrice?: Money
}

/** Options of a comparison. */
export interface CompareOptions {
  /** The rates to show totals in one currency with. They do not decide who wins. @default none */
  readonly display?: DisplayRates
}

/** The time between two readings of a product unless its options say otherwise, in milliseconds. */
export const defaultEveryMs = 6 * hourMs

const every = durationOption({ minMs: 1_000, maxMs: 30 * dayMs })

/** The schema of {@link TrackOptions}. */
export const trackSchema = z.strictObject({
  every: every.default(defaultEveryMs),
  adapter: z.string().min(1).max(200).optional(),
  target: priceOption.exactOptional(),
  signal: signalOption.optional(),
  condition: z.enum(['new', 'used', 'refurbished', 'damaged']).exactOptional(),
  seller: z.string().trim().min(1).max(200).exactOptional(),
  variant: z.string().trim().min(1).max(2_000).exactOptional(),
  wait: z.boolean().default(true),
} satisfies OptionsShape<TrackOptions>)

/** The schema of a {@link Teaching}. */
export const teachingSchema = z.strictObject({
  price: z.string().trim().min(1).max(80),
} satisfies OptionsShape<Teaching>)

/** The schema of {@link ProductPatch}. */
export const patchSchema = z.strictObject({
  every: every.nullable().exactOptional(),
  target: priceOption.nullable().exactOptional(),
} satisfies OptionsShape<ProductPatch>)

const availabilities = [
  ...(['BackOrder', 'Discontinued', 'InStock', 'InStoreOnly', 'LimitedAvailability', 'MadeToOrder'] as const),
  ...(['OnlineOnly', 'OutOfStock', 'PreOrder', 'PreSale', 'Reserved', 'SoldOut'] as const),
] as const satisfies readonly Availability[]

/** The schema of an availability. */
export const availabilityOption = z.enum(availabilities)

/** The schema of a {@link BrowserObservation}. */
export const browserObservationSchema = z.strictObject({
  url: urlOption(),
  price: priceOption,
  wasPrice: priceOption.exactOptional(),
  availability: availabilityOption.exactOptional(),
  title: z.string().min(1).max(1_000).exactOptional(),
  shippingPrice: priceOption.exactOptional(),
} satisfies OptionsShape<BrowserObservation>)

const rate = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, { error: "expected a rate such as '0.92'" })
const currency = z.string().regex(/^[A-Z]{3}$/, { error: "expected a currency code such as 'EUR'" })

/** The schema of {@link DisplayRates}. */
export const displaySchema = z.strictObject({
  currency,
  rates: z
    .record(currency, rate)
    .refine((rates) => Object.keys(rates).length <= 200, { error: 'expected at most 200 rates' }),
  ratesAt: timeOption,
} satisfies OptionsShape<DisplayRates>)

/** The schema of the products to compare. */
export const comparedSchema = z.strictObject({
  ids: z
    .array(z.string().max(100))
    .min(2, { error: 'expected at least two products' })
    .max(20, { error: 'expected at most 20 products' })
    .refine((ids) => new Set(ids).size === ids.length, { error: 'expected each product once' }),
})

/** The schema of {@link CompareOptions}. */
export const compareSchema = z.strictObject({
  display: displaySchema.exactOptional(),
} satisfies OptionsShape<CompareOptions>)
