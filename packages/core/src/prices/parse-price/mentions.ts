import { type CurrencyCodes, currenciesForSign } from './currency-signs.js'

/** A place where a text names a currency. */
export interface CurrencyMention {
  readonly codes: CurrencyCodes
  /** Whether it names one wherever it stands. Up to three plain letters do so beside a number only, unless they are a code. */
  readonly isStrong: boolean
  /** Whether it is a lone plain letter, such as the R of rand, which is taken with reserve. */
  readonly isLetter: boolean
  /** Whether it is two plain capitals, with which the names of things begin as well. */
  readonly isCapitals: boolean
}

/** A text in which a character of Unicode's private use area, from U+E000 on, stands for each mention of a currency. */
export interface MarkedText {
  readonly text: string
  /** In the order of their marks. */
  readonly mentions: readonly CurrencyMention[]
}

/** The mark of a mention, as the source of a regular expression. */
export const mark = '[\\uE000-\\uF8FF]'

/** A word or a sign with the dots and quotes in it, such as `US $`, `R$`, `Rs.`; not a capital glued to a digit, as in `3D`. */
const word =
  /(?<!\p{L})[A-Z]{1,3} \$|[SB]\/|(?!(?<=\d)[A-Z](?!\p{L}))[\p{L}\p{Sc}](?:[\p{L}\p{M}\p{Sc}]|[.'"״’](?=[\p{L}\p{Sc}])|(?<=\p{L})\.)*/gu

/** Where a sign begins or ends within a word: `CAD$`, `100円起`. */
const signEdge = /(?<=[\p{Sc}円元圆圓원 ])|(?=[\p{Sc}円元圆圓원 ])/u

/** Finds every mention of a currency in a normalized text. */
export function markCurrencies(normalized: string): MarkedText {
  const mentions: CurrencyMention[] = []
  const markSign = (sign: string): string => {
    const codes = currenciesForSign(sign)
    if (!codes) return sign
    mentions.push({
      codes,
      isStrong: isStrong(sign),
      isLetter: /^[A-Z]\.?$/.test(sign),
      // Ringgit, Egyptian pounds and the money of the Gulf are written so more often than anything else.
      isCapitals: /^(?!RM|LE|KD|BD|SR|DH)[A-Z]{2}$/.test(sign),
    })
    return String.fromCharCode(0xdfff + mentions.length)
  }
  const text = normalized.replace(word, (part) =>
    currenciesForSign(part) ? markSign(part) : part.split(signEdge).map(markSign).join(''),
  )
  return { text, mentions }
}

/** A code that is read in small letters as well is no word. */
const isStrong = (sign: string): boolean =>
  !/^[A-Za-z]{1,3}\.?$/.test(sign) ||
  (/^[A-Z]{3}$/.test(sign) && currenciesForSign(sign.toLowerCase()) !== undefined)

/** The mentions whose marks stand in a part of the text, from left to right. */
export const mentionsIn = ({ mentions }: MarkedText, part: string): readonly CurrencyMention[] =>
  [...part].flatMap((character) => mentions[character.charCodeAt(0) - 0xe000] ?? [])
