import type { AnyNode, Document, Element } from 'domhandler'
import { DomHandler, ElementType, Parser } from 'htmlparser2'
import { parentOf } from './ancestors.js'
import { type SplitPage, splitPage } from './raw-text.js'

/** A script of a page. */
export interface PageScript {
  readonly element: Element
  readonly text: string
}

/** A page that is ready to be read. */
export interface Page {
  /** Where it stands; absent when that is no URL. */
  readonly url?: URL
  readonly root: Document
  /** What its `<title>` says, in single spaces. */
  readonly title: string
  /** The language that it says it is in, as it writes it. */
  readonly language: string
  /** Its `meta` elements. */
  readonly metas: readonly Element[]
  /** The elements with microdata. */
  readonly items: readonly Element[]
  /** The elements that a visitor may come to see, in the order of the page. */
  readonly visible: readonly Element[]
  /** Those that a visitor sees a digit in. */
  readonly numbered: readonly Element[]
  /** The first element of each id. */
  readonly byId: ReadonlyMap<string, Element>
  readonly scripts: readonly PageScript[]
}

/** The longest page that is read, in characters. The largest product pages have some four million. */
const longestPage = 10_000_000

/** The deepest nesting that is read: twice what browsers build. The parser takes quadratic time in the depth. */
const deepestNesting = 1_024

/** The most elements that are read. The largest product pages have some eighty thousand. */
const mostElements = 500_000

class TooLarge extends Error {}

/** Builds the tree, sorts its elements on the way, and gives up on a page that was made to exhaust its reader. */
class PageHandler extends DomHandler {
  readonly metas: Element[] = []
  readonly items: Element[] = []
  readonly scripts: Element[] = []
  readonly visible: Element[] = []
  readonly numbered: Element[] = []
  readonly byId = new Map<string, Element>()
  title: Element | undefined
  language = ''
  #elements = 0
  /** How many elements are open around the one that hides what is within it; 0 where nothing is hidden. */
  #hiddenFrom = 0

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
    const element = this.tagStack.at(-1)
    if (!element || !isElement(element)) return
    this.#sort(element)
  }

  override ontext(text: string): void {
    super.ontext(text)
    if (this.#hiddenFrom > 0 || !/\d/.test(text)) return
    const around = this.tagStack.at(-1)
    if (around && isElement(around) && this.numbered.at(-1) !== around) this.numbered.push(around)
  }

  override onclosetag(): void {
    super.onclosetag()
    if (this.tagStack.length < this.#hiddenFrom) this.#hiddenFrom = 0
  }

  #sort(element: Element): void {
    const { name, attribs } = element
    const { id, itemprop, itemscope, lang } = attribs
    if (itemprop !== undefined || itemscope !== undefined) this.items.push(element)
    if (id !== undefined && !this.byId.has(id)) this.byId.set(id, element)
    if (name === 'meta') this.metas.push(element)
    else if (name === 'script') this.scripts.push(element)
    else if (name === 'title') this.title ??= element
    else if (name === 'html') this.language ||= lang?.trim() ?? ''
    if (this.#hiddenFrom > 0) return
    if (isUnseen(element)) this.#hiddenFrom = this.tagStack.length
    else this.visible.push(element)
  }
}

/** Parses a page once, in bounded time; a page that is too large gives the reason instead. */
export function parsePage(html: string, url: string): Page | { readonly refusal: string } {
  if (html.length > longestPage) return { refusal: `it is longer than ${longestPage} characters` }
  const split = splitPage(html)
  const handler = new PageHandler()
  try {
    new Parser(handler).end(split.markup)
  } catch (error) {
    if (error instanceof TooLarge) return { refusal: error.message }
    throw error
  }
  const { root, metas, items, visible, numbered, byId, title, language } = handler
  return {
    root,
    metas,
    items,
    visible,
    numbered,
    byId,
    scripts: scriptsOf(handler.scripts, split),
    title: title ? textOf(title, 1_000) : '',
    language,
    ...(URL.canParse(url) && { url: new URL(url) }),
  }
}

function scriptsOf(elements: readonly Element[], { scripts }: SplitPage): readonly PageScript[] {
  return elements.map((element) => {
    const inner = element.firstChild
    const said = inner?.type === ElementType.Text ? inner.data : ''
    return { element, text: scripts[Number(said)] ?? said }
  })
}

const unseenElements = new Set([
  'head',
  'title',
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
  if (unseenElements.has(name)) return true
  const { hidden, style } = attribs
  return (
    hidden !== undefined || (style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style))
  )
}

/** White space that is read as a single space; a lone space is one already. */
const spaces = /\s{2,}|[^\S ]/g

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
      if (/[\d%]$/.test(text) && /^[\d\p{Sc}\p{L}]/u.test(node.data)) text += ' '
      text += node.data.slice(0, 2 * longest).replace(spaces, ' ')
    }
    node = inner ?? following(node, element)
  }
  return text.replace(spaces, ' ').trim().slice(0, longest)
}

const isElement = (node: AnyNode): node is Element => 'attribs' in node

/** The node that comes after this one and all that is in it, within `root`. */
function following(node: AnyNode, root: Element): AnyNode | null {
  let from: AnyNode | null = node
  while (from && from !== root && !from.next) from = from.parent
  return from && from !== root ? from.next : null
}

/** The visible text that stands right before an element, within its parent or before that, cut at `longest`. */
export function textBefore(element: Element, longest: number): string {
  let from: Element | null = element
  for (let level = 0; from && level < 6; level += 1, from = parentOf(from)) {
    let text = ''
    let node = from.prev
    for (let count = 0; node && text.length < longest && count < 20; count += 1, node = node.prev) {
      const said = isElement(node) ? (isUnseen(node) ? '' : textOf(node, longest)) : textData(node)
      text = `${said} ${text}`
    }
    const plain = text.replace(/\s+/g, ' ').trim()
    if (plain) return plain.slice(-longest)
  }
  return ''
}

const textData = (node: AnyNode): string => (node.type === ElementType.Text ? node.data.slice(-200) : '')

/** The elements within one, in the order of the page, those left out that nobody sees. */
export function visibleWithin(element: Element): readonly Element[] {
  const within: Element[] = []
  let node: AnyNode | null = element
  while (node) {
    const isSeen: boolean = isElement(node) && !isUnseen(node)
    if (isSeen) within.push(node as Element)
    const inner: AnyNode | null = isSeen ? (node as Element).firstChild : null
    node = inner ?? (node === element ? null : following(node, element))
  }
  return within
}

/** An address as an absolute one of the web; `undefined` when it is none. */
export function webAddress(page: Page, address: string): string | undefined {
  const base = page.url?.href
  if (!address || address.length > 2_000 || !URL.canParse(address, base)) return undefined
  const { protocol, href } = new URL(address, base)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
