import { type OptionsShape, parseOptions } from '@telltale/core/ports'
import type { Money } from '@telltale/core/prices'
import { z } from 'zod'
import type { PageElement } from '../shop-page/parse/nodes.js'
import { type Page, parsePage } from '../shop-page/parse/page.js'
import { finderOf, priceAt } from '../shop-page/sources/selectors.js'
import { pageHints } from '../shop-page/values/price-hints.js'

/** A page that was kept, with the price that is known to stand on it. */
export interface KnownPage {
  readonly url: string
  readonly html: string
  readonly price: Money
}

/** A selector that reproduces every known price. */
export interface HealedSelector {
  readonly selector: string
  /** How many known prices it gives again: all of them. */
  readonly reproduced: number
}

const schema = z.strictObject({
  pages: z
    .array(
      z.object({
        url: z.string(),
        html: z.string(),
        price: z.object({ amount: z.string(), currency: z.string() }),
      }),
    )
    .min(1, 'expected at least one page with its known price'),
} satisfies OptionsShape<{ readonly pages: readonly KnownPage[] }>)

/**
 * Finds a selector for the price in the place of one that no longer works: the first that gives the known price on
 * every page that is passed. Pages with different prices make a better proof. `undefined` when there is none, and the
 * host has to look for itself.
 *
 * @throws `ValidationError` when no page is passed.
 * @example
 * ```ts
 * const price = { amount: '4.50', currency: 'EUR' }
 * const html = '<h1>Tea</h1><b class="new-price">4,50 €</b>'
 * healSelector([{ url: 'https://shop.example/tea', html, price }]) // { selector: 'b.new-price', reproduced: 1 }
 * ```
 */
export function healSelector(pages: readonly KnownPage[]): HealedSelector | undefined {
  parseOptions('healSelector', schema, { pages })
  const opened = pages.map(({ html, url, price }) => ({ page: parsePage(html, url), price }))
  const readable = opened.flatMap(({ page, price }) => ('error' in page ? [] : [open(page, price)]))
  const [first] = readable
  if (!first || readable.length < pages.length) return undefined
  for (const element of first.places)
    for (const selector of selectorsOf(element))
      if (readable.every((known) => known.reproduces(selector))) return { selector, reproduced: pages.length }
  return undefined
}

/** The most places of a page that are tried. */
const maxElements = 200

function open(page: Page, price: Money) {
  const find = finderOf(page)
  const hints = { ...pageHints(page), currencies: [price.currency] }
  const says = (element: PageElement | undefined): boolean => {
    const read = priceAt(element, hints)
    const isSame = read !== undefined && Number(read.amount) === Number(price.amount)
    return isSame && (read.currency === undefined || read.currency === price.currency)
  }
  return {
    places: [...page.microdata, ...page.withDigits].filter(says).slice(0, maxElements),
    /** Whether the first match says the price. */
    reproduces: (selector: string) => says(find(selector)),
  }
}

/** An id or a class with digits in it may be another tomorrow. */
const steady = /^[a-z][a-z_-]{2,40}$/i

/** Selectors of an element, the steadiest first. */
function selectorsOf(element: PageElement): readonly string[] {
  const { id, itemprop, class: classes = '' } = element.attributes
  const test = element.attributes['data-testid']
  const own = [
    ...(itemprop && steady.test(itemprop) ? [`[itemprop="${itemprop}"]`] : []),
    ...(id && steady.test(id) ? [`#${id}`] : []),
    ...(test && steady.test(test) ? [`[data-testid="${test}"]`] : []),
    ...classes
      .split(/\s+/)
      .filter((name) => steady.test(name))
      .map((name) => `${element.name}.${name}`),
  ]
  const around = element.parent
  return around && around.name !== 'page' && own.length === 0
    ? selectorsOf(around).map((selector) => `${selector} > ${element.name}`)
    : own
}
