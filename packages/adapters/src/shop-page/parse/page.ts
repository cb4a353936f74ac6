import { defined } from '@telltale/core/options'
import type { PageElement } from './nodes.js'
import { type PageScript, scanPage } from './scan-page.js'
import { PageTooLargeError } from './tree-builder.js'

/** A parsed page. */
export interface Page {
  /** Its address; absent when that is no URL. */
  readonly url?: URL
  /** The text of its `<title>`, with single spaces. */
  readonly title: string
  /** The `lang` of its root element, as the page writes it. */
  readonly language: string
  /** The `meta` elements. */
  readonly metaTags: readonly PageElement[]
  /** The elements with microdata. */
  readonly microdata: readonly PageElement[]
  /** The elements with RDFa. */
  readonly rdfa: readonly PageElement[]
  /** The elements that a visitor may see, in the order of the page. */
  readonly visible: readonly PageElement[]
  /** The `h1` and `h2` elements among them. */
  readonly headings: readonly PageElement[]
  /** The elements with a visible digit in their own text. */
  readonly withDigits: readonly PageElement[]
  /** The first element of each id. */
  readonly byId: ReadonlyMap<string, PageElement>
  /** The scripts, in the order of the page. */
  readonly scripts: readonly PageScript[]
  /** The source of the page, for readers that need another kind of tree. */
  readonly html: string
}

/** The maximum length of a page, in characters. The largest product pages have some four million. */
const maxPageChars = 10_000_000

/** Parses a page in bounded time. Returns the reason instead when the page is too large. */
export function parsePage(html: string, url: string): Page | { readonly error: string } {
  if (html.length > maxPageChars) return { error: `it is longer than ${maxPageChars} characters` }
  try {
    const { tree, scripts, title } = scanPage(html)
    const { metaTags, microdata, rdfa, visible, headings, withDigits, byId, language } = tree
    return {
      metaTags,
      microdata,
      rdfa,
      visible,
      headings,
      withDigits,
      byId,
      scripts,
      title: title.replace(/\s+/g, ' ').trim().slice(0, maxTitleChars),
      language,
      html,
      ...defined({ url: URL.canParse(url) ? new URL(url) : undefined }),
    }
  } catch (error) {
    if (error instanceof PageTooLargeError) return { error: error.message }
    throw error
  }
}

/** The maximum length of a title, in characters. */
const maxTitleChars = 1_000

/** Resolves an address against the page. Returns `undefined` unless it is one of HTTP or HTTPS. */
export function absoluteUrl(page: Page, address: string): string | undefined {
  const base = page.url?.href
  if (!address || address.length > 2_000 || !URL.canParse(address, base)) return undefined
  const { protocol, href } = new URL(address, base)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
