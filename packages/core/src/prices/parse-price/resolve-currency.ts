import type { CurrencyCodes } from './currency-signs.js'
import type { PriceFlag } from './flags.js'
import { localeInfo } from './locale-info.js'
import { type CurrencyMention, mark, markCurrencies, mentionsIn } from './mentions.js'
import { maxTextLength, normalize } from './normalize.js'

/** Hints of the host about the currency. */
export interface CurrencyHints {
  /** The ISO 4217 code of the prices of the shop. */
  readonly currency?: string | undefined
  /** A text that may name the currency. */
  readonly currencyHint?: string | undefined
  /** The BCP 47 language tag of the page. */
  readonly locale?: string | undefined
}

/** The currency of a price, as far as it is known. */
export interface ResolvedCurrency {
  /** The ISO 4217 code; absent when nothing names one. */
  readonly currency?: string | undefined
  /** The reasons why it is not certain. */
  readonly flags: readonly PriceFlag[]
}

/** Resolves the currency from what stands beside the amount, then from what the host knows. */
export function resolveCurrency(
  mentions: readonly CurrencyMention[],
  hints: CurrencyHints,
): ResolvedCurrency {
  const { currency, currencyHint } = hints
  const [main, ...others] = mentions
    .filter(({ isLetter, codes }) => !(isLetter && currency) || codes.includes(currency))
    .toSorted((one, other) => Number(other.isStrong) - Number(one.isStrong))
  const hosts = [
    currency ? [currency] : [],
    currencyHint ? codesIn(hintedCodes(currencyHint), hints.locale) : [],
  ]
  if (!main) return settle(hosts.find(({ length }) => length > 0) ?? [], true, hints.locale)
  let codes = codesIn(main.codes, hints.locale)
  if (codes.length === 0) return { flags: ['no-iso-currency'] }
  let isSure = !main.isLetter
  let isConflict = currency !== undefined && !codes.includes(currency)
  for (const further of [...others, ...hosts.map((host) => ({ codes: host, isStrong: false }))]) {
    const common = codes.filter((code) => further.codes.includes(code))
    if (common.length > 0) {
      codes = common
      isSure = true
    } else isConflict ||= further.isStrong
  }
  const settled = settle(codes, isSure, hints.locale)
  return isConflict ? { ...settled, flags: [...settled.flags, 'currency-conflict'] } : settled
}

/** Returns the codes of a mention; those in small letters only where the locale is of their country, and then alone. */
function codesIn(codes: CurrencyCodes, locale: string | undefined): CurrencyCodes {
  const region = locale === undefined ? undefined : localeInfo(locale)?.likelyRegion
  const local = codes.filter((code) => region && code.startsWith(region.toLowerCase()))
  return local.length > 0
    ? local.map((code) => code.toUpperCase())
    : codes.filter((code) => /[A-Z]/.test(code))
}

/**
 * Picks one of several currencies by the region of the locale. A region that is only likely for the language decides
 * too, but flags the currency as ambiguous.
 */
function settle(codes: CurrencyCodes, isSure: boolean, locale: string | undefined): ResolvedCurrency {
  const tag = locale === undefined ? undefined : localeInfo(locale)
  const likely = tag?.likelyRegion
  const local = codes.filter((code) => likely && code.startsWith(likely))
  const isSettled = (local.length === 1 && tag?.region !== undefined) || (isSure && codes.length < 2)
  return { currency: local[0] ?? codes[0], flags: isSettled ? [] : ['ambiguous-currency'] }
}

const besideNumber = new RegExp(`\\d ?(${mark})|(${mark})\\.? ?\\d|^(${mark})\\.?$`)

/** Returns the currencies that a hint names: by an unambiguous sign, or by one beside a number or alone. */
function hintedCodes(hint: string): CurrencyCodes {
  const marked = markCurrencies(normalize(hint.slice(0, maxTextLength)))
  const named =
    marked.mentions.find(({ isStrong }) => isStrong) ??
    mentionsIn(marked, besideNumber.exec(marked.text)?.[0] ?? '')[0]
  return named?.codes ?? []
}
