import { type CurrencyMention, type MarkedText, mark, mentionsIn } from './mentions.js'

/** A number that may be the price, with the currencies named right beside it. */
export interface Candidate {
  /** The digits and what stands between them. */
  readonly digits: string
  readonly mentions: readonly CurrencyMention[]
  /** Where the digits begin in the marked text. */
  readonly start: number
  /** Where they have ended. */
  readonly end: number
  /** Where the digits with their mentions begin. */
  readonly from: number
  /** Where these have ended. */
  readonly to: number
}

/** Thousands or millions, said by a letter or a word. */
export const abbreviation =
  '(?:[kKmM](?![\\p{L}\\d])| ?(?:lakh|crore|mio|mln|million|тыс|млн|万|億|亿|만)s?(?!\\p{L}))'

/**
 * Digits in groups of three parted by a space or an apostrophe, or digits alone; then further digits after a point or a
 * comma, or with a space beside one of these when they are two (`10, 83`, `12 .99`, where two elements of a page meet).
 */
const digits =
  "((?:\\d{1,3}(?:[ '’٬]\\d{3}(?!\\d))+|\\d+)(?:[.,٫·]\\d+|[.,] \\d\\d(?!\\d)| [.,]\\d\\d(?![\\d.,]))*)"

/** Currencies after a number, which may end in a dash for its decimals (`1.299,- €`). In `iPhone 15 £99` the sign is the price's. */
const after = `${abbreviation}?(?:[.,:] ?-{1,2}|-{1,2})?(?:\\.?${mark}| \\.?${mark}(?!\\d))(?: ?${mark})*`

/** In `£5 €6` the second sign is the second number's. */
const pattern = new RegExp(
  `(?<!${mark}[ .:=]{0,3})((?:${mark}[ .:=]{0,3})+-?)${digits}(?:${after}(?! ?\\d))?|${digits}(?:${after})?`,
  'gu',
)

/** What makes of a number without a currency a measure, a part of a code, a date or a time rather than a price. */
const measure =
  /^(?:\p{L}| ?(?:[/:]\d|(?:[cm]?m|[km]?g|[cm]?l|oz|lbs?|ft|in|pcs?|stück|шт|к?г|м?л|[gt]b|x|days?|tage?|monate?)(?!\p{L})))/iu

/** The numbers of a text that may be its price, from left to right. */
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

/** Words that make two digits a size of clothes, in whichever country's numbers: `size EUR 42`. */
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

/** In `RS485 adapter` and `RS232C` two capitals belong to the name of a thing; alone, `RS485` is an amount of rupees. */
function isPartOfCode(text: string, { digits, start, end, from, to, mentions }: Candidate): boolean {
  const isGlued = from === start - 1 && end === to && /^\d{1,4}$/.test(digits)
  if (!isGlued || !mentions.every(({ isCapitals }) => isCapitals)) return false
  return (
    /^[ -]?\p{L}/u.test(text.slice(end, end + 2)) || /\p{L} ?$/u.test(text.slice(Math.max(0, from - 2), from))
  )
}
