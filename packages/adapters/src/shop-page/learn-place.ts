import type { PricePlace, ProductPage } from '@telltale/core/ports'
import type { Money } from '@telltale/core/prices'
import { findPriceSelector } from './find-price-selector.js'
import { parsePage } from './parse/page.js'
import { pageHints } from './values/price-hints.js'
import { readPriceField, readPriceText, toMoney } from './values/price-text.js'

/**
 * Finds the place of a price on a page: a selector whose first match shows it.
 *
 * @param shown - the text of the price, with or without its currency, or the price itself.
 */
export function learnPlace(page: ProductPage, shown: string | Money): PricePlace | undefined {
  const price = typeof shown === 'string' ? readShown(page, shown) : shown
  const selector = price && findPriceSelector([{ ...page, price }])
  return selector === undefined ? undefined : { selector }
}

/** Reads the text of a price. Without a currency, the first one that the page hints at counts. */
function readShown({ html, url }: ProductPage, text: string): Money | undefined {
  const page = parsePage(html, url)
  if ('error' in page) return undefined
  const hints = pageHints(page)
  const read = readPriceText(text, hints)
  const price = typeof read === 'object' ? read : readPriceField(text, undefined, hints)
  const currency = price?.currency ?? price?.likelyCurrency ?? hints.currencies[0]
  return price && currency ? toMoney(price.amount, currency) : undefined
}
