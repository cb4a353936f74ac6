import type { Money } from '@telltale/core/prices'
import type { PageElement } from './parse/nodes.js'
import { type Page, parsePage } from './parse/page.js'
import { finderOf } from './sources/select-element.js'
import { priceAt } from './sources/selectors.js'
import { pageHints } from './values/price-hints.js'

/** A stored page with its known price. */
export interface KnownPage {
  /** The address of the page. */
  readonly url: string
  /** The source of the page. */
  readonly html: string
  /** The price that it showed. */
  readonly price: Money
}

/** Returns the first selector that finds the known price on every page; `undefined` when there is none. */
export function findPriceSelector(pages: readonly KnownPage[]): string | undefined {
  const opened = pages.map(({ html, url, price }) => ({ page: parsePage(html, url), price }))
  const readable = opened.flatMap(({ page, price }) => ('error' in page ? [] : [prepare(page, price)]))
  const [first] = readable
  if (!first || readable.length < pages.length) return undefined
  for (const element of first.candidates)
    for (const selector of selectorsOf(element))
      if (readable.every((known) => known.reproduces(selector))) return selector
  return undefined
}

/** The maximum number of elements of a page that are tried. */
const maxElements = 200

function prepare(page: Page, price: Money) {
  const find = finderOf(page)
  const hints = { ...pageHints(page), currencies: [price.currency] }
  const showsPrice = (element: PageElement | undefined): boolean => {
    const read = priceAt(element, hints)
    const isSame = read !== undefined && Number(read.amount) === Number(price.amount)
    return isSame && (read.currency === undefined || read.currency === price.currency)
  }
  return {
    candidates: [...page.microdata, ...page.withDigits].filter(showsPrice).slice(0, maxElements),
    /** Checks whether the first match of a selector shows the price. */
    reproduces: (selector: string) => showsPrice(find(selector)),
  }
}

/** A name without digits: an id or a class with digits may change with the next build. */
const stableName = /^[a-z][a-z_-]{2,40}$/i

/** Returns selectors of an element, the most stable first. */
function selectorsOf(element: PageElement): readonly string[] {
  const { id, itemprop, class: classes = '' } = element.attributes
  const test = element.attributes['data-testid']
  const own = [
    ...(itemprop && stableName.test(itemprop) ? [`[itemprop="${itemprop}"]`] : []),
    ...(id && stableName.test(id) ? [`#${id}`] : []),
    ...(test && stableName.test(test) ? [`[data-testid="${test}"]`] : []),
    ...classes
      .split(/\s+/)
      .filter((name) => stableName.test(name))
      .map((name) => `${element.name}.${name}`),
  ]
  const around = element.parent
  return around && around.name !== 'page' && own.length === 0
    ? selectorsOf(around).map((selector) => `${selector} > ${element.name}`)
    : own
}
