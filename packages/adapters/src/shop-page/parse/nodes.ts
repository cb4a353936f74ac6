import type { PageTag } from './start-tag.js'

/** A piece of text of a page. */
export class PageText {
  readonly tag = undefined
  readonly data: string
  readonly parent: PageElement | null
  readonly prev: PageNode | null
  next: PageNode | null = null

  constructor(data: string, parent: PageElement) {
    this.data = data
    this.parent = parent
    this.prev = parent.lastChild
  }
}

/** An element of a page. */
export class PageElement {
  readonly tag: PageTag
  readonly parent: PageElement | null
  readonly prev: PageNode | null
  next: PageNode | null = null
  firstChild: PageNode | null = null
  lastChild: PageNode | null = null

  constructor(tag: PageTag, parent: PageElement | null) {
    this.tag = tag
    this.parent = parent
    this.prev = parent?.lastChild ?? null
  }

  get name(): string {
    return this.tag.name
  }

  /** Its attributes, by their names in lower case. */
  get attribs(): Readonly<Record<string, string>> {
    return this.tag.attributes
  }
}

/** A part of a page. */
export type PageNode = PageElement | PageText

/** Whether the part is an element. */
export const isElement = (node: PageNode): node is PageElement => node.tag !== undefined

/** Puts a part behind the others in its parent. */
export function append<Node extends PageNode>(node: Node): Node {
  const { parent } = node
  if (!parent) return node
  if (parent.lastChild) parent.lastChild.next = node
  else parent.firstChild = node
  parent.lastChild = node
  return node
}

/** The elements right within one. */
export function elementsIn({ firstChild }: PageElement): readonly PageElement[] {
  const elements: PageElement[] = []
  for (let node = firstChild; node; node = node.next) if (isElement(node)) elements.push(node)
  return elements
}
