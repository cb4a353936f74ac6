import { isElement, type PageElement, type PageNode } from './nodes.js'

/** Checks whether visitors never see the element. */
export const isHidden = ({ tag }: PageElement): boolean => tag.isHidden

/** White space that is collapsed to a single space; a lone space stays. */
const spaces = /\s{2,}|[^\S ]/g

const numberEnd = /[\d%]$/
const numberStart = /^[\d\p{Sc}\p{L}]/u

/** The maximum number of nodes that are read for one text; a longer one is no price and no title. */
const maxTextNodes = 500

/**
 * Returns the text of an element with single spaces, cut at `maxChars` characters. Two numbers of different elements are
 * kept apart: `<b>24</b><sup>99</sup>` is not 2499. Subtrees that `skip` names are left out.
 */
export function textOf(
  element: PageElement,
  maxChars = 200,
  skip: (inner: PageElement) => boolean = isHidden,
): string {
  let text = ''
  let node: PageNode | null = element.firstChild
  for (let count = 0; node && text.length < maxChars && count < maxTextNodes; count += 1) {
    const inner = isElement(node) && !skip(node) ? node.firstChild : null
    if (!isElement(node)) text = joined(text, node.data.slice(0, 2 * maxChars).replace(spaces, ' '))
    node = inner ?? following(node, element)
  }
  return text.trimEnd().slice(0, maxChars)
}

/** Joins two texts with a single space at most, and one between two numbers. */
function joined(text: string, further: string): string {
  if (text === '') return further.trimStart()
  if (text.endsWith(' ') && further.startsWith(' ')) return text + further.slice(1)
  return numberEnd.test(text) && numberStart.test(further) ? `${text} ${further}` : text + further
}

/** The length of a brief text, in characters: a longer one states more than a price or a short note. */
export const maxBriefChars = 100

/**
 * Returns the visible text of an element like `textOf`, cut behind `maxBriefChars`, so that a longer one shows. Elements keep
 * it: several readers ask for the texts around the same prices.
 */
export function briefTextOf(element: PageElement): string {
  element.briefText ??= textOf(element, maxBriefChars + 1)
  return element.briefText
}

/** Returns the node that follows this one and its whole subtree, within `root`. */
export function following(node: PageNode, root: PageElement): PageNode | null {
  let from: PageNode | null = node
  while (from && from !== root && !from.next) from = from.parent
  return from && from !== root ? from.next : null
}

/** Returns the visible text right before an element, within its parent or before that, cut at `maxChars`. */
export function textBefore(element: PageElement, maxChars: number): string {
  let from: PageElement | null = element
  for (let level = 0; from && level < 6; level += 1, from = from.parent) {
    let text = ''
    let node = from.prev
    for (let count = 0; node && text.length < maxChars && count < 20; count += 1, node = node.prev) {
      const said = isElement(node) ? (isHidden(node) ? '' : textOf(node, maxChars)) : node.data.slice(-200)
      text = `${said} ${text}`
    }
    const plain = text.replace(/\s+/g, ' ').trim()
    if (plain) return plain.slice(-maxChars)
  }
  return ''
}

/** Returns an element and the elements in it that visitors can see, in the order of the page, among `maxNodes` nodes. */
export function visibleWithin(
  element: PageElement,
  maxNodes = Number.POSITIVE_INFINITY,
): readonly PageElement[] {
  const within: PageElement[] = []
  let node: PageNode | null = element
  for (let count = 0; node && count < maxNodes; count += 1) {
    const isSeen: boolean = isElement(node) && !isHidden(node)
    if (isSeen) within.push(node as PageElement)
    const inner: PageNode | null = isSeen ? (node as PageElement).firstChild : null
    node = inner ?? (node === element ? null : following(node, element))
  }
  return within
}
