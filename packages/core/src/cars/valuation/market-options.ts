import * as check from '../../options/check.js'
import { checkOptions, timeCheck } from '../../options/checks.js'
import { hasWords } from './words/index.js'

/** The options of a market. */
export interface MarketOptions {
  /** The ISO 4217 code of the market's prices. Listings in another currency are refused, never converted. */
  readonly currency: string
  /**
   * `'asking'` for a market of prices that sellers ask, `'paid'` for one of prices that buyers paid. Listings of the
   * other kind are refused; a listing without a kind counts as of this one.
   */
  readonly kind: 'asking' | 'paid'
  /**
   * The time, in epoch milliseconds, at which cars without a date count as seen.
   * @default the latest date of a listing, or else the end of the latest model year
   */
  readonly at?: number
  /**
   * The seed of the random numbers: the same listings and seed make the same market.
   * @default 1
   */
  readonly seed?: number
  /**
   * The BCP 47 tag of the language and region of all words: English so far. The region decides between miles and
   * kilometres, such as kilometres for `en-IE`.
   * @default 'en-US'
   */
  readonly locale?: string
}

const optionsCheck = check.strictObject({
  currency: check.pattern(/^[A-Z]{3}$/, "an ISO 4217 code such as 'USD'"),
  kind: check.oneOf(['asking', 'paid']),
  at: check.optional(timeCheck),
  seed: check.withDefault(check.integer(), 1),
  locale: check.withDefault(
    check.custom<string>(hasWords, "a locale of English, such as 'en-US' or 'en-GB'"),
    'en-US',
  ),
} satisfies check.CheckShape<MarketOptions>)

/** Market options that were checked, with defaults filled in. */
export type CheckedMarketOptions = ReturnType<typeof optionsCheck>

/**
 * Checks the options of a market and fills in defaults.
 *
 * @throws `ValidationError` when an option is wrong.
 */
export const checkMarketOptions = (options: MarketOptions, caller = 'createMarket'): CheckedMarketOptions =>
  checkOptions(caller, optionsCheck, options)
