import { ancestorsOf, depthOf } from '../../parse/ancestors.js'
import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import type { PriceHints } from '../../values/price-text.js'
import { findMarkedPrices } from './marked-prices.js'
import { isCard } from './other-products.js'
import { findPlainPrices } from './plain-prices.js'
import type { VisiblePrice } from './visible-price.js'

/** The prices of a page that stand side by side, as those of a search do. */
export interface ListedPrices {
  /** The largest number of different prices in elements of one shape. */
  readonly alike: number
  /** The number of different prices in cards of products. */
  readonly inCards: number
}

/** Counts the prices of a page that stand side by side. */
export function countListedPrices({ visible, withDigits }: Page, hints: PriceHints): ListedPrices {
  const shown = [...findMarkedPrices(visible, hints), ...findPlainPrices(withDigits, hints)]
  const amountsByShape = new Map<string, Set<string | undefined>>()
  for (const { element, price } of shown) {
    const shape = shapeOf(element)
    amountsByShape.set(shape, (amountsByShape.get(shape) ?? new Set()).add(price?.amount))
  }
  const carded = shown.filter(({ element }) => ancestorsOf(element, 12).some(isCard))
  return {
    alike: Math.max(0, ...[...amountsByShape.values()].map(({ size }) => size)),
    inCards: new Set(carded.map(({ price }) => price?.amount)).size,
  }
}

/** The minimum number of elements of one shape that make a list. */
const minListLength = 3

/**
 * Leaves out lists: many elements of one shape with different prices are other products. Where nothing else is left, they
 * may be sizes of this one, and are kept.
 */
export function withoutLists(prices: readonly VisiblePrice[]): readonly VisiblePrice[] {
  const byShape = new Map<string, VisiblePrice[]>()
  for (const price of prices) {
    const shape = shapeOf(price.element)
    const alike = byShape.get(shape) ?? []
    if (alike.push(price) === 1) byShape.set(shape, alike)
  }
  const isAlone = (alike: readonly VisiblePrice[]) =>
    alike.length < minListLength || new Set(alike.map(({ price }) => price?.amount)).size === 1
  const alone = new Set([...byShape.values()].filter(isAlone).flat())
  return alone.size > 0 ? prices.filter((price) => alone.has(price)) : prices
}

/** Returns the shape of an element: its name and class, those of its parents, and its depth. */
function shapeOf(element: PageElement): string {
  const around = [element, ...ancestorsOf(element, 2)]
  const names = around.map(({ name, attributes }) => `${name}.${attributes.class ?? ''}`)
  return `${names.join(' ')} ${depthOf(element)}`
}
