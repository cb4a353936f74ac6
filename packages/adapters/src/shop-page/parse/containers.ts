import { ancestorsOf } from './ancestors.js'
import type { PageElement } from './nodes.js'

/** A part of the page, with the elements in it that no smaller part holds. */
export interface PagePart {
  readonly part: PageElement
  /** No more than `most` of them. */
  within(most: number): readonly PageElement[]
}

/** Returns a function that gives the parts of the page around one of the headings, the smallest first. */
export function partsAround(
  headings: readonly PageElement[],
  elements: readonly PageElement[],
): (heading: PageElement) => readonly PagePart[] {
  const pathOf = (heading: PageElement) => [heading, ...ancestorsOf(heading)]
  const nearest = groupBy(elements, nearestIn(new Set(headings.flatMap(pathOf))))
  return (heading) => {
    const path = pathOf(heading)
    const groups = groupBy([...nearest.keys()], nearestIn(new Set(path)))
    return path.flatMap((part) => {
      const grouped = groups.get(part)?.map((around) => nearest.get(around) ?? [])
      return grouped ? [{ part, within: (most) => firstOf(grouped, most) }] : []
    })
  }
}

/** The first of what several groups hold. */
function firstOf(groups: readonly (readonly PageElement[])[], most: number): readonly PageElement[] {
  const first: PageElement[] = []
  for (const group of groups) {
    if (first.length === most) break
    first.push(...group.slice(0, most - first.length))
  }
  return first
}

/** Of so many ancestors in a row what is found is noted once: a note of each takes longer than the way to the next. */
const stride = 16

/** Returns a function that gives the nearest of some elements that holds another, or is it. */
function nearestIn(chosen: ReadonlySet<PageElement>): (element: PageElement) => PageElement | undefined {
  const known = new Map<PageElement, PageElement>()
  return (element) => {
    let up: PageElement | null = element
    while (up && !chosen.has(up) && !known.has(up)) up = up.parent
    const found = up ? (known.get(up) ?? up) : undefined
    // The element itself is asked about but once, its parent often.
    let passed = 0
    for (let each = element === up ? up : element.parent; found && each && each !== up; each = each.parent) {
      if (passed % stride === 0) known.set(each, found)
      passed += 1
    }
    return found
  }
}

function groupBy(
  elements: readonly PageElement[],
  keyOf: (element: PageElement) => PageElement | undefined,
): ReadonlyMap<PageElement, readonly PageElement[]> {
  const groups = new Map<PageElement, PageElement[]>()
  for (const element of elements) {
    const key = keyOf(element)
    const group = key && groups.get(key)
    if (group) group.push(element)
    else if (key) groups.set(key, [element])
  }
  return groups
}
