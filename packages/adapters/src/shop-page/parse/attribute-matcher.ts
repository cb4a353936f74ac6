import type { PageElement } from './nodes.js'
import type { PageTag } from './start-tag.js'

/** The longest value that is looked at. */
const longestValue = 500

/**
 * Returns a test of whether an element's class, id or the like matches. A page has few different tags on many elements,
 * so that each is looked at once.
 */
export function attributeTest(pattern: RegExp): (element: PageElement) => boolean {
  const known = new Map<PageTag, boolean>()
  const matches = (value: string | undefined): boolean =>
    value !== undefined && value !== '' && pattern.test(value.slice(0, longestValue))
  return ({ tag }) => {
    const answer = known.get(tag)
    if (answer !== undefined) return answer
    const isMatch = matches(tag.classes) || matches(tag.id) || matches(tag.itemprop) || matches(tag.testId)
    known.set(tag, isMatch)
    return isMatch
  }
}
