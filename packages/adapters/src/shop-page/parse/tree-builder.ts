import { append, PageElement, PageText } from './nodes.js'
import { PageTag } from './start-tag.js'

/** The deepest nesting that is read: twice what browsers build. */
const deepestNesting = 1_024

/** The most elements that are read. The largest product pages have some eighty thousand. */
const mostElements = 500_000

const digit = /\d/

/** A page that was made to exhaust its reader. */
export class TooLarge extends Error {}

const voidElements = new Set(
  'area base basefont br col command embed frame hr img input keygen link meta param source track wbr'.split(
    ' ',
  ),
)

/** Which elements end before one of a name begins: https://html.spec.whatwg.org/multipage/syntax.html#optional-tags */
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

/** What may stand in a head; it ends before everything else. */
const headElements = new Set(['base', 'basefont', 'bgsound', 'link', 'meta', 'noscript', 'template'])

/** A page has one of each; what comes behind the end of the last two is in them, too. */
const onceElements = new Set(['head', 'body', 'html'])

/** Builds the tree of a page from its tags, as browsers do where they are left out, and sorts its elements on the way. */
export class PageTree {
  readonly root = new PageElement(new PageTag('<page>', 4), null)
  readonly metas: PageElement[] = []
  readonly items: PageElement[] = []
  readonly rdfa: PageElement[] = []
  readonly visible: PageElement[] = []
  readonly numbered: PageElement[] = []
  readonly byId = new Map<string, PageElement>()
  language = ''
  #open = this.root
  #depth = 0
  /** How many of each name are open. */
  readonly #openByName = new Map<string, number>()
  /** How many elements are open around the one that hides what is within it; 0 where nothing is hidden. */
  #hiddenFrom = 0
  #elements = 0

  /** The name of the innermost element. */
  get innermost(): string {
    return this.#open.name
  }

  /** Begins an element. */
  openTag(tag: PageTag): void {
    if (onceElements.has(tag.name) && this.#openByName.has(tag.name)) return
    if (this.#open.name === 'head' && !headElements.has(tag.name)) this.#close()
    const ended = endsBefore.get(tag.name)
    if (ended) while (ended.has(this.#open.name)) this.#close()
    this.#elements += 1
    if (this.#elements > mostElements) throw new TooLarge(`it has more than ${mostElements} elements`)
    const element = append(new PageElement(tag, this.#open))
    this.#sort(element)
    if (voidElements.has(tag.name)) return
    this.#open = element
    this.#depth += 1
    if (this.#depth > deepestNesting)
      throw new TooLarge(`its elements are nested more than ${deepestNesting} deep`)
    this.#openByName.set(tag.name, (this.#openByName.get(tag.name) ?? 0) + 1)
    if (this.#hiddenFrom === 0 && tag.isUnseen) this.#hiddenFrom = this.#depth
  }

  /** Ends the innermost element of a name, and all that is open within it. */
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
    append(new PageText(data, around))
    if (this.#hiddenFrom > 0 || around === this.root || !digit.test(data)) return
    if (this.numbered.at(-1) !== around) this.numbered.push(around)
  }

  #sort(element: PageElement): void {
    const { tag } = element
    const { name, id } = tag
    if (tag.hasItem) this.items.push(element)
    if (tag.hasRdfa) this.rdfa.push(element)
    if (id !== undefined && !this.byId.has(id)) this.byId.set(id, element)
    if (name === 'meta') this.metas.push(element)
    else if (name === 'html') this.language ||= tag.attributes.lang?.trim() ?? ''
    if (this.#hiddenFrom === 0 && !tag.isUnseen) this.visible.push(element)
  }
}
