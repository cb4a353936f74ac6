import { type CurrencyCodes, currenciesForSign, narrowByName } from './currency-signs.js'
import { type Factor, factorOf } from './factors.js'
import { fold } from './fold.js'
import { currencyFactor, localFactor, type TextOrigin } from './local-words.js'

/** A mention of a currency in a text. */
export interface CurrencyMention {
  /** The sign, abbreviation or word. */
  readonly sign: string
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
 * A text in which each mention of a currency and each word for a power of ten after a number is replaced by a
 * placeholder: a character of the Unicode private use area, from U+E000 on for currencies, from U+F000 on for powers
 * of ten, and from U+F400 on for those after which East Asia goes on counting (`1万2,000円`).
 */
export interface MarkedText {
  /** The text with its placeholders. */
  readonly text: string
  /** The mentions, in the order of their placeholders. */
  readonly mentions: readonly CurrencyMention[]
  /** The powers of ten, in the order of their placeholders. */
  readonly factors: readonly Factor[]
  /** The origin of the text, as far as the host and its currencies tell. */
  readonly origin: TextOrigin
}

/** The source of a regular expression for the placeholder of a currency. */
export const mark = '[\\uE000-\\uEFFF]'

/** The source of a regular expression for the placeholder of a power of ten. */
export const factorMark = '[\\uF000-\\uF7FF]'

/**
 * The pattern of a word or a sign with the dots and quotes in it, such as `US $`, `R$`, `Rs.`, `$ CA`; not a capital
 * right after a digit, as in `3D`.
 */
const word =
  /(?<!\p{L}|\d ?)[A-Z] \$|(?<!\p{L})[A-Z]{2,3} \$|\$ ?(?:AU|CA|US|NZ|HK|SG|MX)D?(?!\p{L})|F CFA|[SB]\/\.?|(?!(?<=\d)[A-Z](?!\p{L}))[\p{L}\p{Sc}](?:[\p{L}\p{M}\p{Sc}]|[.'"״’](?=[\p{L}\p{Sc}])|(?<=\p{L})\.)*/gu

/** The edges of a sign within a word: `CAD$`, `100円起`. */
const signEdge = /(?<=[\p{Sc}円元圆圓원 ]|บาท)|(?=[\p{Sc}円元圆圓원 ]|บาท)/u

/** Replaces the currencies and the powers of ten of a normalized text by placeholders. */
export function markCurrencies(
  normalized: string,
  told: TextOrigin = { locale: undefined, codes: [] },
): MarkedText {
  const { text, mentions, markSign } = markSigns(normalized, told.locale)
  const factors: Factor[] = []
  const origin = { locale: told.locale, codes: [...mentions.flatMap(({ codes }) => codes), ...told.codes] }
  // Most prices have no word beside them.
  const hasFactors = /\p{L}/u.test(text) || mentions.length > 1
  return {
    text: hasFactors ? markFactors(text, { mentions, factors, origin, markSign }) : text,
    mentions,
    factors,
    origin,
  }
}

/** Replaces the currencies alone. Those glued to a power of ten are left: `20 tkr`. */
function markSigns(normalized: string, locale: string | undefined) {
  const mentions: CurrencyMention[] = []
  const markSign = (sign: string): string => {
    const codes = currenciesForSign(sign)
    if (!codes) {
      // An ending may follow an apostrophe: `500 TL'den`.
      const [, head = '', ending = ''] = /^(.+?)(['’].+)$/.exec(sign) ?? []
      return ending && currenciesForSign(head) ? markSign(head) + ending : sign
    }
    const isName = codes.length > 1 && /^\p{L}{4,}$/u.test(sign)
    mentions.push(mentionOf(sign, isName ? narrowByName(codes, normalized, locale) : codes))
    return String.fromCharCode(0xdfff + mentions.length)
  }
  // A dot may join a currency with another word: `Mio.EUR`.
  const markDotted = (part: string): string => {
    const [, head, tail] = /^([^.]{2,}\.)([^.]+\.?)$/.exec(part) ?? []
    if (!head || !tail || currenciesForSign(part)) return markSign(part)
    return markSign(head) + (/^[A-Z]\.?$/.test(tail) ? tail : markSign(tail))
  }
  const text = normalized.replace(word, (part) =>
    currenciesForSign(part) ? markSign(part) : part.split(signEdge).map(markDotted).join(''),
  )
  return { text, mentions, markSign }
}

/** Checks whether a normalized text may name a currency: `false` only where no reading of it finds one. */
export function mayNameCurrency(normalized: string): boolean {
  if (/\p{Sc}/u.test(normalized) || markSigns(normalized, undefined).mentions.length > 0) return true
  for (const [, glued = ''] of normalized.matchAll(/\d ?(\p{L}[\p{L}\p{M}॰]+)/gu))
    for (let length = 1; length < glued.length; length++)
      if (currenciesForSign(glued.slice(length))) return true
  return false
}

function mentionOf(sign: string, codes: CurrencyCodes): CurrencyMention {
  return {
    sign,
    codes,
    isStrong: isStrong(sign),
    isLetter: /^[A-Z]\.?$/.test(sign),
    // These mean ringgit, Egyptian pounds and Gulf currencies more often than anything else.
    isCapitals: /^(?!RM|LE|KD|BD|SR|DH)[A-Z]{2}$/.test(sign),
  }
}

/**
 * Checks for a mention that names a currency wherever it stands. Of three letters, only an ISO code that is no word
 * does.
 */
const isStrong = (sign: string): boolean =>
  !/^[A-Za-z]{1,3}\.?$/.test(sign) ||
  (/^[A-Z]{3}$/.test(sign) && currenciesForSign(sign.toLowerCase()) !== undefined)

/** The inputs of the marking of powers of ten. */
interface FactorMarking {
  readonly mentions: readonly CurrencyMention[]
  readonly factors: Factor[]
  readonly origin: TextOrigin
  readonly markSign: (sign: string) => string
}

/** Up to three words after a digit, or a letter that was taken for a currency although another one stands there. */
const afterDigit =
  /(?<=\d ?)(?:[\p{L}][\p{L}\p{M}॰]*\.?(?: (?:de )?[\p{L}][\p{L}\p{M}॰]*\.?(?![\p{L}\d])){0,2}|[\uE000-\uEFFF](?=(?: ?\p{L}+){0,2} ?[\uE000-\uEFFF])|(?<=[\uE000-\uEFFF][ .]{0,2}\d[\d.,]{0,12} ?)[\uE000-\uEFFF])/gu

/** A word right before a digit, behind a currency or at the beginning. */
const beforeDigit = /(?<=^|[\uE000-\uEFFF][ .]{0,2})[\p{L}][\p{L}\p{M}]* ?(?=\d)/gu

function markFactors(text: string, { mentions, factors, origin, markSign }: FactorMarking): string {
  const markFactor = (part: string, isSpaced: boolean): string | undefined => {
    const factor = factorOf(part, origin)
    if (!factor) return undefined
    // A lone letter means a power of ten where it is glued to the number, or where the language or the currency says so.
    if (isSpaced && factor.isLetter && (mentions.length === 0 || factor.exponent === 0)) return undefined
    factors.push(factor)
    return String.fromCharCode((/[\u3040-\u9fff\uac00-\ud7af]/.test(part) ? 0xf3ff : 0xefff) + factors.length)
  }
  const parts: FactorParts = { markFactor, markSign }
  return text
    .replace(afterDigit, (words, at: number) => {
      const isSpaced = text[at - 1] === ' '
      const mention = mentions[words.charCodeAt(0) - 0xe000]
      if (mention) return (/^[A-Z]{1,2}$/.test(mention.sign) && markFactor(mention.sign, isSpaced)) || words
      return markWords(words, isSpaced, parts)
    })
    .replace(
      beforeDigit,
      (part) => (isLeading(part.trim(), origin) && markFactor(part.trim(), false)) || part,
    )
    .replace(/(?<=[\uF000-\uF7FF]) ?(?:de|d['’]) ?(?=[\uE000-\uEFFF])/giu, ' ')
}

/** Checks for a word that stands before its number in the locale, or in the country of the currency: `elfu 1.2`. */
function isLeading(word: string, { locale, codes }: TextOrigin): boolean {
  const key = `<${fold(word)}`
  return (localFactor(key, locale) ?? currencyFactor(key, codes)) !== undefined
}

interface FactorParts {
  readonly markFactor: (part: string, isSpaced: boolean) => string | undefined
  readonly markSign: (sign: string) => string
}

/** Marks the words after a number for as long as they are powers of ten: `mil millones`. */
function markWords(text: string, isSpaced: boolean, parts: FactorParts): string {
  const words = text.split(' ')
  for (let count = words.length; count > 1; count--) {
    const phrase = parts.markFactor(words.slice(0, count).join(' '), true)
    if (phrase) return [phrase, ...words.slice(count)].join(' ')
  }
  let marked = markWord(words[0] ?? '', isSpaced, parts)
  if (marked === undefined) return text
  let index = 1
  while (/[\uF000-\uF7FF]$/.test(marked) && index < words.length) {
    if (words[index] === 'de') index++
    const further = parts.markFactor(words[index] ?? '', true)
    if (!further) break
    marked += further
    index++
  }
  return [marked, ...words.slice(index)].join(' ')
}

/** Marks a word that is a power of ten, or begins with one: `만원`, `ล้านบาท`, `MEUR`, `tkr`. */
function markWord(word: string, isSpaced: boolean, parts: FactorParts): string | undefined {
  const whole = parts.markFactor(word, isSpaced)
  if (whole) return whole
  const isLatin = /^[A-Za-z.]+$/.test(word)
  for (let length = Math.min(word.length - 1, isLatin ? 3 : 9); length > 0; length--) {
    const head = word.slice(0, length)
    const first = parts.markFactor(isLatin && /^t$/i.test(head) ? 'tsd' : head, false)
    if (!first) continue
    const rest = word.slice(length)
    const sign = rest.length > 1 || !isLatin ? parts.markSign(rest) : rest
    if (sign !== rest) return first + sign
    if (!isLatin) return first + (markWord(rest, false, parts) ?? rest)
  }
  return undefined
}

/** Returns the mentions whose placeholders are in a part of the text, from left to right. */
export function mentionsIn({ mentions }: MarkedText, part: string): readonly CurrencyMention[] {
  const found: CurrencyMention[] = []
  for (let index = 0; index < part.length; index++) {
    const mention = mentions[part.charCodeAt(index) - 0xe000]
    if (mention) found.push(mention)
  }
  return found
}
