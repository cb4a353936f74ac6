import type { PageElement } from './nodes.js'

/** The element's ancestors, the nearest first, and no more than `most` of them. */
export function ancestorsOf(element: PageElement, most = Number.POSITIVE_INFINITY): readonly PageElement[] {
  const ancestors: PageElement[] = []
  for (let { parent: up } = element; up && ancestors.length < most; up = up.parent) ancestors.push(up)
  return ancestors
}

/** How deep an element stands, itself counted. */
export function depthOf(element: PageElement): number {
  let depth = 0
  for (let up: PageElement | null = element; up; up = up.parent) depth += 1
  return depth
}

/**
 * Returns a function that tells what an element, or else the nearest of its ancestors that has an answer, answers; `false`
 * where none has. It goes through no ancestor twice, however deep the elements stand.
 */
export function nearestAnswer(
  ask: (element: PageElement) => boolean | undefined,
): (element: PageElement) => boolean {
  const known = new Map<PageElement, boolean>()
  return (element) => {
    const passed: PageElement[] = []
    let answer: boolean | undefined
    for (let up: PageElement | null = element; up && answer === undefined; up = up.parent) {
      answer = known.get(up) ?? ask(up)
      passed.push(up)
    }
    for (const each of passed) known.set(each, answer ?? false)
    return answer ?? false
  }
}
