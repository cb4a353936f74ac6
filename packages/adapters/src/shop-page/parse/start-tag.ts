import { AttributeCursor } from './attribute-cursor.js'

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

/** What is looked at on every element. */
interface WatchedAttributes {
  classes: string
  id: string | undefined
  itemprop: string | undefined
  testId: string | undefined
  /** Whether the element carries microdata. */
  hasItem: boolean
  /** Whether it carries RDFa. */
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

/** An opening tag. A page writes few different ones many times: elements with the same share it. */
export class PageTag {
  /** In lower case. */
  readonly name: string
  /** Whether no visitor ever meets the element. */
  readonly isUnseen: boolean
  readonly classes: string
  readonly id: string | undefined
  readonly itemprop: string | undefined
  readonly testId: string | undefined
  /** Whether it carries microdata. */
  readonly hasItem: boolean
  /** Whether it carries RDFa. */
  readonly hasRdfa: boolean
  readonly #source: string
  #attributes: Readonly<Record<string, string>> | undefined

  /** @param source - the whole tag, as the page writes it. */
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
    this.isUnseen = watched.isHidden || unseenElements.has(this.name)
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
