import { defined } from '@telltale/core/options'
import type { PageElement } from '../../parse/nodes.js'
import { briefTextOf, textBefore } from '../../parse/text.js'
import type { PriceHints, StatedPrice } from '../../values/price-text.js'
import { type BriefPrice, readBriefPrice } from './brief-price.js'
import { hasOldPriceTag, regularPriceWords } from './price-words.js'

/** A price that a visitor sees on the page. */
export interface VisiblePrice {
  /** The element that shows it. */
  readonly element: PageElement
  /**
   * - `current`: one price, without a doubt
   * - `was`: a price that is crossed out, or called old
   * - `regular`: a price that is called the regular one: the current price, unless a lower one stands beside it
   * - `ambiguous`: money, but not one price: a range, several amounts, `from $5`
   */
  readonly kind: 'current' | 'was' | 'regular' | 'ambiguous'
  /** `true` when words beside it call it the price. */
  readonly isLabelled: boolean
  /** `true` when the names of its element call it the regular price. */
  readonly isRegular?: true
  /** The price; absent when it is ambiguous. */
  readonly price?: StatedPrice
}

/** The maximum number of elements of one page that are read for a price. */
export const maxPriceElements = 500

/** The maximum number of prices that are read together. As many side by side are a list, whatever follows. */
export const maxPrices = 150

/** Makes the visible price of an element. */
export function toVisiblePrice(
  element: PageElement,
  price: StatedPrice | 'ambiguous',
  kind: 'current' | 'was' | 'regular',
  isLabelled: boolean,
): VisiblePrice {
  if (price === 'ambiguous') return { element, kind: 'ambiguous', isLabelled }
  const isRegular = kind === 'regular' && isRegularByName(element) ? true : undefined
  return { element, kind, isLabelled, price, ...defined({ isRegular }) }
}

const isRegularByName = (element: PageElement): boolean => regularPriceWords.test(element.tag.words)

/** Returns the words right before an element, as far as no other number stands between. */
export const labelOf = (element: PageElement): string => textBefore(element, 40).replace(/^.*\d/s, '')

/**
 * Checks whether an inner element is marked as an old price and states the same amount as the element around it. Where
 * the current price is missing, the old one is the only one left.
 */
export function isOldPriceWithin(inner: PageElement, whole: BriefPrice, hints: PriceHints): boolean {
  if (!hasOldPriceTag(inner)) return false
  const said = readBriefPrice(briefTextOf(inner), hints)
  return typeof said === 'object' && typeof whole === 'object' && said.amount === whole.amount
}
