import type { Element } from 'domhandler'

/** The most different values that one test remembers. */
const mostRemembered = 20_000

/** The longest value that is looked at. */
const longestValue = 500

/**
 * Returns a test of whether an element's class, id or the like matches. A page has few different classes on many
 * elements, so that each is looked at once.
 */
export function attributeTest(pattern: RegExp): (element: Element) => boolean {
  const known = new Map<string, boolean>()
  const test = (value: string | undefined): boolean => {
    if (!value) return false
    const answer = known.get(value) ?? pattern.test(value.slice(0, longestValue))
    if (known.size < mostRemembered) known.set(value, answer)
    return answer
  }
  return ({ attribs }) =>
    test(attribs.class) || test(attribs.id) || test(attribs.itemprop) || test(attribs['data-testid'])
}
