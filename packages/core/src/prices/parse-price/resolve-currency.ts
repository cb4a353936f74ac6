import type { CurrencyCodes } from './currency-signs.js'
import type { PriceFlag } from './flags.js'
import { localeInfo } from './locale-info.js'
import { type CurrencyMention, mark, markCurrencies, mentionsIn } from './mentions.js'
import { maxTextLength, normalize } from './normalize.js'

/** What the host knows of the currency. */
export interface CurrencyHints {
  readonly currency?: string | undefined
  readonly currencyHint?: string | undefined
  readonly locale?: string | undefined
}

/** The currency of a price, as far as it is known. */
export interface ResolvedCurrency {
  readonly currency?: string | undefined
  readonly flags: readonly PriceFlag[]
}

/** Settles which currency is meant by what touches the amount, then by what the host knows. */
export function resolveCurrency(
  mentions: readonly CurrencyMention[],
  hints: CurrencyHints,
): ResolvedCurrency {
  const { currency, currencyHint } = hints
  const [main, ...others] = mentions
    .filter(({ isLetter, codes }) => !(isLetter && currency) || codes.includes(currency))
    .toSorted((one, other) => Number(other.isStrong) - Number(one.isStrong))
  const hosts = [currency ? [currency] : [], currencyHint ? hintedCodes(currencyHint) : []]
  if (!main) return settle(hosts.find(({ length }) => length > 0) ?? [], true, hints.locale)
  if (main.codes.length === 0) return { flags: ['no-iso-currency'] }
  let { codes } = main
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

/** The region written in the locale decides between several currencies; the one likely for its language only guesses. */
function settle(codes: CurrencyCodes, isSure: boolean, locale: string | undefined): ResolvedCurrency {
  const tag = locale === undefined ? undefined : localeInfo(locale)
  const likely = tag?.likelyRegion
  const local = codes.filter((code) => likely && code.startsWith(likely))
  const isSettled = (local.length === 1 && tag?.region !== undefined) || (isSure && codes.length < 2)
  return { currency: local[0] ?? codes[0], flags: isSettled ? [] : ['ambiguous-currency'] }
}

const besideNumber = new RegExp(`\\d ?(${mark})|(${mark})\\.? ?\\d|^(${mark})\\.?$`)

/** The currencies that a hint names: by a sign that means nothing else, or by one beside a number or alone. */
function hintedCodes(hint: string): CurrencyCodes {
  const marked = markCurrencies(normalize(hint.slice(0, maxTextLength)))
  const named =
    marked.mentions.find(({ isStrong }) => isStrong) ??
    mentionsIn(marked, besideNumber.exec(marked.text)?.[0] ?? '')[0]
  return named?.codes ?? []
}
