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

/**
 * Normalizes a text for parsing: one kind of space, digits of every script as 0 to 9, full-width characters as plain
 * ones, wrongly decoded signs repaired, invisible characters removed. Two superscript digits after a number become
 * its decimals (`9⁹⁹`). Decimals after a euro sign are moved before it, behind a separator of their own: `35€99`
 * becomes `35٫99€`. After a space, where they may be another number, the separator is a middle dot, which marks them
 * as ambiguous.
 */
export function normalize(text: string, decimalSeparator?: DecimalSeparator): string {
  const plain = text
    .replace(invisible, '')
    .replace(misreadEuro, '€')
    .replace(misreadRupee, '₹')
    .replace(misreadLead, ' ')
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/(?=[\u0660-\u17E9])\p{Nd}/gu, plainDigit)
    .replace(/(?<=\d)[⁰¹²³⁴-⁹]{2}(?![⁰¹²³⁴-⁹])/g, (raised) => `.${raised.normalize('NFKC')}`)
    .replace(/[−‐‑–—]/g, '-')
    .replace(/،/g, ',')
    .replace(/\s+/g, ' ')
    .trim()
  if (decimalSeparator === '€') return plain.replace(/(?<=\d) ?€ ?(\d+)/g, '٫$1€')
  return plain.replace(
    /(?<=\d)(?<![.,]\d{1,2})€( ?)(\d\d)(?![\d.,]| ?€)/g,
    (_, space: string, cents: string) => `${space ? '·' : '٫'}${cents}€`,
  )
}

/**
 * Converts a decimal digit of any script. Unicode keeps the digits of a script in order: those of India, U+0900 to
 * U+0DFF, begin at 6 within their row of 16, others at 0.
 */
function plainDigit(digit: string): string {
  const code = digit.charCodeAt(0)
  return String((code & 15) - (code >= 0x900 && code < 0xe00 ? 6 : 0))
}
