import * as check from '@telltale/core/options'
import { checkOptions, marketSize } from '@telltale/core/options'
import { findPriceSelector, type KnownPage } from '../shop-page/find-price-selector.js'

export type { KnownPage }

/** A selector that finds every known price. */
export interface HealedSelector {
  /** The CSS selector. */
  readonly selector: string
  /** The number of known prices that it finds: all of them. */
  readonly reproduced: number
}

const pageCheck = check.object({
  url: check.text(),
  html: check.text(),
  price: check.object({ amount: check.text(), currency: check.text() }),
} satisfies check.CheckShape<KnownPage>)

const argumentsCheck = check.strictObject({
  pages: check.refine(
    check.list(pageCheck, 'a list of pages'),
    ({ length }) => length > 0,
    'at least one page with its known price',
  ),
})

/**
 * Finds a new selector for the price when the old one no longer works: the first that finds the known price on every page.
 * Pages with different prices make a better proof. Returns `undefined` when there is none, and the host has to choose one
 * itself.
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
  checkOptions('healSelector', argumentsCheck, { pages }, marketSize)
  const selector = findPriceSelector(pages)
  return selector === undefined ? undefined : { selector, reproduced: pages.length }
}
