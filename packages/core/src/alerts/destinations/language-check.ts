import { fail, type OptionCheck } from '../../options/check.js'

/** Checks a language: a BCP 47 tag such as `'de-AT'`. */
export const languageCheck: OptionCheck<string> = (value, issues) => {
  if (typeof value === 'string' && value.length <= 35 && isLanguage(value)) return value
  return fail(issues, value, "a language such as 'en' or 'de-AT'")
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
