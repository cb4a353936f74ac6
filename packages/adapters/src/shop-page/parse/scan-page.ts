import { decodeHTML } from 'entities/decode'
import { StartTag } from './start-tag.js'
import { endOfContent, endOfTag, endsName } from './tag-end.js'
import { PageTooLargeError, TreeBuilder } from './tree-builder.js'

/** A script of a page. */
export interface PageScript {
  /** The `type` attribute; empty for a plain script. */
  readonly type: string
  readonly text: string
}

/** The tree, the scripts and the title of a page. */
export interface ScannedPage {
  readonly tree: TreeBuilder
  readonly scripts: readonly PageScript[]
  /** The text of the first `title`; empty without one. */
  readonly title: string
}

/** Elements whose content is no markup, or nothing that a visitor reads. Their content is left out of the tree. */
const skippedContent = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'iframe',
  'noembed',
  'noframes',
  'svg',
])

/** The maximum length of a title, in characters of the source. */
const maxTitleChars = 2_000

/** The maximum number of scripts. The largest product pages have some hundred. */
const maxScripts = 5_000

/** The maximum number of attributes of different tags. The largest product pages have some fifty thousand. */
const maxAttributes = 150_000

/** The maximum length of all texts whose character references are decoded; the rest of a page keeps them. */
const maxDecodedChars = 1_000_000

/** The maximum length of a tag that is shared, in characters; longer ones hardly ever occur twice. */
const maxSharedTagChars = 120

/** The maximum number of tags that are shared. The largest product pages have some three thousand of that length. */
const maxSharedTags = 5_000

const bang = 33
const slash = 47
const question = 63

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)

/** Options of `scanPage`. */
export interface ScanOptions {
  /** `true` to have the elements in the tree whose content is skipped, for readers that count elements. @default false */
  readonly isWhole?: boolean
}

/**
 * Scans a page once, and builds the tree of what a visitor may see. Scripts are kept apart; styles, drawings and comments
 * are skipped.
 *
 * @throws `PageTooLargeError` when the page was made to exhaust its reader.
 */
export function scanPage(html: string, { isWhole = false }: ScanOptions = {}): ScannedPage {
  const scanner = new Scanner(html, isWhole)
  scanner.scan()
  return { tree: scanner.tree, scripts: scanner.scripts, title: scanner.title ?? '' }
}

class Scanner {
  readonly tree = new TreeBuilder()
  readonly scripts: PageScript[] = []
  title: string | undefined
  readonly #html: string
  readonly #isWhole: boolean
  readonly #tags = new Map<string, StartTag>()
  /** The names of elements without any further end tag. */
  readonly #unended = new Set<string>()
  #attributes = 0
  #decodedChars = 0

  constructor(html: string, isWhole: boolean) {
    this.#html = html
    this.#isWhole = isWhole
  }

  scan(): void {
    const html = this.#html
    let textFrom = 0
    for (let at = html.indexOf('<'); at >= 0; ) {
      const first = html.charCodeAt(at + 1)
      const isTag = isLetter(first) || (first === slash && isLetter(html.charCodeAt(at + 2)))
      if (isTag || first === bang || first === question || first === slash) {
        this.#text(textFrom, at)
        textFrom = isTag ? this.#tag(at, first === slash) : this.#endOfComment(at)
        at = html.indexOf('<', textFrom)
      } else at = html.indexOf('<', at + 1)
    }
    this.#text(textFrom, html.length)
  }

  #text(from: number, to: number): void {
    if (from >= to) return
    const text = this.#html.slice(from, to)
    this.tree.text(text.includes('&') ? this.#decode(text) : text)
  }

  #decode(text: string): string {
    this.#decodedChars += text.length
    return this.#decodedChars > maxDecodedChars ? text : decodeHTML(text)
  }

  #endOfComment(at: number): number {
    const end = this.#html.startsWith('--', at + 2)
      ? this.#html.indexOf('-->', at + 2) + 2
      : this.#html.indexOf('>', at)
    return end <= at + 1 ? this.#html.length : end + 1
  }

  /** Reads the tag at `at`. Returns the position after it. */
  #tag(at: number, isClosing: boolean): number {
    const html = this.#html
    const nameFrom = isClosing ? at + 2 : at + 1
    let nameTo = nameFrom
    while (!endsName(html.charCodeAt(nameTo))) nameTo += 1
    const end = endOfTag(html, nameTo)
    // A tag that does not end is none.
    if (end < 0) return html.length
    if (!isClosing) return this.#openTag(html.slice(at, end), nameTo - nameFrom, end)
    const { innermost } = this.tree
    const isInnermost = nameTo - nameFrom === innermost.length && html.startsWith(innermost, nameFrom)
    this.tree.closeTag(isInnermost ? innermost : html.slice(nameFrom, nameTo).toLowerCase())
    return end
  }

  #openTag(source: string, nameLength: number, end: number): number {
    let tag = source.length <= maxSharedTagChars ? this.#tags.get(source) : undefined
    if (!tag) {
      tag = new StartTag(source, nameLength)
      this.#attributes += tag.attributeCount
      if (this.#attributes > maxAttributes)
        throw new PageTooLargeError(`it has more than ${maxAttributes} attributes`)
      if (source.length <= maxSharedTagChars && this.#tags.size < maxSharedTags) this.#tags.set(source, tag)
    }
    if (!skippedContent.has(tag.name)) {
      this.tree.openTag(tag)
      return end
    }
    if (this.#isWhole) this.tree.addEmpty(tag)
    return this.#skipContent(tag, end)
  }

  /**
   * Skips the content of an element. Without an end tag only the start tag is skipped, or the rest of the page for scripts and
   * styles, which would be read as text.
   */
  #skipContent(tag: StartTag, from: number): number {
    const html = this.#html
    const { name } = tag
    const isEmptyDrawing = name === 'svg' && html.charCodeAt(from - 2) === slash
    if (isEmptyDrawing || this.#unended.has(name)) return from
    const to = endOfContent(html, name, from)
    const isCode = name === 'script' || name === 'style'
    if (to < 0 && !isCode) {
      this.#unended.add(name)
      return from
    }
    const end = to < 0 ? html.length : to
    if (name === 'script') this.#addScript(tag.attributes.type ?? '', html.slice(from, end))
    if (name === 'title') this.title ??= decodeHTML(html.slice(from, Math.min(end, from + maxTitleChars)))
    return end
  }

  #addScript(type: string, text: string): void {
    if (this.scripts.length >= maxScripts)
      throw new PageTooLargeError(`it has more than ${maxScripts} scripts`)
    this.scripts.push({ type, text })
  }
}
