import { AttributeCursor, isSpace } from './attribute-cursor.js'

const double = 34
const single = 39
const slash = 47
const equals = 61
const greater = 62

/** Checks for a character after which the name of a tag has ended, or for the end of the page. */
export const endsName = (code: number): boolean =>
  code === greater || code === slash || isSpace(code) || Number.isNaN(code)

/**
 * Returns the position after a tag whose attributes begin at `from`; -1 when it does not end. It looks for quotes alone, and
 * reads the attributes one by one only where a page writes them in an odd way.
 */
export function endOfTag(html: string, from: number): number {
  let at = from
  for (;;) {
    const code = html.charCodeAt(at)
    if (code === greater) return at + 1
    if (code === equals) {
      const quote = html.charCodeAt(at + 1)
      if (!isPlainName(html.charCodeAt(at - 1)) || isSpace(quote)) return endByAttributes(html, from)
      if (quote === double || quote === single) {
        at = html.indexOf(quote === double ? '"' : "'", at + 2)
        if (at < 0) return -1
      } else while (!endsValue(html.charCodeAt(at + 1))) at += 1
    } else if (Number.isNaN(code)) return -1
    at += 1
  }
}

/** Checks for a character that a sign of equality may follow: anything else begins a name with it. */
const isPlainName = (code: number): boolean =>
  code !== slash && code !== double && code !== single && !isSpace(code)

const endsValue = (code: number): boolean => code === greater || isSpace(code) || Number.isNaN(code)

function endByAttributes(html: string, from: number): number {
  const cursor = new AttributeCursor(html)
  cursor.at = from
  while (cursor.next());
  return cursor.at
}

/** Returns the position of the end tag of an element, in whatever case; -1 without one. */
export function endOfContent(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const nameTo = at + 2 + name.length
    if (endsName(html.charCodeAt(nameTo)) && html.slice(at + 2, nameTo).toLowerCase() === name)
      return nameTo < html.length ? at : -1
  }
  return -1
}
