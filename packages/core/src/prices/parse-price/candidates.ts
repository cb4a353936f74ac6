import { isPeriod, type TextOrigin } from './local-words.js'
import { type CurrencyMention, factorMark, type MarkedText, mark, mentionsIn } from './mentions.js'
import { gap } from './normalize.js'

/** A number that may be the price, with the currencies beside it. */
export interface Candidate {
  /** The digits with their separators. */
  readonly digits: string
  /** The placeholders of powers of ten around the digits, with further digits between them; empty for most prices. */
  readonly factors: string
  /** The currencies named beside the number. */
  readonly mentions: readonly CurrencyMention[]
  /** The start of the digits in the marked text. */
  readonly start: number
  /** The end of the digits and their powers of ten. */
  readonly end: number
  /** The start of the digits with their currencies. */
  readonly from: number
  /** The end of the digits with their currencies. */
  readonly to: number
}

/**
 * The source of a number: digits in groups of three parted by a space or an apostrophe, or digits alone; then more
 * digits after a point or a comma. Two digits may have a space beside the separator, where two elements of a page
 * meet (`10, 83`, `12 .99`).
 */
const digits = `((?:\\d{1,3}(?:[ '’٬]\\d{3}(?!\\d))+|\\d+)(?:[.,٫·]${gap}?\\d+|[.,] \\d\\d(?!\\d)| [.,]\\d\\d(?![\\d.,]))*)`

/** The source of powers of ten after a number, with the numbers between and behind them: `1億2000万`, `1万2,000`. */
const scale = `((?:(?: ?${factorMark})+(?: ?\\d[\\d,.]{0,8}(?: ?${factorMark})+){0,3}(?:(?<=[\\uF400-\\uF7FF]) ?\\d[\\d,]{0,8})?)?)`

/**
 * The source of currencies after a number, which may end in a dash for its decimals (`1.299,- €`). In `iPhone 15 £99`
 * the sign belongs to the price.
 */
const after = `(?:[.,:] ?-{1,2}|-{1,2}| ?\\/[=-])?(?:\\.?${mark}| \\.?${mark}(?!\\d))(?: ?${mark})*`

/** The pattern of a candidate. In `£5 €6` the second sign belongs to the second number. */
const pattern = new RegExp(
  `(?<!${mark}[ .:=]{0,3})((?:${mark}[ .:=]{0,3})+-?\\(?)(${factorMark} ?)?${digits}${scale}(?:${after}(?! ?\\d))?|(${factorMark} ?)?${digits}${scale}(?:${after}(?! ?\\d+[.,]\\d\\d(?!\\d| ?${mark})))?`,
  'gu',
)

/** The text after a number that makes it a measure, a part of a code, a date, a time or a rating, when it has no currency. */
const measure =
  /^(?:\p{L}|["″”★☆⭐]|(?:-\d{1,2})? ?(?:[/:]\d|[★☆⭐]|out of \d|von \d|(?:bonus )?(?:[cm]?m|[km]?g|[cm]?l|oz|lbs?|ft|in|inch(?:es)?|zoll|pcs?|stück|шт|к?г|м?л|[kmgt]b|m?ah|[gmk]?hz|k?wh?|v|x|mp|px|dpi|rpm|business|working|hours?|days?|tage?|months?|monate?|years?|stars?|sternen?|étoiles|estrellas|reviews?|ratings?|sold|verkauft|vendu(?:s|es)?|vendid[oa]s?|views?|points?|punkte|puntos|pontos|баллов|left|in stock|available|auf lager|en stock)(?!\p{L})))/iu

/** The words before a number that make it a name, a version or a count, when it has no currency. */
const designation =
  /(?<![\p{L}\d])(?:models?|modell|modèle|modelo|sku|ean|upc|gtin|isbn|asin|mpn|item(?: no)?|art(?:icle|ikel)?(?:[.-]?nr)?|ref|version|usb|hdmi|ddr|bluetooth|android|ios|windows|(?:in )?stock|auf lager|qty|quantity|menge|anzahl|tel|phone|call|fax)[.:#]* ?$/iu

/** The heights of a picture in lines: `1080p`. */
const pictureHeight = /^(?:360|480|720|1080|1440|2160|4320)$/

/** A date, a telephone number, or an offer of pieces (`3 for 2`), where the text names no currency. */
const noPrice =
  /(?<!\d)\d{4}-\d\d-\d\d(?!\d)|\(\d{2,5}\) ?\d{2,4}[- ]\d{3,4}|^(?:3 for [12]|4 for [1-3]|5 for [1-4])$/

/** Returns the numbers of a text that may be its price, from left to right. */
export function findCandidates(marked: MarkedText): readonly Candidate[] {
  if (marked.mentions.length === 0 && noPrice.test(marked.text)) return []
  return Array.from(marked.text.matchAll(pattern), (match) => toCandidate(marked, match)).filter(
    (candidate) => mayBePrice(marked, candidate),
  )
}

function toCandidate(marked: MarkedText, match: RegExpMatchArray): Candidate {
  const [whole, before = '', lead = match[5] ?? '', digits = match[6] ?? '', tail = match[7] ?? ''] = match
  const from = match.index ?? 0
  const start = from + before.length + lead.length
  const mentions = mentionsIn(marked, whole)
  return {
    digits,
    factors: lead.trim() + tail,
    mentions,
    start,
    end: start + digits.length + tail.length,
    from,
    to: from + whole.length,
  }
}

/** Words that make two digits a clothing size, in any country's numbers: `size EUR 42`. */
const size =
  /(?:size|gr(?:ö|oe)(?:ß|ss)e|gr\.|taille|pointure|talla|taglia|maat|rozmiar|размер|storlek|størrelse) ?:? ?(?:EU|UK|US|FR|IT)? ?$/i

function mayBePrice({ text, factors, origin }: MarkedText, candidate: Candidate): boolean {
  const { digits, start, end, from, mentions } = candidate
  const factor = candidate.factors
    ? factors[(candidate.factors.trim().charCodeAt(0) - 0xf000) & 0x3ff]
    : undefined
  if (factor?.isLetter && mentions.length === 0 && !/^\D*\d[\d.,]*\D*[\uE000-\uEFFF]\D*$/.test(text))
    return false
  // In `B0CX23V2ZK` the last letters are no currency.
  if (from === start && /^\d+$/.test(digits) && /[A-Za-z]$/.test(text.slice(0, from))) return false
  const ahead = text.slice(Math.max(0, start - 2), start)
  const behind = text.slice(end, end + 12)
  if (/^ ?[%٪]/.test(behind) || /[%٪]$/.test(ahead)) return false
  if (/^\d\d$/.test(digits) && size.test(text.slice(Math.max(0, from - 16), from))) return false
  if (
    isPartOfCode(text, candidate) ||
    (pictureHeight.test(digits) && /^[\uE000-\uEFFF]/.test(behind) && /^p$/.test(mentions[0]?.sign ?? ''))
  )
    return false
  const isCode = /[\p{L}#_]$/u.test(ahead) && !/\D/.test(digits)
  if (mentions.length > 0) return true
  const isCount = /\($/.test(ahead) && /^\)/.test(behind) && !/[.,]\d\d$/.test(digits)
  if (isCode || isCount || measure.test(behind) || /(?:\d[/:]|\+)$/.test(ahead)) return false
  return !designation.test(text.slice(Math.max(0, start - 16), start)) && !isDuration(text.slice(end), origin)
}

/** Checks for a number of days or the like, or the lower end of their range: `3-5 jours ouvrés`. */
function isDuration(behind: string, origin: TextOrigin): boolean {
  const [, noun] = /^(?: ?(?:-|to|bis|à|a|до) ?\d{1,3})? (\p{L}[\p{L}\p{M}]{2,})/u.exec(behind) ?? []
  return noun !== undefined && isPeriod(noun, origin)
}

/**
 * Checks for capitals that belong to the name of a thing, as in `RS485 adapter`, `RS232C` and `R2-D2`. Alone, `RS485`
 * is an amount of rupees.
 */
function isPartOfCode(text: string, { digits, start, end, from, to, mentions }: Candidate): boolean {
  const isGlued = from === start - 1 && end === to && /^\d{1,4}$/.test(digits)
  if (!isGlued) return false
  if (mentions.every(({ isLetter }) => isLetter))
    return (
      /^-[\p{L}\uE000-\uEFFF]/u.test(text.slice(end, end + 2)) || /[\p{L}\d]-$/u.test(text.slice(0, from))
    )
  if (!mentions.every(({ isCapitals }) => isCapitals)) return false
  return (
    /^[ -]?\p{L}/u.test(text.slice(end, end + 2)) || /\p{L} ?$/u.test(text.slice(Math.max(0, from - 2), from))
  )
}
