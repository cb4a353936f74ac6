import { decodeEntities, removeTags } from './markup.js'
import type { DecimalSeparator } from './parse-number.js'

/** The maximum length of a price text or a hint. A longer text is a page. */
export const maxTextLength = 1_000

/**
 * Characters that are invisible (soft hyphens, zero-width characters, writing directions, byte order marks) or
 * private.
 */
const invisible = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uE000-\uF8FF\uFEFF]/g

/** `€` in UTF-8 that was decoded as Windows-1252 or Mac Roman. */
const misreadEuro = /â‚¬|‚Ç¨/g
/** `₹` in UTF-8 that was decoded as Windows-1252 or Mac Roman. */
const misreadRupee = /â‚¹|‚Çπ/g

/** The `Â` or `¬` left before `£`, `¥` or a no-break space when UTF-8 is decoded as Windows-1252 or Mac Roman. */
const misreadLead = /[Â¬](?=[£¥\s])/g

/** A number with an exponent, as machines write one: `1.2E3`. */
const scientific = /(?<![\p{L}\d.,])\d+(?:\.\d+)?e[+-]?\d+(?![\p{L}\d]|[.,]\d)/giu

/** Writes a number without its exponent. One that no price has is left out. */
function writtenOut(number: string): string {
  const value = Number(number)
  return value > 0.001 && value < 1e12 ? `${value}` : ' '
}

/** Characters of a number's gap after a separator, where it may also be two numbers: see {@link joinGaps}. */
export const gap = '\u2063'

/**
 * Normalizes a text for parsing: no markup, one kind of space, digits of every script as 0 to 9, full-width characters
 * as plain ones, wrongly decoded signs repaired, invisible characters removed, numbers that were split over elements
 * joined.
 */
export function normalize(text: string, decimalSeparator?: DecimalSeparator): string {
  let plain = text
  if (plain.includes('&')) plain = decodeEntities(plain)
  if (plain.includes('<')) plain = removeTags(plain)
  // The mark of crossed-out text in Markdown.
  plain = plain.replace(/~~(?=[^~]{1,40}~~)/g, ' was ')
  if (/[^\u0020-\u007E€£]/.test(plain)) plain = plainCharacters(plain)
  if (/\de[+-]?\d/i.test(plain)) plain = plain.replace(scientific, writtenOut)
  if (plain.includes('_')) plain = plain.replace(/(?<=\d)_(?=\d{3})/g, ' ')
  plain = plain.replace(/\s{2,}/g, ' ').trim()
  return joinDecimals(joinGaps(plain), decimalSeparator)
}

/** Replaces invisible characters, other scripts' digits, dashes and wide characters by plain ones. */
const plainCharacters = (text: string): string =>
  text
    .replace(invisible, '')
    .replace(misreadEuro, '€')
    .replace(misreadRupee, '₹')
    .replace(misreadLead, ' ')
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/(?=[\u0660-\u17E9])\p{Nd}/gu, plainDigit)
    .replace(/[−‐-―]/g, '-')
    .replace(/〜/g, '~')
    .replace(/،/g, ',')
    .replace(/\s/g, ' ')

/** Two digits behind a smaller unit of money: `89 руб. 90 коп.`, `5 lei 50 bani`. */
const smallUnits =
  /(?<![\d.,])(\d+) ?(руб\.?|р\.|грн\.?|zł|lei|€|euros?|dollars?|\$)(?: and| et| и| і| i)? (\d\d) ?(?:коп|gr|bani|cents?|ct|c)(?!\p{L})\.?/giu

/**
 * Moves decimals to their number. Two superscript digits become decimals (`9⁹⁹`), and so do a fraction (`1½`) and
 * the number of a smaller unit. Decimals after a euro sign are moved before it, behind a separator of their own: `35€99`
 * becomes `35٫99€`. After a space, where they may be another number, the separator is a middle dot, which marks them
 * as ambiguous.
 */
function joinDecimals(text: string, decimalSeparator: DecimalSeparator | undefined): string {
  let plain = text
  if (/ \d\d$/.test(plain)) plain = plain.replace(/(?<=\p{Sc} ?\d{1,6}) (\d\d)$/u, '·$1')
  if (/[⁰¹²³⁴-⁹¼½¾]/.test(plain)) plain = raisedDecimals(plain)
  if (/ \d\d ?[^\s\d]/.test(plain)) plain = plain.replace(smallUnits, '$1٫$3 $2')
  if (!plain.includes('€')) return plain
  if (decimalSeparator === '€') return plain.replace(/(?<=\d) ?€ ?(\d+)/g, '٫$1€')
  return plain.replace(
    /(?<=\d)(?<![.,]\d{1,2})€( ?)(\d\d)(?![\d.,]| ?€)/g,
    (_, space: string, cents: string) => `${space ? '·' : '٫'}${cents}€`,
  )
}

/** Turns two superscript digits, and a fraction, into decimals. */
const raisedDecimals = (text: string): string =>
  text
    .replace(
      /(?<=\d)([.,]?)[⁰¹²³⁴-⁹]{2}(?![⁰¹²³⁴-⁹])/g,
      (raised) => `.${raised.replace(/[.,]/, '').normalize('NFKC')}`,
    )
    .replace(/(?<=\d) ?[¼½¾]/g, (part) => `.${{ '¼': 25, '½': 5, '¾': 75 }[part.trim()]}`)

/**
 * Joins numbers that elements of a page part: `$ 1 , 299 . 00`. A space before the separator is never written between
 * two numbers, and none after it follows a sign. What only the decimals give away (`1. 299,00`) may still be two
 * numbers, and is marked as a gap.
 */
function joinGaps(text: string): string {
  if (!/[.,] \d| [.,]/.test(text)) return text
  return text
    .replace(/(?<=\d) ([.,]) ?(?=(?:\d{2,3}|-)(?!\d))/g, '$1')
    .replace(/(?<=\p{Sc} ?\d{1,3}(?:[.,]\d{3}){0,3}[.,]) (?=\d{2,3}(?!\d))/gu, '')
    .replace(/(?<=(?<![\d.,])\d{1,3}([.,])) (?=\d{3}(?!\1)[.,] ?\d\d(?!\d))/g, gap)
}

/**
 * Converts a decimal digit of any script. Unicode keeps the digits of a script in order: those of India, U+0900 to
 * U+0DFF, begin at 6 within their row of 16, others at 0.
 */
function plainDigit(digit: string): string {
  const code = digit.charCodeAt(0)
  return String((code & 15) - (code >= 0x900 && code < 0xe00 ? 6 : 0))
}
