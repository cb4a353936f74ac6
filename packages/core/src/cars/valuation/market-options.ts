import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../../options/index.js'

/** What a market is of. */
export interface MarketOptions {
  /** The ISO 4217 code of its prices. Listings in another are refused, never converted. */
  readonly currency: string
  /** Whether its prices are asked or paid. Listings of the other kind are refused; one that does not say counts as of this. */
  readonly kind: 'asking' | 'paid'
  /**
   * The time that cars without a date are seen at, in epoch milliseconds.
   * @default the latest date of a listing, or else the end of the latest model year
   */
  readonly at?: number
  /**
   * The seed of all chance: the same listings and seed give the same market.
   * @default 1
   */
  readonly seed?: number
}

const schema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, { error: "expected an ISO 4217 code such as 'USD'" }),
  kind: z.enum(['asking', 'paid']),
  at: z.int().nonnegative().optional(),
  seed: z.int().default(1),
} satisfies OptionsShape<MarketOptions>)

/** The options, checked and with defaults. */
export type CheckedMarketOptions = z.output<typeof schema>

/** Checks the options of a market. */
export const checkMarketOptions = (options: MarketOptions): CheckedMarketOptions =>
  parseOptions('createMarket', schema, options)
