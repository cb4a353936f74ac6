import type { CurrencyCodes } from './currency-signs.js'
import { fold } from './fold.js'
import { euroRegions } from './locale-info.js'

/** The words of a language that `Intl` knows. */
interface LocalWords {
  /** The powers of ten by their words. A `<` leads those that stand before the number. */
  readonly factors: ReadonlyMap<string, number>
  /** The nouns of periods, such as month, and their abbreviations. */
  readonly periods: ReadonlySet<string>
}

/** The language of a text and its currencies, as far as they are known. */
export interface TextOrigin {
  /** The BCP 47 language tag. */
  readonly locale: string | undefined
  /** The currencies that the text or the host names. */
  readonly codes: CurrencyCodes
}

const cache = /* @__PURE__ */ new Map<string, LocalWords>()

/** The maximum size of the cache. Fewer languages and groups of countries are in use. */
const maxCached = 500

function cached(key: string, make: () => LocalWords): LocalWords {
  const words = cache.get(key) ?? make()
  if (cache.size < maxCached) cache.set(key, words)
  return words
}

const wordsOfLocale = (locale: string): LocalWords =>
  cached(locale, () => ({ factors: readFactors(locale), periods: readPeriods(locale) }))

/** One, two and five have different plurals in the languages of Europe and Arabia. */
const counts = [1, 2, 5]

function readFactors(locale: string): ReadonlyMap<string, number> {
  const factors = new Map<string, number>()
  for (const compactDisplay of ['long', 'short'] as const)
    for (const style of [{}, { style: 'currency', currency: 'EUR' }] as const) {
      const format = new Intl.NumberFormat(locale, {
        notation: 'compact',
        numberingSystem: 'latn',
        compactDisplay,
        ...style,
      })
      for (let exponent = 3; exponent < 15; exponent++)
        for (const count of counts)
          addFactor(factors, format.formatToParts(count * 10 ** exponent), count * 10 ** exponent)
    }
  return factors
}

function addFactor(
  factors: Map<string, number>,
  parts: readonly Intl.NumberFormatPart[],
  value: number,
): void {
  const ofType = (type: string) => parts.filter((part) => part.type === type).map((part) => part.value.trim())
  const [key, first] = [fold(ofType('compact').join(' ')), parts.findIndex(({ type }) => type === 'compact')]
  const exponent = Math.round(Math.log10(value / Number(ofType('integer').join(''))))
  if (!key) return
  if (!factors.has(key)) factors.set(key, exponent)
  if (first < parts.findIndex(({ type }) => type === 'integer')) factors.set(`<${key}`, exponent)
}

function readPeriods(locale: string): ReadonlySet<string> {
  const periods = new Set<string>()
  for (const unit of ['hour', 'day', 'week', 'month', 'year'])
    for (const unitDisplay of ['long', 'short'] as const) {
      const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay })
      for (const count of counts)
        for (const { type, value } of format.formatToParts(count))
          if (type === 'unit') periods.add(fold(value.trim()))
    }
  return periods
}

/** Further languages of the countries of a currency. */
const furtherLanguages: Readonly<Record<string, string>> = {
  INR: 'en-IN bn gu kn ml mr pa ta te',
  PKR: 'en-IN',
  KES: 'sw-KE',
  KZT: 'kk',
  ZAR: 'af',
}

/** The number of currencies whose languages are looked at, of those that a sign may mean. */
const maxCurrencies = 12

/** Returns the words of the likeliest languages of the currencies' countries, and of English. */
const wordsOfCurrencies = (codes: CurrencyCodes): LocalWords => {
  const first = codes.slice(0, maxCurrencies)
  return cached(`${first}`, () => {
    const words = [...new Set(first.flatMap(languagesOf)), 'en'].map(wordsOfLocale)
    return {
      factors: new Map(words.flatMap(({ factors }) => [...factors]).toReversed()),
      periods: new Set(words.flatMap(({ periods }) => [...periods])),
    }
  })
}

/** Returns the likeliest languages of a currency's countries. */
function languagesOf(code: string): readonly string[] {
  const regions = code === 'EUR' ? euroRegions.split(' ') : [code.slice(0, 2)]
  return [
    ...regions.map((region) => new Intl.Locale(`und-${region}`).maximize().language),
    ...(furtherLanguages[code]?.split(' ') ?? []),
  ]
}

/** Returns the power of ten that a word stands for in a locale. */
export const localFactor = (key: string, locale: string | undefined): number | undefined =>
  locale === undefined ? undefined : wordsOfLocale(locale).factors.get(key)

/** Returns the power of ten that a word stands for in a language of the countries of a currency. */
export const currencyFactor = (key: string, codes: CurrencyCodes): number | undefined =>
  codes.length > 0 ? wordsOfCurrencies(codes).factors.get(key) : undefined

/** The length of the shortest noun that other words begin with. */
const minNoun = 3

/** Checks for the noun of a period, or a word that begins with one (`monthly`), in the languages of a text. */
export function isPeriod(word: string, { locale, codes }: TextOrigin): boolean {
  const key = fold(word).replace(/^(?:ال|ל|ב)/, '')
  const known = [wordsOfCurrencies(codes), ...(locale ? [wordsOfLocale(locale)] : [])]
  return known.some(({ periods }) => {
    for (let length = key.length; length >= Math.min(minNoun, key.length); length--)
      if (periods.has(key.slice(0, length))) return true
    return false
  })
}
