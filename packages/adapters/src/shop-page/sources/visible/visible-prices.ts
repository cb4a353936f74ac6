import { ancestorsOf, depthOf, inheritedFlag } from '../../parse/ancestors.js'
import { type Container, containersAround } from '../../parse/containers.js'
import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { visibleWithin } from '../../parse/text.js'
import type { PriceHints } from '../../values/price-text.js'
import type { ShopLayout } from '../../values/shop-layouts.js'
import { elementsMarkedAsPrice, findMarkedPrices, readMarkedPrices } from './marked-prices.js'
import { otherProductsMatcher } from './other-products.js'
import { findPlainPrices, priceElementWidener, readPlainPrices } from './plain-prices.js'
import { maxPriceElements, type VisiblePrice } from './visible-price.js'

/** The prices that a visitor sees for the product. */
export interface ProductPrices {
  /** The prices, in the order of the page. */
  readonly prices: readonly VisiblePrice[]
  /** `true` when the shop is known to show its price there, or marks it as one; otherwise only the text tells. */
  readonly isMarked: boolean
}

/**
 * Finds the prices that a visitor sees for the product: in the elements where the shop is known to show them; else in the
 * smallest part of the page that holds a heading and any element marked as a price; else any text there that is a price.
 */
export function findProductPrices(
  page: Page,
  hints: PriceHints,
  headings: readonly PageElement[],
  layout: ShopLayout | undefined,
): ProductPrices {
  for (const id of layout?.price ?? []) {
    const region = page.byId.get(id)
    const prices = region ? pricesWithin(page, region, hints) : []
    // Other prices there are those of a piece, or by instalments.
    if (prices.some(({ kind }) => kind === 'current'))
      return { prices: prices.filter(({ kind }) => kind !== 'ambiguous'), isMarked: true }
  }
  if (headings.length === 0) return { prices: [], isMarked: false }
  const marked = pricesNearest(headings, elementsMarkedAsPrice(page.visible), (candidates) =>
    readMarkedPrices(candidates, hints),
  )
  if (marked.some(({ kind }) => kind !== 'was')) return { prices: marked, isMarked: true }
  const widen = priceElementWidener()
  const plain = pricesNearest(
    headings,
    page.withDigits,
    (candidates) => readPlainPrices(candidates, hints),
    widen,
  )
  return { prices: plain, isMarked: false }
}

function pricesWithin(page: Page, region: PageElement, hints: PriceHints): readonly VisiblePrice[] {
  const within = visibleWithin(region)
  const prices = findMarkedPrices(within, hints)
  if (prices.some(({ kind }) => kind === 'current')) return prices
  const isWithin = new Set(within)
  return findPlainPrices(
    page.withDigits.filter((element) => isWithin.has(element)),
    hints,
  )
}

/** The maximum number of headings whose surroundings are searched. */
const maxHeadings = 10

/**
 * Returns the prices in the smallest parts of the page that hold a heading and any price, without those of other products.
 * Goes outwards from the headings, and stops at the first part with a price.
 *
 * @param widen - returns the element of a whole price around one with a digit, within a container.
 */
function pricesNearest(
  headings: readonly PageElement[],
  elements: readonly PageElement[],
  read: (candidates: readonly PageElement[]) => readonly VisiblePrice[],
  widen = (element: PageElement, _container: PageElement) => element,
): readonly VisiblePrice[] {
  const isOfOtherProduct = otherProductsMatcher()
  const known = new Map<PageElement, readonly VisiblePrice[]>()
  let left = maxPriceElements
  const readContainer = ({ element: container, contents }: Container) => {
    const isOfProduct = inheritedFlag(
      (element) => element === container || (isOfOtherProduct(element) ? false : undefined),
    )
    const candidates = new Set(contents(left).map((element) => widen(element, container)))
    left -= candidates.size
    const prices = withoutLists(read([...candidates].filter(isOfProduct)))
    known.set(container, prices)
    return prices
  }
  const first = headings.slice(0, maxHeadings)
  const containersOf = containersAround(first, elements)
  const nearest = first.flatMap((heading) => {
    for (const container of containersOf(heading)) {
      const prices = known.get(container.element) ?? readContainer(container)
      if (prices.length > 0) return prices
    }
    return []
  })
  return [...new Set(nearest)]
}

/** The minimum number of elements of one shape that make a list. */
const minListLength = 3

/**
 * Leaves out lists: many elements of one shape with different prices are other products. Where nothing else is left, they
 * may be sizes of this one, and are kept.
 */
function withoutLists(prices: readonly VisiblePrice[]): readonly VisiblePrice[] {
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

/** The minimum number of different prices, in elements of one shape, that make a page a list. */
const minListedPrices = 5

/** Checks whether the page shows many prices side by side, as a search does. */
export function isPriceList({ visible, withDigits }: Page, hints: PriceHints): boolean {
  const amountsByShape = new Map<string, Set<string | undefined>>()
  for (const { element, price } of [
    ...findMarkedPrices(visible, hints),
    ...findPlainPrices(withDigits, hints),
  ]) {
    const shape = shapeOf(element)
    amountsByShape.set(shape, (amountsByShape.get(shape) ?? new Set()).add(price?.amount))
  }
  return [...amountsByShape.values()].some(({ size }) => size >= minListedPrices)
}

/** Returns the shape of an element: its name and class, those of its parents, and its depth. */
function shapeOf(element: PageElement): string {
  const around = [element, ...ancestorsOf(element, 2)]
  const names = around.map(({ name, attributes }) => `${name}.${attributes.class ?? ''}`)
  return `${names.join(' ')} ${depthOf(element)}`
}
