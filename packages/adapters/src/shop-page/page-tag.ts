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

/** An opening tag. A page writes few different ones many times: elements with the same share it. */
export class PageTag {
  /** In lower case. */
  readonly name: string
  /** Whether no visitor ever meets the element. */
  readonly isUnseen: boolean
  readonly classes: string
  readonly id: string | undefined
  readonly itemprop: string | undefined
  /** Whether it carries microdata. */
  readonly hasItem: boolean
  /** Whether it carries RDFa. */
  readonly hasRdfa: boolean
  readonly testId: string | undefined
  readonly #source: string
  #attributes: Readonly<Record<string, string>> | undefined

  /** @param source - the whole tag, as the page writes it. */
  constructor(source: string, nameLength: number) {
    const name = source.slice(1, 1 + nameLength).toLowerCase()
    this.name = name
    this.#source = source
    let classes = ''
    let id: string | undefined
    let itemprop: string | undefined
    let testId: string | undefined
    let hasItem = false
    let hasRdfa = false
    let isUnseen = unseenElements.has(name)
    for (const cursor = this.#cursor(); cursor.next(); )
      switch (watchedLengths.has(cursor.nameLength()) ? cursor.name() : '') {
        case 'class':
          classes ||= cursor.value()
          break
        case 'id':
          id ??= cursor.value()
          break
        case 'itemprop':
          itemprop ??= cursor.value()
          break
        case 'itemscope':
          hasItem = true
          break
        case 'property':
          hasRdfa ||= name !== 'meta' || !/^\s*(?:og|fb|product|twitter|article|al):/i.test(cursor.value())
          break
        case 'typeof':
          hasRdfa = true
          break
        case 'data-testid':
          testId ??= cursor.value()
          break
        case 'hidden':
          isUnseen = true
          break
        case 'style':
          isUnseen ||= /display\s*:\s*none|visibility\s*:\s*hidden/i.test(cursor.value())
      }
    this.classes = classes
    this.id = id
    this.itemprop = itemprop
    this.hasItem = hasItem || itemprop !== undefined
    this.hasRdfa = hasRdfa
    this.testId = testId
    this.isUnseen = isUnseen
  }

  /** All attributes by their names in lower case; of several of one name the first. */
  get attributes(): Readonly<Record<string, string>> {
    this.#attributes ??= this.#readAttributes()
    return this.#attributes
  }

  #readAttributes(): Record<string, string> {
    const attributes: Record<string, string> = Object.create(null)
    for (const cursor = this.#cursor(); cursor.next(); ) {
      const name = cursor.name()
      attributes[name] ??= cursor.value()
    }
    return attributes
  }

  #cursor(): AttributeCursor {
    const cursor = new AttributeCursor(this.#source)
    cursor.at = this.name.length + 1
    return cursor
  }
}

const watchedLengths = new Set(
  ['id', 'class', 'style', 'hidden', 'typeof', 'itemprop', 'property', 'itemscope', 'data-testid'].map(
    ({ length }) => length,
  ),
)
