import { AttributeCursor } from './attribute-cursor.js'

const hiddenElements = new Set([
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

/** The attributes that are read of every element. */
interface WatchedAttributes {
  classes: string
  id: string | undefined
  itemprop: string | undefined
  testId: string | undefined
  /** `true` when the element carries microdata. */
  hasItem: boolean
  /** `true` when the element carries RDFa. */
  hasRdfa: boolean
  isHidden: boolean
}

const hiding = /display\s*:\s*none|visibility\s*:\s*hidden/i

/** The properties of meta elements that are read as meta tags. */
const metaProperty = /^\s*(?:og|fb|product|twitter|article|al):/i

function readWatched(cursor: AttributeCursor, isMeta: boolean): WatchedAttributes {
  const read: WatchedAttributes = {
    classes: '',
    id: undefined,
    itemprop: undefined,
    testId: undefined,
    hasItem: false,
    hasRdfa: false,
    isHidden: false,
  }
  while (cursor.next()) {
    if (cursor.is('class')) read.classes ||= cursor.value()
    else if (cursor.is('id')) read.id ??= cursor.value()
    else if (cursor.is('style')) read.isHidden ||= hiding.test(cursor.value())
    else if (cursor.is('hidden')) read.isHidden = true
    else if (cursor.is('data-testid')) read.testId ??= cursor.value()
    else if (cursor.is('itemprop')) read.itemprop ??= cursor.value()
    else if (cursor.is('itemscope')) read.hasItem = true
    else if (cursor.is('typeof')) read.hasRdfa = true
    else if (cursor.is('property')) read.hasRdfa ||= !isMeta || !metaProperty.test(cursor.value())
  }
  read.hasItem ||= read.itemprop !== undefined
  return read
}

/** A start tag. A page repeats a few tags many times: elements with the same tag share it. */
export class StartTag {
  /** The element's name in lower case. */
  readonly name: string
  /** `true` when visitors never see the element. */
  readonly isHidden: boolean
  readonly classes: string
  readonly id: string | undefined
  readonly itemprop: string | undefined
  readonly testId: string | undefined
  /** `true` when it carries microdata. */
  readonly hasItem: boolean
  /** `true` when it carries RDFa. */
  readonly hasRdfa: boolean
  readonly #source: string
  #attributes: Readonly<Record<string, string>> | undefined

  /** @param source - the whole tag as the page writes it, from `<` to `>`. */
  constructor(source: string, nameLength: number) {
    this.name = source.slice(1, 1 + nameLength).toLowerCase()
    this.#source = source
    const watched = readWatched(this.#cursor(), this.name === 'meta')
    this.classes = watched.classes
    this.id = watched.id
    this.itemprop = watched.itemprop
    this.testId = watched.testId
    this.hasItem = watched.hasItem
    this.hasRdfa = watched.hasRdfa
    this.isHidden = watched.isHidden || hiddenElements.has(this.name)
  }

  /** All attributes by their names in lower case; of several of one name the first. */
  get attributes(): Readonly<Record<string, string>> {
    this.#attributes ??= this.#readAttributes()
    return this.#attributes
  }

  #readAttributes(): Record<string, string> {
    const attributes: Record<string, string> = Object.create(null)
    for (const cursor = this.#cursor(); cursor.next(); ) attributes[cursor.name()] ??= cursor.value()
    return attributes
  }

  #cursor(): AttributeCursor {
    const cursor = new AttributeCursor(this.#source)
    cursor.at = this.name.length + 1
    return cursor
  }
}
