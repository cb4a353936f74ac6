import { z } from 'zod'
import type { Money } from '../money/index.js'
import { type Duration, durationOption, type OptionsShape, urlOption } from '../ports/index.js'
import { priceOption, timestampOption } from '../prices/parse-points.js'
import type { Availability } from '../prices/product.js'
import type { DisplayRates } from '../records/comparison-records.js'

/** How a product is tracked. */
export interface TrackOptions {
  /** The time between two readings; from `'1s'` to `'30d'`. @default '6h' */
  readonly every?: Duration
  /** The id of the adapter that reads the page. @default the first one that knows the URL */
  readonly adapter?: string
  /** Says `price:target-reached` when the price is at or below this one. @default none */
  readonly target?: Money
}

/** What of a tracked product is to be changed. */
export interface ProductPatch {
  /** The time between two readings; a new schedule begins. */
  readonly every?: Duration
  /** Another target, which can be reached at once, or none. */
  readonly target?: Money | 'none'
}

/** What a person saw in their own browser. */
export interface BrowserObservation {
  /** The URL of a product that the owner tracks. */
  readonly url: string
  readonly price: Money
  /** The higher price that the page set against it. */
  readonly wasPrice?: Money
  readonly availability?: Availability
  readonly title?: string
  /** What the delivery costs; `0` when it is free. */
  readonly shippingPrice?: Money
}

/** How offers are compared. */
export interface CompareOptions {
  /** Shows totals in one currency too. It does not decide who wins. @default none */
  readonly display?: DisplayRates
}

const every = durationOption({ minMs: 1_000, maxMs: 30 * 86_400_000 })

/** Checks {@link TrackOptions}. */
export const trackSchema = z.strictObject({
  every: every.default(6 * 3_600_000),
  adapter: z.string().min(1).optional(),
  target: priceOption.exactOptional(),
} satisfies OptionsShape<TrackOptions>)

/** Checks {@link ProductPatch}. */
export const patchSchema = z.strictObject({
  every: every.exactOptional(),
  target: z.union([priceOption, z.literal('none')], { error: "expected a price, or 'none'" }).exactOptional(),
} satisfies OptionsShape<ProductPatch>)

const availabilities = [
  ...(['BackOrder', 'Discontinued', 'InStock', 'InStoreOnly', 'LimitedAvailability', 'MadeToOrder'] as const),
  ...(['OnlineOnly', 'OutOfStock', 'PreOrder', 'PreSale', 'Reserved', 'SoldOut'] as const),
] as const satisfies readonly Availability[]

/** Checks a {@link BrowserObservation}. */
export const browserObservationSchema = z.strictObject({
  url: urlOption(),
  price: priceOption,
  wasPrice: priceOption.exactOptional(),
  availability: z.enum(availabilities).exactOptional(),
  title: z.string().min(1).max(1_000).exactOptional(),
  shippingPrice: priceOption.exactOptional(),
} satisfies OptionsShape<BrowserObservation>)

const rate = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, { error: "expected a rate such as '0.92'" })
const currency = z.string().regex(/^[A-Z]{3}$/, { error: "expected a currency code such as 'EUR'" })

/** Checks {@link CompareOptions} and the ids. */
export const compareSchema = z.strictObject({
  ids: z
    .array(z.string())
    .min(2, { error: 'expected at least two products' })
    .max(20, { error: 'expected at most 20 products' })
    .refine((ids) => new Set(ids).size === ids.length, { error: 'expected each product once' }),
  display: z
    .strictObject({
      currency,
      rates: z.record(currency, rate),
      ratesAt: timestampOption,
    } satisfies OptionsShape<DisplayRates>)
    .exactOptional(),
} satisfies OptionsShape<CompareOptions & { readonly ids: readonly string[] }>)
