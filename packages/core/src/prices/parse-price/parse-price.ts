import { minorDigits } from '../../money/index.js'
import * as check from '../../options/check.js'
import { checkOptions, defined } from '../../options/checks.js'
import { applyFactors } from './apply-factors.js'
import { type Candidate, findCandidates } from './candidates.js'
import { type Amount, type ChosenAmount, chooseAmount, toAmount } from './choose-amount.js'
import type { PriceFlag } from './flags.js'
import { isCurrencyOf, localeInfo, separatorOf } from './locale-info.js'
import { type MarkedText, markCurrencies } from './mentions.js'
import { maxTextLength, normalize } from './normalize.js'
import { type DecimalSeparator, type ParsedNumber, parseNumber } from './parse-number.js'
import { isFree, wordsOf } from './price-words.js'
import { resolveCurrency } from './resolve-currency.js'
import { rolesOf } from './roles.js'

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
  /**
   * The former or the recommended price that the text gives beside the amount, as a plain decimal string in the same
   * currency; absent when it gives none above the amount.
   */
  readonly was?: string
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
  const marked = markCurrencies(normalize(text, hints.decimalSeparator), {
    locale: hints.locale,
    codes: hints.currency ? [hints.currency] : [],
  })
  const hasWords = /[\p{L}+~/×=]/u.test(marked.text)
  const amounts = findCandidates(marked).flatMap((candidate): readonly Amount[] => {
    if (!parseNumber(candidate.digits, hints)) return none
    const roles = hasWords ? rolesOf(marked, candidate) : none
    return roles ? [toAmount(candidate, roles)] : none
  })
  const choice = chooseAmount(marked.text, amounts)
  if (!choice) return readFree(marked.text, hints)
  const { chosen, touching } = choice
  const named =
    touching.length > 0 ? touching : marked.mentions.filter(({ isStrong }) => isStrong).slice(0, 1)
  const { currency, flags } = resolveCurrency(named, hints)
  const value = numberOf(marked, chosen, { hints, currency })
  if (!value) return null
  const isNegative = /[1-9]/.test(value.amount) && hasMinus(marked.text, chosen)
  const found: readonly (PriceFlag | false)[] = [
    ...choice.flags,
    ...(chosen.roles.length > 0 ? wordFlags(chosen, choice.flags.includes('range')) : none),
    ...(chosen.factors ? factorFlags(marked, chosen) : none),
    isNegative && 'negative',
    named.length === 0 && !chosen.roles.includes('per-unit') && /\p{L}/u.test(marked.text) && 'unmarked',
    value.isAmbiguous && 'ambiguous-separator',
    ...flags,
  ]
  return {
    amount: isNegative ? `-${value.amount}` : value.amount,
    ...defined({ currency, was: formerAmount(marked, choice, { hints, currency }) }),
    flags: found.filter((flag) => flag !== false),
  }
}

const none: readonly never[] = []

/** The hints and the currency of a text. */
interface Known {
  readonly hints: Hints
  readonly currency: string | undefined
}

/** The flags that are roles too, in the order in which they are given. */
const flagRoles = ['from', 'up-to', 'per-unit', 'multi-buy', 'discount', 'surcharge', 'was'] as const

function wordFlags({ roles }: Amount, isRange: boolean): readonly PriceFlag[] {
  const isFrom = roles.includes('over') || (roles.includes('of') && roles.includes('now'))
  return flagRoles.filter(
    (flag) => (roles.includes(flag) && !(flag === 'up-to' && isRange)) || (flag === 'from' && isFrom),
  )
}

function factorFlags({ factors }: MarkedText, { factors: scale }: Amount): readonly PriceFlag[] {
  const used = [...scale].flatMap((character) => {
    const code = character.charCodeAt(0) - 0xf000
    return code < 0 ? [] : (factors[code & 0x3ff] ?? [])
  })
  if (used.length === 0) return []
  return used.some(({ isAmbiguous }) => isAmbiguous) ? ['abbreviated', 'ambiguous-factor'] : ['abbreviated']
}

/** Returns the value of an amount, with its powers of ten. */
function numberOf(marked: MarkedText, amount: Amount, { hints, currency }: Known): ParsedNumber | undefined {
  const { locale, decimalSeparator } = hints
  const isPerUnit = amount.roles.includes('per-unit')
  const localeSeparator =
    dashSeparator(marked.text, amount) ?? (locale ? localeInfo(locale)?.separator : undefined)
  const number = parseNumber(amount.digits, {
    decimalSeparator,
    localeSeparator,
    currencyDigits: currency && !isPerUnit ? minorDigits(currency) : undefined,
    unitSeparator: isPerUnit && currency ? (localeSeparator ?? separatorOf(currency)) : undefined,
    isLocal: locale !== undefined && currency !== undefined && isCurrencyOf(locale, currency),
  })
  if (!number) return undefined
  const pointed = withLeadingPoint(marked.text, amount, number.amount)
  if (!amount.factors) return { ...number, amount: pointed }
  return { ...number, amount: applyFactors(pointed, amount.factors, marked.factors) }
}

/** Returns the former price, where it is above the price. */
function formerAmount(
  marked: MarkedText,
  { chosen, former }: ChosenAmount,
  known: Known,
): string | undefined {
  if (!former) return undefined
  const [was, now] = [former, chosen].map((each) => numberOf(marked, each, known)?.amount)
  return Number(was) > Number(now) ? was : undefined
}

/** Adds the zero before a leading decimal point: `$.75`. */
function withLeadingPoint(text: string, { start, digits }: Candidate, amount: string): string {
  const isDecimals = /(?:^|[^\p{L}\d.])\.{1,2}$/u.test(text.slice(0, start)) && /^\d+$/.test(digits)
  return isDecimals ? `0.${digits}` : amount
}

/**
 * Checks for a minus sign at the amount or its currency, before or after it, or for the brackets of accountants around
 * the whole. A dash apart from it, as in `- $44.99`, is none.
 */
function hasMinus(text: string, { digits, from, start, end, to }: Candidate): boolean {
  const [ahead, behind] = [text.slice(0, from), text.slice(to)]
  if (/(?:^|[ (])-$/.test(ahead) || (from < start && text[start - 1] === '-')) return true
  if (/[.,]\d\d$/.test(digits) && /^-(?: ?[\uE000-\uEFFF](?! ?\d)| ?$)/.test(text.slice(end))) return true
  const isBracketed = (/^\( ?$/.test(ahead) || /\($/.test(text.slice(from, start))) && /^ ?\)$/.test(behind)
  return isBracketed && (from < start || end < to || /[.,]\d\d$/.test(digits))
}

/** Returns the separator before a dash that replaces the decimals, as in `1.899,-`. */
const dashSeparator = (text: string, { end }: Candidate): string | undefined =>
  /^([.,]) ?-/.exec(text.slice(end))?.[1]

function readFree(text: string, hints: Hints): ParsedPrice | null {
  if (/\d/.test(text) || !isFree(wordsOf(text))) return null
  const { currency, flags } = resolveCurrency([], hints)
  return { amount: '0', ...defined({ currency: currency || undefined }), flags: ['free', ...flags] }
}
