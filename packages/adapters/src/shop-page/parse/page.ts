import { defined } from '@telltale/core/ports'
import type { PageElement } from './nodes.js'
import { type PageScript, scanPage } from './scan-page.js'
import { TooLarge } from './tree-builder.js'

/** A page that is ready to be read. */
export interface Page {
  /** Where it stands; absent when that is no URL. */
  readonly url?: URL
  /** What its `<title>` says, in single spaces. */
  readonly title: string
  /** The language that it says it is in, as it writes it. */
  readonly language: string
  /** Its `meta` elements. */
  readonly metas: readonly PageElement[]
  /** The elements with microdata. */
  readonly items: readonly PageElement[]
  /** The elements with RDFa. */
  readonly rdfa: readonly PageElement[]
  /** The elements that a visitor may come to see, in the order of the page. */
  readonly visible: readonly PageElement[]
  /** Those that a visitor sees a digit in. */
  readonly numbered: readonly PageElement[]
  /** The first element of each id. */
  readonly byId: ReadonlyMap<string, PageElement>
  readonly scripts: readonly PageScript[]
  /** The whole page, for those who need a tree of another kind. */
  readonly html: string
}

/** The longest page that is read, in characters. The largest product pages have some four million. */
const longestPage = 10_000_000

/** Reads a page once, in bounded time; a page that is too large gives the reason instead. */
export function parsePage(html: string, url: string): Page | { readonly refusal: string } {
  if (html.length > longestPage) return { refusal: `it is longer than ${longestPage} characters` }
  try {
    const { tree, scripts, title } = scanPage(html)
    const { metas, items, rdfa, visible, numbered, byId, language } = tree
    return {
      metas,
      items,
      rdfa,
      visible,
      numbered,
      byId,
      scripts,
      title: title.replace(/\s+/g, ' ').trim().slice(0, longestTitle),
      language,
      html,
      ...defined({ url: URL.canParse(url) ? new URL(url) : undefined }),
    }
  } catch (error) {
    if (error instanceof TooLarge) return { refusal: error.message }
    throw error
  }
}

/** A longer title is cut. */
const longestTitle = 1_000

/** An address as an absolute one of the web; `undefined` when it is none. */
export function webAddress(page: Page, address: string): string | undefined {
  const base = page.url?.href
  if (!address || address.length > 2_000 || !URL.canParse(address, base)) return undefined
  const { protocol, href } = new URL(address, base)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
