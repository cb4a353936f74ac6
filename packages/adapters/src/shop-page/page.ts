import { type CheerioAPI, load } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import { DomHandler, ElementType, Parser } from 'htmlparser2'

/** A page that is ready to be read. */
export interface Page {
  /** Where it stands; absent when that is no URL. */
  readonly url?: URL
  readonly $: CheerioAPI
  /** Every element, in the order of the page. */
  readonly elements: readonly Element[]
  /** Those that a visitor may come to see. */
  readonly visible: readonly Element[]
}

/** The longest page that is read, in characters. The largest product pages have some four million. */
const longestPage = 10_000_000

/** The deepest nesting that is read: twice what browsers build. The parser takes quadratic time in the depth. */
const deepestNesting = 1_024

/** The most elements that are read. The largest product pages have some eighty thousand. */
const mostElements = 500_000

class TooLarge extends Error {}

/** Builds the tree, and gives up on a page that was made to exhaust its reader. */
class BoundedHandler extends DomHandler {
  #elements = 0

  /** All stands in one element: cheerio's selectors take quadratic time in the number of nodes beside each other at the top. */
  override onparserinit(parser: Parser): void {
    super.onparserinit(parser)
    super.onopentag('page', {})
  }

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.#elements += 1
    if (this.#elements > mostElements) throw new TooLarge(`it has more than ${mostElements} elements`)
    if (this.tagStack.length > deepestNesting)
      throw new TooLarge(`its elements are nested more than ${deepestNesting} deep`)
    super.onopentag(name, attributes)
  }
}

/** Parses a page once, in bounded time; a page that is too large gives the reason instead. */
export function parsePage(html: string, url: string): Page | { readonly refusal: string } {
  if (html.length > longestPage) return { refusal: `it is longer than ${longestPage} characters` }
  const handler = new BoundedHandler()
  try {
    new Parser(handler).end(html)
  } catch (error) {
    if (error instanceof TooLarge) return { refusal: error.message }
    throw error
  }
  const $ = load(handler.root)
  const elements = $('*').toArray().filter(isElement)
  return { $, elements, visible: visibleOf(elements), ...(URL.canParse(url) && { url: new URL(url) }) }
}

/** Parents come before their children, so that one pass tells what stands in something unseen. */
function visibleOf(elements: readonly Element[]): readonly Element[] {
  const unseen = new Set<unknown>()
  return elements.filter((element) => {
    const isHidden = unseen.has(element.parent) || isUnseen(element)
    if (isHidden) unseen.add(element)
    return !isHidden
  })
}

const unseenElements = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'select',
  'textarea',
  'iframe',
  'svg',
])

/** Whether no visitor ever meets the element. */
export function isUnseen({ name, attribs }: Element): boolean {
  return (
    unseenElements.has(name) ||
    'hidden' in attribs ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs.style ?? '')
  )
}

/** How many nodes are looked at for one text; what is longer is no price and no title. */
const mostTextNodes = 500

/**
 * The text of an element as it is read, with single spaces, cut at `longest` characters. Two numbers of different
 * elements are kept apart: `<b>24</b><sup>99</sup>` is not 2499. Subtrees that `skip` names are left out.
 */
export function textOf(
  element: Element,
  longest = 200,
  skip: (inner: Element) => boolean = isUnseen,
): string {
  let text = ''
  let node: AnyNode | null = element.firstChild
  for (let count = 0; node && text.length < longest && count < mostTextNodes; count += 1) {
    const inner = isElement(node) && !skip(node) ? node.firstChild : null
    if (node.type === ElementType.Text) {
      if (/\d$/.test(text) && /^\d/.test(node.data)) text += ' '
      text += node.data.slice(0, 2 * longest).replace(/\s+/g, ' ')
    }
    node = inner ?? following(node, element)
  }
  return text.replace(/\s+/g, ' ').trim().slice(0, longest)
}

const isElement = (node: AnyNode): node is Element => 'attribs' in node

/** The node that comes after this one and all that is in it, within `root`. */
function following(node: AnyNode, root: Element): AnyNode | null {
  let from: AnyNode | null = node
  while (from && from !== root && !from.next) from = from.parent
  return from && from !== root ? from.next : null
}

/** The element's ancestors, the nearest first. */
export function ancestorsOf(element: Element): readonly Element[] {
  const ancestors: Element[] = []
  for (let { parent } = element; parent && isElement(parent); { parent } = parent) ancestors.push(parent)
  return ancestors
}

/** An address as an absolute one of the web; `undefined` when it is none. */
export function webAddress(page: Page, address: string): string | undefined {
  const base = page.url?.href
  if (!address || address.length > 2_000 || !URL.canParse(address, base)) return undefined
  const { protocol, href } = new URL(address, base)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
