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

const hiding = /display\s*:\s*none|visibility\s*:\s*hidden/i

/** The properties of meta elements that are read as meta tags. */
const metaProperty = /^\s*(?:og|fb|product|twitter|article|al):/i

/** An address that leads to the same page. */
const samePage = /^(#|javascript:)/i

/** Words and styles that strike a text through. */
const struckByStyle = /line-through/i

/** A start tag. A page repeats a few tags many times: elements with the same tag share it. */
export class StartTag {
  /** The element's name in lower case. */
  readonly name: string
  /** `true` when visitors never see the element. */
  isHidden: boolean
  classes = ''
  id: string | undefined
  itemprop: string | undefined
  testId: string | undefined
  /** `true` when it carries microdata. */
  hasItem = false
  /** `true` when it carries RDFa. */
  hasRdfa = false
  /** `true` for a link to another page. */
  leadsAway = false
  /** The number of its attributes. */
  attributeCount = 0
  /** The patterns that were matched with its attributes, as bits, and those that matched: see `attributeMatcher`. */
  askedPatterns = 0
  matchedPatterns = 0
  readonly #source: string
  #attributes: Readonly<Record<string, string>> | undefined
  #words: string | undefined

  /** @param source - the whole tag as the page writes it, from `<` to `>`. */
  constructor(source: string, nameLength: number) {
    this.name = source.slice(1, 1 + nameLength).toLowerCase()
    this.#source = source
    this.isHidden = hiddenElements.has(this.name)
    // Most tags that occur many times have no attributes.
    if (source.length > nameLength + 2) this.#readWatched()
  }

  /** All attributes by their names in lower case; of several of one name the first. */
  get attributes(): Readonly<Record<string, string>> {
    this.#attributes ??= this.#readAttributes()
    return this.#attributes
  }

  /**
   * The words of class, id, `itemprop` and `data-testid`, and `strike` where its style strikes it. Camel case, hyphens and
   * underscores are split: `productPrice-old` gives `product Price old`.
   */
  get words(): string {
    this.#words ??= this.#readWords()
    return this.#words
  }

  #readWords(): string {
    const { class: classes = '', id = '', itemprop = '', style = '' } = this.attributes
    const strike = this.attributes['data-a-strike'] === 'true' || struckByStyle.test(style) ? 'strike' : ''
    return `${classes} ${id} ${itemprop} ${this.attributes['data-testid'] ?? ''} ${strike}`
      .slice(0, 500)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/[_-]/g, ' ')
  }

  #readAttributes(): Record<string, string> {
    const attributes: Record<string, string> = Object.create(null)
    for (const cursor = this.#cursor(); cursor.next(); ) attributes[cursor.name()] ??= cursor.value()
    return attributes
  }

  /** Reads the attributes that are read of every element. */
  #readWatched(): void {
    const cursor = this.#cursor()
    let href: string | undefined
    while (cursor.next()) {
      this.attributeCount += 1
      switch (cursor.nameLength) {
        case 2:
          if (cursor.is('id')) this.id ??= cursor.value()
          break
        case 4:
          if (this.name === 'a' && cursor.is('href')) href ??= cursor.value()
          break
        case 5:
          if (cursor.is('class')) this.classes ||= cursor.value()
          else if (cursor.is('style')) this.isHidden ||= hiding.test(cursor.value())
          break
        default:
          this.#readRare(cursor)
      }
    }
    this.hasItem ||= this.itemprop !== undefined
    this.leadsAway = href !== undefined && !samePage.test(href)
  }

  #readRare(cursor: AttributeCursor): void {
    if (cursor.is('hidden')) this.isHidden = true
    else if (cursor.is('typeof')) this.hasRdfa = true
    else if (cursor.is('property'))
      this.hasRdfa ||= this.name !== 'meta' || !metaProperty.test(cursor.value())
    else if (cursor.is('itemprop')) this.itemprop ??= cursor.value()
    else if (cursor.is('itemscope')) this.hasItem = true
    else if (cursor.is('data-testid')) this.testId ??= cursor.value()
  }

  #cursor(): AttributeCursor {
    const cursor = new AttributeCursor(this.#source)
    cursor.at = this.name.length + 1
    return cursor
  }
}
