import { ancestorsOf } from './ancestors.js'
import type { PageElement } from './nodes.js'

/** An element around a heading, with the elements of interest that no smaller such container holds. */
export interface Container {
  /** The element itself. */
  readonly element: PageElement
  /** Returns the first `maxCount` of the elements that it holds. */
  contents(maxCount: number): readonly PageElement[]
}

/**
 * Returns a function that lists the elements around one of the headings that contain any of `elements`, the smallest
 * first.
 */
export function containersAround(
  headings: readonly PageElement[],
  elements: readonly PageElement[],
): (heading: PageElement) => readonly Container[] {
  const pathOf = (heading: PageElement) => [heading, ...ancestorsOf(heading)]
  const nearest = groupBy(elements, closestIn(new Set(headings.flatMap(pathOf))))
  return (heading) => {
    const path = pathOf(heading)
    const groups = groupBy([...nearest.keys()], closestIn(new Set(path)))
    return path.flatMap((element) => {
      const grouped = groups.get(element)?.map((around) => nearest.get(around) ?? [])
      return grouped ? [{ element, contents: (maxCount) => takeFirst(grouped, maxCount) }] : []
    })
  }
}

/** Returns the first `maxCount` elements of several groups. */
function takeFirst(groups: readonly (readonly PageElement[])[], maxCount: number): readonly PageElement[] {
  const first: PageElement[] = []
  for (const group of groups) {
    if (first.length === maxCount) break
    first.push(...group.slice(0, maxCount - first.length))
  }
  return first
}

/**
 * The number of ancestors in a row that share one cache entry: an entry for each takes longer than walking to the next.
 */
const stride = 16

/** Returns a function that finds the closest of the chosen elements that contains another, or is it. */
function closestIn(chosen: ReadonlySet<PageElement>): (element: PageElement) => PageElement | undefined {
  const known = new Map<PageElement, PageElement>()
  return (element) => {
    let up: PageElement | null = element
    while (up && !chosen.has(up) && !known.has(up)) up = up.parent
    const found = up ? (known.get(up) ?? up) : undefined
    // The element itself is looked up only once, its parent often.
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
