import { append, PageElement, TextNode } from './nodes.js'
import { StartTag } from './start-tag.js'

/** The maximum nesting of elements: twice that of browsers. */
const maxDepth = 1_024

/** The maximum number of elements. The largest product pages have some eighty thousand. */
const maxElements = 150_000

const digit = /\d/

/** Reports a page that was made to exhaust its reader. */
export class PageTooLargeError extends Error {}

const voidElements = new Set(
  'area base basefont br col command embed frame hr img input keygen link meta param source track wbr'.split(
    ' ',
  ),
)

/**
 * The elements that end before an element begins, by its name:
 * https://html.spec.whatwg.org/multipage/syntax.html#optional-tags
 */
const endsBefore: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    p: 'address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul',
    li: 'li',
    'dt dd': 'dt dd',
    'rt rp': 'rt rp',
    option: 'option optgroup select input textarea button',
    optgroup: 'optgroup select input textarea button',
    select: 'select input textarea button',
    button: 'button',
    'td th': 'td th tr tbody tfoot',
    tr: 'tr tbody tfoot',
    'thead tbody': 'tbody tfoot',
  })
    .flatMap(([ended, by]) => by.split(' ').map((name) => [name, ended.split(' ')] as const))
    .reduce((map, [name, ended]) => {
      for (const each of ended) map.set(name, (map.get(name) ?? new Set()).add(each))
      return map
    }, new Map<string, Set<string>>()),
)

/** The elements that may stand in a head; it ends before all others. */
const headElements = new Set(['base', 'basefont', 'bgsound', 'link', 'meta', 'noscript', 'template'])

/** Elements that a page has once; content after the end of the last two still belongs to them. */
const onceElements = new Set(['head', 'body', 'html'])

/**
 * Builds the tree of a page from its tags, and indexes its elements. It closes elements whose end tag is left out, as
 * browsers do.
 */
export class TreeBuilder {
  readonly root = new PageElement(new StartTag('<page>', 4), null)
  readonly metaTags: PageElement[] = []
  readonly microdata: PageElement[] = []
  readonly rdfa: PageElement[] = []
  readonly visible: PageElement[] = []
  readonly headings: PageElement[] = []
  readonly withDigits: PageElement[] = []
  readonly byId = new Map<string, PageElement>()
  language = ''
  #open = this.root
  #depth = 0
  /** The number of open elements, by name. */
  readonly #openByName = new Map<string, number>()
  /** The depth of the outermost hidden element that is open; 0 when nothing is hidden. */
  #hiddenFrom = 0
  #elements = 0

  /** The name of the innermost open element. */
  get innermost(): string {
    return this.#open.name
  }

  /** Opens an element. */
  openTag(tag: StartTag): void {
    if (onceElements.has(tag.name) && this.#openByName.has(tag.name)) return
    if (this.#open.name === 'head' && !headElements.has(tag.name)) this.#close()
    const ended = endsBefore.get(tag.name)
    if (ended) while (ended.has(this.#open.name)) this.#close()
    this.#elements += 1
    if (this.#elements > maxElements) throw new PageTooLargeError(`it has more than ${maxElements} elements`)
    const element = append(new PageElement(tag, this.#open))
    this.#index(element)
    if (voidElements.has(tag.name)) return
    this.#open = element
    this.#depth += 1
    if (this.#depth > maxDepth)
      throw new PageTooLargeError(`its elements are nested more than ${maxDepth} deep`)
    this.#openByName.set(tag.name, (this.#openByName.get(tag.name) ?? 0) + 1)
    if (this.#hiddenFrom === 0 && tag.isHidden) this.#hiddenFrom = this.#depth
  }

  /** Adds an element without its content. */
  addEmpty(tag: StartTag): void {
    append(new PageElement(tag, this.#open))
  }

  /** Closes the innermost element of a name, and all that is open within it. */
  closeTag(name: string): void {
    if (!this.#openByName.get(name) || (name !== 'head' && onceElements.has(name))) return
    while (this.#open.name !== name) this.#close()
    this.#close()
  }

  #close(): void {
    const { name, parent } = this.#open
    this.#openByName.set(name, (this.#openByName.get(name) ?? 1) - 1)
    if (this.#hiddenFrom === this.#depth) this.#hiddenFrom = 0
    this.#depth -= 1
    this.#open = parent ?? this.root
  }

  /** Adds a text to the innermost element. */
  text(data: string): void {
    const around = this.#open
    append(new TextNode(data, around))
    if (this.#hiddenFrom > 0 || around === this.root || !digit.test(data)) return
    if (this.withDigits.at(-1) !== around) this.withDigits.push(around)
  }

  #index(element: PageElement): void {
    const { tag } = element
    const { name, id } = tag
    if (tag.hasItem) this.microdata.push(element)
    if (tag.hasRdfa) this.rdfa.push(element)
    if (id !== undefined && !this.byId.has(id)) this.byId.set(id, element)
    if (name === 'meta') this.metaTags.push(element)
    else if (name === 'html') this.language ||= tag.attributes.lang?.trim() ?? ''
    if (this.#hiddenFrom > 0 || tag.isHidden) return
    this.visible.push(element)
    if (name === 'h1' || name === 'h2') this.headings.push(element)
  }
}
