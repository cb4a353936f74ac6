import { inheritedFlag } from '../../parse/ancestors.js'
import { type Container, containersAround } from '../../parse/containers.js'
import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { visibleWithin } from '../../parse/text.js'
import type { PriceHints } from '../../values/price-text.js'
import type { ShopLayout } from '../../values/shop-layouts.js'
import { withoutLists } from './listed-prices.js'
import { elementsMarkedAsPrice, findMarkedPrices, readMarkedPrices } from './marked-prices.js'
import { isCard, showsOtherProducts } from './other-products.js'
import { findPlainPrices, readPlainPrices, widenToPrice } from './plain-prices.js'
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
  const plain = pricesNearest(
    headings,
    page.withDigits,
    (candidates) => readPlainPrices(candidates, hints),
    widenToPrice,
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
  const known = new Map<PageElement, readonly VisiblePrice[]>()
  let left = maxPriceElements
  const readContainer = ({ element: container, contents }: Container) => {
    const isOfProduct = inheritedFlag(
      (element) =>
        element === container || (showsOtherProducts(element) || isCard(element) ? false : undefined),
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
