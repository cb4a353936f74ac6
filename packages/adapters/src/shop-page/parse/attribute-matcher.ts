import type { PageElement } from './nodes.js'
import type { StartTag } from './start-tag.js'

/** The maximum length of an attribute value that is matched, in characters. */
const maxValueChars = 500

/** The number of matchers that were made. */
let matchers = 0

/**
 * Makes a test for elements whose class, id, `itemprop` or `data-testid` matches a pattern. Tags keep the answers as bits, so
 * that each is matched once, whatever reads the page and however often. Made once for a module: a number has 31 bits.
 */
export function attributeMatcher(pattern: RegExp): (element: PageElement) => boolean {
  const bit = 1 << matchers
  matchers += 1
  return ({ tag }) => {
    if ((tag.askedPatterns & bit) === 0) {
      tag.askedPatterns |= bit
      if (matchesAny(pattern, tag)) tag.matchedPatterns |= bit
    }
    return (tag.matchedPatterns & bit) !== 0
  }
}

function matchesAny(pattern: RegExp, { classes, id, itemprop, testId }: StartTag): boolean {
  const matches = (value: string | undefined): boolean =>
    value !== undefined && value !== '' && pattern.test(value.slice(0, maxValueChars))
  return matches(classes) || matches(id) || matches(itemprop) || matches(testId)
}
