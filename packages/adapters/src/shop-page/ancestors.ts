import type { Element } from 'domhandler'

/** The element that holds this one; `null` at the top. */
export const parentOf = ({ parent }: Element): Element | null =>
  parent && 'attribs' in parent ? parent : null

/** The element's ancestors, the nearest first, and no more than `most` of them. */
export function ancestorsOf(element: Element, most = Number.POSITIVE_INFINITY): readonly Element[] {
  const ancestors: Element[] = []
  for (let up = parentOf(element); up && ancestors.length < most; up = parentOf(up)) ancestors.push(up)
  return ancestors
}

/**
 * Returns a function that tells what an element, or else the nearest of its ancestors that has an answer, answers; `false`
 * where none has. It goes through no ancestor twice, however deep the elements stand.
 */
export function nearestAnswer(ask: (element: Element) => boolean | undefined): (element: Element) => boolean {
  const known = new Map<Element, boolean>()
  return (element) => {
    const passed: Element[] = []
    let answer: boolean | undefined
    for (let up: Element | null = element; up && answer === undefined; up = parentOf(up)) {
      answer = known.get(up) ?? ask(up)
      passed.push(up)
    }
    for (const each of passed) known.set(each, answer ?? false)
    return answer ?? false
  }
}
