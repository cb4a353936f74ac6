import type { DecimalSeparator } from './parse-number.js'

/** A price, or a hint to one, is said in fewer characters than this; what is longer is a page. */
export const maxTextLength = 1_000

/** What is not seen (soft hyphens, zero-width characters, directions of writing, byte order marks) or has no meaning of its own. */
const unseen = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uE000-\uF8FF\uFEFF]/g

/** `€` and `₹` in UTF-8 that was read as Windows-1252 or as Mac Roman. */
const misreadEuro = /â‚¬|‚Ç¨/g
const misreadRupee = /â‚¹|‚Çπ/g

/** The `Â` or `¬` that is left before `£`, `¥` or a no-break space when UTF-8 is read as Windows-1252 or Mac Roman. */
const misreadLead = /[Â¬](?=[£¥\s])/g

/**
 * The text as the grammar reads it: one kind of space, digits of every script as 0 to 9, full-width characters as plain
 * ones, mis-decoded signs mended, marks that are not seen removed. Two raised digits after a number are its decimals
 * (`9⁹⁹`). Decimals that stand after a euro sign come before it, behind a mark of their own: `35€99` is `35٫99€`; after a
 * space, where they may be another number, it is the middle dot, which is read with reserve.
 */
export function normalize(text: string, decimalSeparator?: DecimalSeparator): string {
  const plain = text
    .replace(unseen, '')
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

/** Unicode keeps a script's digits in order: those of India, U+0900 to U+0DFF, begin at 6 within their row of 16, others at 0. */
function plainDigit(digit: string): string {
  const code = digit.charCodeAt(0)
  return String((code & 15) - (code >= 0x900 && code < 0xe00 ? 6 : 0))
}
