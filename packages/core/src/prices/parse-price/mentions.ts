import { type CurrencyCodes, currenciesForSign } from './currency-signs.js'

/** A mention of a currency in a text. */
export interface CurrencyMention {
  /** The currencies that may be meant. */
  readonly codes: CurrencyCodes
  /**
   * `true` when it names a currency wherever it stands. Up to three plain letters do so only beside a number, unless
   * they are an ISO code.
   */
  readonly isStrong: boolean
  /** `true` when it is a single plain letter, such as the R of rand, which is weak evidence. */
  readonly isLetter: boolean
  /** `true` when it is two plain capitals, which names of things begin with too. */
  readonly isCapitals: boolean
}

/**
 * A text in which each mention of a currency is replaced by a placeholder: a character of the Unicode private use
 * area, from U+E000 on.
 */
export interface MarkedText {
  /** The text with its placeholders. */
  readonly text: string
  /** The mentions, in the order of their placeholders. */
  readonly mentions: readonly CurrencyMention[]
}

/** The source of a regular expression for a placeholder. */
export const mark = '[\\uE000-\\uF8FF]'

/**
 * The pattern of a word or a sign with the dots and quotes in it, such as `US $`, `R$`, `Rs.`; not a capital right
 * after a digit, as in `3D`.
 */
const word =
  /(?<!\p{L})[A-Z]{1,3} \$|[SB]\/|(?!(?<=\d)[A-Z](?!\p{L}))[\p{L}\p{Sc}](?:[\p{L}\p{M}\p{Sc}]|[.'"״’](?=[\p{L}\p{Sc}])|(?<=\p{L})\.)*/gu

/** The edges of a sign within a word: `CAD$`, `100円起`. */
const signEdge = /(?<=[\p{Sc}円元圆圓원 ])|(?=[\p{Sc}円元圆圓원 ])/u

/** Replaces every mention of a currency in a normalized text by a placeholder. */
export function markCurrencies(normalized: string): MarkedText {
  const mentions: CurrencyMention[] = []
  const markSign = (sign: string): string => {
    const codes = currenciesForSign(sign)
    if (!codes) return sign
    mentions.push({
      codes,
      isStrong: isStrong(sign),
      isLetter: /^[A-Z]\.?$/.test(sign),
      // These mean ringgit, Egyptian pounds and Gulf currencies more often than anything else.
      isCapitals: /^(?!RM|LE|KD|BD|SR|DH)[A-Z]{2}$/.test(sign),
    })
    return String.fromCharCode(0xdfff + mentions.length)
  }
  const text = normalized.replace(word, (part) =>
    currenciesForSign(part) ? markSign(part) : part.split(signEdge).map(markSign).join(''),
  )
  return { text, mentions }
}

/**
 * Checks for a mention that names a currency wherever it stands. Of three letters, only an ISO code that is no word
 * does.
 */
const isStrong = (sign: string): boolean =>
  !/^[A-Za-z]{1,3}\.?$/.test(sign) ||
  (/^[A-Z]{3}$/.test(sign) && currenciesForSign(sign.toLowerCase()) !== undefined)

/** Returns the mentions whose placeholders are in a part of the text, from left to right. */
export const mentionsIn = ({ mentions }: MarkedText, part: string): readonly CurrencyMention[] =>
  [...part].flatMap((character) => mentions[character.charCodeAt(0) - 0xe000] ?? [])
