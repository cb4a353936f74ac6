/**
 * What a price text says beside its amount, or why its reading is not certain.
 *
 * Said by the text:
 * - `range`: two amounts are the ends of a range; the first is given
 * - `from`: the amount is the lowest of several (`from $5`, `ab 5 €`, `$49+`)
 * - `up-to`: the amount is the highest of several (`up to $5`, `under $10`)
 * - `per-unit`: the amount is for a measure, a piece or a time (`€ 2,99 / kg`, `$15 per month`)
 * - `multi-buy`: the amount is for, or by, several pieces or instalments (`2 for $5`, `3 x 10 €`)
 * - `discount`: the amount is what is taken off (`save $5`, `$5 off`)
 * - `negative`: a minus stands at the amount, and is kept
 * - `free`: it is said to cost nothing; the amount is `0`
 *
 * Not certain:
 * - `several-amounts`: other amounts stand in the text; the first is given, or the first that has a currency
 * - `unmarked`: no currency stands in the text and words do, so that the number may be no price
 * - `abbreviated`: thousands or millions are said by a letter or a word (`$1.2k`); the amount is not multiplied
 * - `ambiguous-separator`: a point or comma may part thousands or decimals; the likelier is taken
 * - `ambiguous-currency`: several currencies are written so; the likeliest is given
 * - `currency-conflict`: the text names two currencies, or another one than the option `currency`; the text's, nearest
 *   to the amount, is given
 * - `no-iso-currency`: the amount counts money that has no ISO code of its own (pence, toman, bitcoin); no currency is given
 */
export type PriceFlag =
  | 'range'
  | 'from'
  | 'up-to'
  | 'per-unit'
  | 'multi-buy'
  | 'discount'
  | 'negative'
  | 'free'
  | 'several-amounts'
  | 'unmarked'
  | 'abbreviated'
  | 'ambiguous-separator'
  | 'ambiguous-currency'
  | 'currency-conflict'
  | 'no-iso-currency'
