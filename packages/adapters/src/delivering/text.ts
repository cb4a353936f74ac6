/** Control characters, and those that reorder the text around them (Unicode UAX 9, explicit formatting characters). */
const strange = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu

/**
 * Returns a text without characters that are none, that steer a terminal, or that reorder a line, so that a name such as
 * `invoice<RLO>fdp.exe` reads as it is written. Lines end with `\n`; half of a surrogate pair becomes U+FFFD.
 */
export const plainText = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(strange, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .trim()

/** Returns a text in one line, cleaned as {@link plainText} does. */
export const oneLine = (text: string): string => plainText(text).replace(/\s+/g, ' ')

/** Measures a text as a service counts it, such as in bytes, or after it was escaped. */
export type Measure = (text: string) => number

/** Measures a text in UTF-16 code units. */
export const lengthOf: Measure = (text) => text.length

/** Measures a text in bytes of UTF-8. */
export const bytesOf: Measure = (text) => Buffer.byteLength(text)

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Returns the last place at or before `index` at which no character is cut. */
function boundaryAt(text: string, index: number): number {
  const start = graphemes.segment(text).containing(index)?.index ?? index
  if (start > 0 || index === 0) return start
  // The whole text is one character that was built of many. Its parts are cut then, but no pair.
  return /[\uDC00-\uDFFF]/.test(text[index] ?? '') ? index - 1 : index
}

/**
 * Cuts a text to what a service takes, between characters as people see them, so that no emoji breaks. The mark of the
 * cut, `…`, is within the limit.
 */
export function cutTo(text: string, max: number, sizeOf: Measure = lengthOf): string {
  if (sizeOf(text) <= max) return text
  let [fits, tooLong] = [0, text.length]
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (sizeOf(`${text.slice(0, middle)}…`) <= max) fits = middle
    else tooLong = middle
  }
  const cut = `${text.slice(0, boundaryAt(text, fits)).trimEnd()}…`
  return sizeOf(cut) <= max ? cut : ''
}

/** Escapes a text for HTML, in an element or an attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
