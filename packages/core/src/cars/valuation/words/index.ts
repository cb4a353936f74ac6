import { englishWords } from './english.js'
import type { ValuationWords } from './valuation-words.js'

export type { DifferenceName, SeenYears, ValuationWords, ValueBasis } from './valuation-words.js'

/** The makers of words by language. A further language is one more entry. */
const languages: Readonly<Record<string, (locale: string) => ValuationWords>> = { en: englishWords }

const made = new Map<string, ValuationWords>()
const maxMade = 50

/** Returns `true` when there are words for a locale. */
export function hasWords(locale: unknown): boolean {
  if (typeof locale !== 'string') return false
  try {
    return Object.hasOwn(languages, new Intl.Locale(locale).language)
  } catch {
    return false
  }
}

/** Returns the words for a locale that {@link hasWords}. */
export function wordsOf(locale: string): ValuationWords {
  const known = made.get(locale)
  if (known) return known
  const words = (languages[new Intl.Locale(locale).language] ?? englishWords)(locale)
  if (made.size < maxMade) made.set(locale, words)
  return words
}
