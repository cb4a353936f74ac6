import { isElement, type PageElement, type PageNode } from './nodes.js'

/** Whether no visitor ever meets the element. */
export const isUnseen = ({ tag }: PageElement): boolean => tag.isUnseen

/** White space that is read as a single space; a lone space is one already. */
const spaces = /\s{2,}|[^\S ]/g

const numberEnd = /[\d%]$/
const numberStart = /^[\d\p{Sc}\p{L}]/u

/** How many nodes are looked at for one text; what is longer is no price and no title. */
const mostTextNodes = 500

/**
 * The text of an element as it is read, with single spaces, cut at `longest` characters. Two numbers of different
 * elements are kept apart: `<b>24</b><sup>99</sup>` is not 2499. Subtrees that `skip` names are left out.
 */
export function textOf(
  element: PageElement,
  longest = 200,
  skip: (inner: PageElement) => boolean = isUnseen,
): string {
  let text = ''
  let node: PageNode | null = element.firstChild
  for (let count = 0; node && text.length < longest && count < mostTextNodes; count += 1) {
    const inner = isElement(node) && !skip(node) ? node.firstChild : null
    if (!isElement(node)) {
      if (numberEnd.test(text) && numberStart.test(node.data)) text += ' '
      text += node.data.slice(0, 2 * longest).replace(spaces, ' ')
    }
    node = inner ?? following(node, element)
  }
  return text.replace(spaces, ' ').trim().slice(0, longest)
}

/** The node that comes after this one and all that is in it, within `root`. */
function following(node: PageNode, root: PageElement): PageNode | null {
  let from: PageNode | null = node
  while (from && from !== root && !from.next) from = from.parent
  return from && from !== root ? from.next : null
}

/** The visible text that stands right before an element, within its parent or before that, cut at `longest`. */
export function textBefore(element: PageElement, longest: number): string {
  let from: PageElement | null = element
  for (let level = 0; from && level < 6; level += 1, from = from.parent) {
    let text = ''
    let node = from.prev
    for (let count = 0; node && text.length < longest && count < 20; count += 1, node = node.prev) {
      const said = isElement(node) ? (isUnseen(node) ? '' : textOf(node, longest)) : node.data.slice(-200)
      text = `${said} ${text}`
    }
    const plain = text.replace(/\s+/g, ' ').trim()
    if (plain) return plain.slice(-longest)
  }
  return ''
}

/** The elements within one, in the order of the page, those left out that nobody sees. */
export function visibleWithin(element: PageElement): readonly PageElement[] {
  const within: PageElement[] = []
  let node: PageNode | null = element
  while (node) {
    const isSeen: boolean = isElement(node) && !isUnseen(node)
    if (isSeen) within.push(node as PageElement)
    const inner: PageNode | null = isSeen ? (node as PageElement).firstChild : null
    node = inner ?? (node === element ? null : following(node, element))
  }
  return within
}
