/**
 * A fact that a price text states beside its amount, or a reason why its reading is not certain.
 *
 * Facts in the text:
 * - `range`: two amounts are the ends of a range; the first is returned
 * - `from`: the amount is the lowest of several (`from $5`, `ab 5 €`, `$49+`)
 * - `up-to`: the amount is the highest of several (`up to $5`, `under $10`)
 * - `per-unit`: the amount is for a measure, a piece or a time (`€ 2,99 / kg`, `$15 per month`)
 * - `multi-buy`: the amount is for several pieces, or one of several instalments (`2 for $5`, `3 x 10 €`)
 * - `discount`: the amount is a discount, a voucher or cashback (`save $5`, `$5 off`)
 * - `surcharge`: the amount comes on top of a price, such as delivery or a deposit (`+ £3.99 delivery`)
 * - `was`: the amount is a former or a recommended price, and the text gives no other (`RRP £59.99`)
 * - `negative`: the amount has a minus sign, before or after it, or the brackets of accountants; it is kept as a minus sign
 * - `abbreviated`: thousands or millions are abbreviated (`$1.2k`, `1,5 Mio. €`); the amount is multiplied
 * - `free`: the product is free; the amount is `0`
 *
 * Uncertainty:
 * - `several-amounts`: the text has other amounts; the one that is asked now is returned, else the first, or the first that has a
 *   currency
 * - `unmarked`: the text has words but no currency, so that the number may not be a price
 * - `ambiguous-factor`: languages differ about the abbreviation (`1,2 B`); the likelier power of ten is taken
 * - `ambiguous-separator`: a point or comma may part thousands or decimals; the likelier reading is taken
 * - `ambiguous-currency`: several currencies are written this way; the likeliest is returned
 * - `currency-conflict`: the text names two currencies, or another one than the option `currency`; the one in the text
 *   nearest to the amount is returned
 * - `no-iso-currency`: the money has no ISO code of its own (pence, toman, bitcoin); no currency is returned
 */
export type PriceFlag =
  | 'range'
  | 'from'
  | 'up-to'
  | 'per-unit'
  | 'multi-buy'
  | 'discount'
  | 'surcharge'
  | 'was'
  | 'negative'
  | 'free'
  | 'several-amounts'
  | 'unmarked'
  | 'abbreviated'
  | 'ambiguous-factor'
  | 'ambiguous-separator'
  | 'ambiguous-currency'
  | 'currency-conflict'
  | 'no-iso-currency'
