import { defined } from '@telltale/core/ports'
import { load } from 'cheerio/slim'
import { isElement, type PageElement } from '../parse/nodes.js'
import type { Page } from '../parse/page.js'
import { scanPage } from '../parse/scan-page.js'
import { textOf } from '../parse/text.js'
import { readAvailability, readAvailabilityText } from '../values/availability.js'
import { type Amount, type PriceHints, readPriceField, readPriceText } from '../values/price-text.js'
import type { ProductFacts } from './source-product.js'

/** Where a shop's pages say what: CSS selectors, of which the first match counts. */
export interface ProductSelectors {
  /** What the product costs now. */
  readonly price: string
  /** The higher price that the page sets against it. */
  readonly wasPrice?: string
  readonly title?: string
  readonly availability?: string
}

/** What the host's selectors find; `undefined` when they find no price. */
export function readSelectors(
  page: Page,
  selectors: ProductSelectors,
  hints: PriceHints,
): ProductFacts | undefined {
  const find = finderOf(page)
  const first = (selector: string | undefined) => (selector === undefined ? undefined : find(selector))
  const price = priceAt(first(selectors.price), hints)
  if (!price) return undefined
  const was = priceAt(first(selectors.wasPrice), hints)
  const titled = first(selectors.title)
  const title = titled && textOf(titled, 500)
  const stocked = first(selectors.availability)
  const availability =
    stocked && (readAvailability(stated(stocked)) ?? readAvailabilityText(textOf(stocked, 60)))
  return {
    source: 'selector',
    ...defined({ title: title || undefined, availability }),
    offers: [{ ...price, ...defined({ wasAmount: was?.amount }) }],
  }
}

/** Returns a function that gives the first element of a page that a selector matches. */
export function finderOf({ html }: Page): (selector: string) => PageElement | undefined {
  // All stands in one element: selectors take quadratic time in the number of nodes beside each other at the top.
  const $ = load(`<page>${html}`)
  return (selector) => {
    const found = $(selector).first()
    const node = found.length > 0 ? scanPage($.html(found)).tree.root.firstChild : undefined
    return node && isElement(node) ? node : undefined
  }
}

/** The value that an element states for machines. */
const stated = ({ attribs }: PageElement): string => attribs.content ?? attribs.href ?? attribs.value ?? ''

/** The price that an element says, in an attribute or to people; a bare number counts, since the host points at it. */
export function priceAt(element: PageElement | undefined, hints: PriceHints): Amount | undefined {
  if (!element) return undefined
  const { content, value } = element.attribs
  const field = content ?? value ?? element.attribs['data-price']
  const text = textOf(element, 80)
  const read = field ? undefined : readPriceText(text, hints)
  return typeof read === 'object' ? read : readPriceField(field ?? text, undefined, hints)
}
