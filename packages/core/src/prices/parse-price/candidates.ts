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

/** The text after a number that makes it a measure, a part of a code, a date or a time, when it has no currency. */
const measure =
  /^(?:\p{L}| ?(?:[/:]\d|(?:[cm]?m|[km]?g|[cm]?l|oz|lbs?|ft|in|pcs?|stück|шт|к?г|м?л|[gt]b|[vw]|x|hours?|days?|tage?|months?|monate?|years?|reviews?|ratings?|points?|left)(?!\p{L})))/iu

/** Returns the numbers of a text that may be its price, from left to right. */
export function findCandidates(marked: MarkedText): readonly Candidate[] {
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
  /(?:size|gr(?:ö|oe)(?:ß|ss)e|gr\.|taille|pointure|talla|taglia|maat|rozmiar|размер|storlek|størrelse) ?:? ?$/i

function mayBePrice({ text, factors }: MarkedText, candidate: Candidate): boolean {
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
  if (isPartOfCode(text, candidate)) return false
  const isCode = /[\p{L}#_]$/u.test(ahead) && !/\D/.test(digits)
  return mentions.length > 0 || !(isCode || measure.test(behind) || /\d[/:]$/.test(ahead))
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
