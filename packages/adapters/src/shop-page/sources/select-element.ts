import { compile, type Options, selectOne } from 'css-select'
import { isElement, type PageElement, type PageNode } from '../parse/nodes.js'
import type { Page } from '../parse/page.js'
import { scanPage } from '../parse/scan-page.js'
import { textOf } from '../parse/text.js'

/** The maximum length of the text of an element that a selector such as `:contains()` searches, in characters. */
const maxTextChars = 10_000

/** Checks for a CSS selector of level 4, such as `.price > b`. */
export function isSelector(text: unknown): boolean {
  try {
    return typeof text === 'string' && compile(text, selectionOptions()) !== undefined
  } catch {
    return false
  }
}

/** Returns a function that finds the first element of a page that a selector matches. */
export function finderOf({ html }: Page): (selector: string) => PageElement | undefined {
  const { root } = scanPage(html, { isWhole: true }).tree
  const options = selectionOptions()
  return (selector) => selectOne(selector, [root], options) ?? undefined
}

/** Returns how css-select walks the tree of a page. Lists of siblings are kept, since it asks for them at each node. */
function selectionOptions(): Options<PageNode, PageElement> {
  const childrenOf = new Map<PageNode, PageNode[]>()
  const getChildren = (node: PageNode): PageNode[] => {
    const known = childrenOf.get(node)
    if (known) return known
    const children: PageNode[] = []
    if (isElement(node)) for (let child = node.firstChild; child; child = child.next) children.push(child)
    childrenOf.set(node, children)
    return children
  }
  return {
    adapter: {
      isTag: isElement,
      getChildren,
      getSiblings: (node) => (node.parent ? getChildren(node.parent) : [node]),
      getParent: ({ parent }) => parent,
      getName: ({ name }) => name,
      getAttributeValue: ({ attributes }, name) => attributes[name],
      hasAttrib: ({ attributes }, name) => name in attributes,
      getText: (node) => (isElement(node) ? textOf(node, maxTextChars) : node.data),
      removeSubsets: (nodes) => nodes.filter((node) => !nodes.some((other) => isAround(other, node))),
    },
  }
}

function isAround(outer: PageNode, inner: PageNode): boolean {
  for (let node = inner.parent; node; node = node.parent) if (node === outer) return true
  return false
}
