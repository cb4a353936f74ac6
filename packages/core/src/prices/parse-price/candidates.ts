import { type CurrencyMention, type MarkedText, mark, mentionsIn } from './mentions.js'

/** A number that may be the price, with the currencies beside it. */
export interface Candidate {
  /** The digits with their separators. */
  readonly digits: string
  /** The currencies named beside the number. */
  readonly mentions: readonly CurrencyMention[]
  /** The start of the digits in the marked text. */
  readonly start: number
  /** The end of the digits. */
  readonly end: number
  /** The start of the digits with their currencies. */
  readonly from: number
  /** The end of the digits with their currencies. */
  readonly to: number
}

/** Abbreviations of thousands or millions, as the source of a regular expression. */
export const abbreviation =
  '(?:[kKmM](?![\\p{L}\\d])| ?(?:lakh|crore|mio|mln|million|тыс|млн|万|億|亿|만)s?(?!\\p{L}))'

/**
 * The source of a number: digits in groups of three parted by a space or an apostrophe, or digits alone; then more
 * digits after a point or a comma. Two digits may have a space beside the separator, where two elements of a page
 * meet (`10, 83`, `12 .99`).
 */
const digits =
  "((?:\\d{1,3}(?:[ '’٬]\\d{3}(?!\\d))+|\\d+)(?:[.,٫·]\\d+|[.,] \\d\\d(?!\\d)| [.,]\\d\\d(?![\\d.,]))*)"

/**
 * The source of currencies after a number, which may end in a dash for its decimals (`1.299,- €`). In `iPhone 15 £99`
 * the sign belongs to the price.
 */
const after = `${abbreviation}?(?:[.,:] ?-{1,2}|-{1,2})?(?:\\.?${mark}| \\.?${mark}(?!\\d))(?: ?${mark})*`

/** The pattern of a candidate. In `£5 €6` the second sign belongs to the second number. */
const pattern = new RegExp(
  `(?<!${mark}[ .:=]{0,3})((?:${mark}[ .:=]{0,3})+-?)${digits}(?:${after}(?! ?\\d))?|${digits}(?:${after})?`,
  'gu',
)

/** The text after a number that makes it a measure, a part of a code, a date or a time, when it has no currency. */
const measure =
  /^(?:\p{L}| ?(?:[/:]\d|(?:[cm]?m|[km]?g|[cm]?l|oz|lbs?|ft|in|pcs?|stück|шт|к?г|м?л|[gt]b|x|days?|tage?|monate?)(?!\p{L})))/iu

/** Returns the numbers of a text that may be its price, from left to right. */
export function findCandidates(marked: MarkedText): readonly Candidate[] {
  return Array.from(
    marked.text.matchAll(pattern),
    ({ 0: whole, 1: before = '', 2: signed, 3: bare = '', index }) => {
      const digits = signed ?? bare
      const start = index + before.length
      const mentions = mentionsIn(marked, whole)
      return { digits, mentions, start, end: start + digits.length, from: index, to: index + whole.length }
    },
  ).filter((candidate) => mayBePrice(marked.text, candidate))
}

/** Words that make two digits a clothing size, in any country's numbers: `size EUR 42`. */
const size =
  /(?:size|gr(?:ö|oe)(?:ß|ss)e|gr\.|taille|pointure|talla|taglia|maat|rozmiar|размер|storlek|størrelse) ?:? ?$/i

function mayBePrice(text: string, candidate: Candidate): boolean {
  const { digits, start, end, from, mentions } = candidate
  const ahead = text.slice(Math.max(0, start - 2), start)
  const behind = text.slice(end, end + 12)
  if (/^ ?[%٪]/.test(behind) || /[%٪]$/.test(ahead)) return false
  if (/^\d\d$/.test(digits) && size.test(text.slice(Math.max(0, from - 16), from))) return false
  if (isPartOfCode(text, candidate)) return false
  const isCode = /[\p{L}#_]$/u.test(ahead) && !/\D/.test(digits)
  return mentions.length > 0 || !(isCode || measure.test(behind) || /\d[/:]$/.test(ahead))
}

/**
 * Checks for two capitals that belong to the name of a thing, as in `RS485 adapter` and `RS232C`. Alone, `RS485` is
 * an amount of rupees.
 */
function isPartOfCode(text: string, { digits, start, end, from, to, mentions }: Candidate): boolean {
  const isGlued = from === start - 1 && end === to && /^\d{1,4}$/.test(digits)
  if (!isGlued || !mentions.every(({ isCapitals }) => isCapitals)) return false
  return (
    /^[ -]?\p{L}/u.test(text.slice(end, end + 2)) || /\p{L} ?$/u.test(text.slice(Math.max(0, from - 2), from))
  )
}
