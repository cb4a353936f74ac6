import type { PageElement } from './nodes.js'
import type { StartTag } from './start-tag.js'

/** The maximum length of an attribute value that is matched, in characters. */
const maxValueChars = 500

/**
 * Returns a test for elements whose class, id, `itemprop` or `data-testid` matches a pattern. Elements share their tags, so
 * that each tag is matched once.
 */
export function attributeMatcher(pattern: RegExp): (element: PageElement) => boolean {
  const known = new Map<StartTag, boolean>()
  const matches = (value: string | undefined): boolean =>
    value !== undefined && value !== '' && pattern.test(value.slice(0, maxValueChars))
  return ({ tag }) => {
    const answer = known.get(tag)
    if (answer !== undefined) return answer
    const isMatch = matches(tag.classes) || matches(tag.id) || matches(tag.itemprop) || matches(tag.testId)
    known.set(tag, isMatch)
    return isMatch
  }
}
