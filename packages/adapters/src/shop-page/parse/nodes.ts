import type { StartTag } from './start-tag.js'

/** A text node of a page. */
export class TextNode {
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
  readonly tag: StartTag
  readonly parent: PageElement | null
  readonly prev: PageNode | null
  next: PageNode | null = null
  firstChild: PageNode | null = null
  lastChild: PageNode | null = null
  /** The beginning of its text, once it was read: see `briefTextOf`. */
  briefText: string | undefined = undefined

  constructor(tag: StartTag, parent: PageElement | null) {
    this.tag = tag
    this.parent = parent
    this.prev = parent?.lastChild ?? null
  }

  get name(): string {
    return this.tag.name
  }

  /** The attributes, by their names in lower case. */
  get attributes(): Readonly<Record<string, string>> {
    return this.tag.attributes
  }
}

/** A node of a page. */
export type PageNode = PageElement | TextNode

/** Checks whether a node is an element. */
export const isElement = (node: PageNode): node is PageElement => node.tag !== undefined

/** Appends a node to the children of its parent. */
export function append<Node extends PageNode>(node: Node): Node {
  const { parent } = node
  if (!parent) return node
  if (parent.lastChild) parent.lastChild.next = node
  else parent.firstChild = node
  parent.lastChild = node
  return node
}

/** Returns the child element of an element that has only one. */
export function onlyElementIn({ firstChild }: PageElement): PageElement | undefined {
  let only: PageElement | undefined
  for (let node = firstChild; node; node = node.next) {
    if (isElement(node) && only) return undefined
    if (isElement(node)) only = node
  }
  return only
}
