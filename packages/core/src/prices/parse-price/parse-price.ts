import { minorDigits } from '../../money/index.js'
import * as check from '../../options/check.js'
import { checkOptions, defined } from '../../options/checks.js'
import { type Candidate, findCandidates } from './candidates.js'
import { chooseAmount } from './choose-amount.js'
import type { PriceFlag } from './flags.js'
import { localeInfo } from './locale-info.js'
import { markCurrencies } from './mentions.js'
import { maxTextLength, normalize } from './normalize.js'
import { type DecimalSeparator, parseNumber } from './parse-number.js'
import { resolveCurrency } from './resolve-currency.js'
import { wordFlags } from './word-flags.js'

/** Options of {@link parsePrice}: what the host knows about the text. */
export interface ParsePriceOptions {
  /**
   * The ISO 4217 code of the prices of the shop. It resolves what the text leaves open; where they differ, the text
   * wins and is flagged. @default none
   */
  readonly currency?: string
  /**
   * A text that may name the currency, such as a label beside the price; its first 1,000 characters are read. It
   * resolves only what the text leaves open. @default none
   */
  readonly currencyHint?: string
  /** The decimal separator. @default by the number, its currency and the locale */
  readonly decimalSeparator?: DecimalSeparator
  /**
   * The BCP 47 language tag of the page, such as `de-CH`. It tells `1.299` from `1,299`, and one dollar from another.
   * @default none
   */
  readonly locale?: string
}

/** A price as a text states it. */
export interface ParsedPrice {
  /** The amount as a plain decimal string, with the decimals that were written: `'1299.00'`, `'1299'`. */
  readonly amount: string
  /** The ISO 4217 code; absent when nothing names a currency. */
  readonly currency?: string
  /** Facts beside the amount, and reasons why the reading is not certain. Empty for a plain price. */
  readonly flags: readonly PriceFlag[]
}

const isLocale = (tag: unknown) => typeof tag === 'string' && localeInfo(tag) !== undefined

const argumentsCheck = check.strictObject({
  text: check.text(),
  currency: check.optional(check.pattern(/^[A-Z]{3}$/, "a currency code of three capitals, such as 'USD'")),
  currencyHint: check.optional(check.text()),
  decimalSeparator: check.optional(check.oneOf(['.', ',', '€'])),
  locale: check.optional(check.custom<string>(isLocale, "a BCP 47 language tag, such as 'de-CH'")),
} satisfies check.CheckShape<ParsePriceOptions & { readonly text: string }>)

/**
 * Reads the price in a text as people write it, or returns `null` when there is none.
 *
 * The amount is exact: it has the digits that were written. Of a range the first amount is returned. Uncertain readings
 * are flagged; see {@link PriceFlag}. A text of more than 1,000 characters gives `null`.
 *
 * @throws `ValidationError` when the text is no string or an option is invalid.
 * @example
 * ```ts
 * parsePrice('₹1,29,900') // { amount: '129900', currency: 'INR', flags: [] }
 * parsePrice('ab 1.299,00 €') // { amount: '1299.00', currency: 'EUR', flags: ['from'] }
 * parsePrice('$9.99') // { amount: '9.99', currency: 'USD', flags: ['ambiguous-currency'] }
 * parsePrice('$9.99', { locale: 'en-CA' }) // { amount: '9.99', currency: 'CAD', flags: [] }
 * parsePrice('Sold out') // null
 * ```
 */
export function parsePrice(text: string, options: ParsePriceOptions = {}): ParsedPrice | null {
  const hints = checkOptions(
    'parsePrice',
    argumentsCheck,
    { ...options, text },
    { maxChars: Number.POSITIVE_INFINITY },
  )
  if (text.length > maxTextLength) return null
  return read(text, hints)
}

type Hints = Omit<ReturnType<typeof argumentsCheck>, 'text'>

function read(text: string, hints: Hints): ParsedPrice | null {
  const marked = markCurrencies(normalize(text, hints.decimalSeparator))
  const candidates = findCandidates(marked).filter(({ digits }) => parseNumber(digits, hints))
  const choice = chooseAmount(marked.text, candidates)
  if (!choice) return readFree(marked.text, hints)
  const { chosen, touching } = choice
  const named =
    touching.length > 0 ? touching : marked.mentions.filter(({ isStrong }) => isStrong).slice(0, 1)
  const { currency, flags } = resolveCurrency(named, hints)
  const said = wordFlags(marked.text, chosen)
  const isPerUnit = said.includes('per-unit')
  const localeSeparator =
    dashSeparator(marked.text, chosen) ?? (hints.locale && localeInfo(hints.locale)?.separator)
  const number = parseNumber(chosen.digits, {
    ...hints,
    ...defined({
      localeSeparator: localeSeparator || undefined,
      currencyDigits: currency && !isPerUnit ? minorDigits(currency) : undefined,
    }),
  })
  if (!number) return null
  const amount = withLeadingPoint(marked.text, chosen, number.amount)
  const isNegative = /[1-9]/.test(amount) && hasMinus(marked.text, chosen)
  const found: readonly (PriceFlag | false)[] = [
    ...choice.flags,
    ...said,
    isNegative && 'negative',
    named.length === 0 && !isPerUnit && /\p{L}/u.test(marked.text) && 'unmarked',
    number.isAmbiguous && 'ambiguous-separator',
    ...flags,
  ]
  return {
    amount: isNegative ? `-${amount}` : amount,
    ...defined({ currency: currency || undefined }),
    flags: found.filter((flag) => flag !== false),
  }
}

/** Adds the zero before a leading decimal point: `$.75`. */
function withLeadingPoint(text: string, { start, digits }: Candidate, amount: string): string {
  const isDecimals = /(?:^|[^\p{L}\d.])\.{1,2}$/u.test(text.slice(0, start)) && /^\d+$/.test(digits)
  return isDecimals ? `0.${digits}` : amount
}

/** Checks for a minus sign at the amount or its currency. One apart from it, as in `- $44.99`, is a dash. */
function hasMinus(text: string, { from, start }: Candidate): boolean {
  return /(?:^|[ (])-$/.test(text.slice(0, from)) || (from < start && text[start - 1] === '-')
}

/** Returns the separator before a dash that replaces the decimals, as in `1.899,-`. */
const dashSeparator = (text: string, { end }: Candidate): string | undefined =>
  /^([.,]) ?-/.exec(text.slice(end))?.[1]

const free = /^[^\p{L}\d]*(?:free|gratis|gratuito?|kostenlos|бесплатно|無料|免费)[^\p{L}\d]*$/iu

function readFree(text: string, hints: Hints): ParsedPrice | null {
  if (!free.test(text)) return null
  const { currency, flags } = resolveCurrency([], hints)
  return { amount: '0', ...defined({ currency: currency || undefined }), flags: ['free', ...flags] }
}
