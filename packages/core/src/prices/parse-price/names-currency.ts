import { mayNameCurrency } from './mentions.js'
import { maxTextLength, normalize } from './normalize.js'

/**
 * Checks whether a text may name a currency, by a sign, a code, an abbreviation or a word: where it is `false`, no reading
 * finds one. Most texts with a digit on a page name none, and are no price; to tell takes a fraction of the time of
 * {@link parsePrice}.
 *
 * @example
 * ```ts
 * namesCurrency('19,99 zł') // true
 * namesCurrency('4.5 out of 5') // false
 * ```
 */
export const namesCurrency = (text: string): boolean =>
  text.length <= maxTextLength && mayNameCurrency(normalize(text))
