import type { PageElement } from './nodes.js'

/** Returns the element's ancestors, the nearest first, `maxCount` at most. */
export function ancestorsOf(
  element: PageElement,
  maxCount = Number.POSITIVE_INFINITY,
): readonly PageElement[] {
  const ancestors: PageElement[] = []
  for (let { parent: up } = element; up && ancestors.length < maxCount; up = up.parent) ancestors.push(up)
  return ancestors
}

/** Returns the depth of an element in the tree; the root has depth 1. */
export function depthOf(element: PageElement): number {
  let depth = 0
  for (let up: PageElement | null = element; up; up = up.parent) depth += 1
  return depth
}

/**
 * Returns a function that gives an element's own flag, or else that of its nearest ancestor with one; `false` without any.
 * Results are cached, so that no ancestor is visited twice, however deep the tree.
 */
export function inheritedFlag(
  ownFlag: (element: PageElement) => boolean | undefined,
): (element: PageElement) => boolean {
  const known = new Map<PageElement, boolean>()
  return (element) => {
    const visited: PageElement[] = []
    let flag: boolean | undefined
    for (let up: PageElement | null = element; up && flag === undefined; up = up.parent) {
      flag = known.get(up) ?? ownFlag(up)
      visited.push(up)
    }
    for (const each of visited) known.set(each, flag ?? false)
    return flag ?? false
  }
}
