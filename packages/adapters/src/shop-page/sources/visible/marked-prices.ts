import { inheritedFlag } from '../../parse/ancestors.js'
import { attributeMatcher } from '../../parse/attribute-matcher.js'
import type { PageElement } from '../../parse/nodes.js'
import { isHidden, textOf, visibleWithin } from '../../parse/text.js'
import type { PriceHints } from '../../values/price-text.js'
import { maxPriceChars, readBriefPrice } from './brief-price.js'
import { attributeWords, oldPriceWords, otherPriceWords, strikeElements } from './price-words.js'
import {
  isOldPriceWithin,
  labelOf,
  maxPriceElements,
  maxPrices,
  toVisiblePrice,
  type VisiblePrice,
} from './visible-price.js'

/** Class names, ids and the like that mark a price. */
const priceNames =
  /price|preis|prix|precio|prezzo|pre[cç]o|prijs|(?<![a-z])(?:msrp|mrp|rrp|uvp|pris|цена)(?![a-z])/i

/** Returns a test for elements that a class, an id or the like marks as a price, or that are crossed out. */
function priceMarkMatcher(): (element: PageElement) => boolean {
  const isNamed = attributeMatcher(priceNames)
  return (element) => strikeElements.has(element.name) || isNamed(element)
}

/** Selects the elements that are marked as a price, or crossed out. */
export const elementsMarkedAsPrice = (elements: readonly PageElement[]): readonly PageElement[] =>
  elements.filter(priceMarkMatcher())

/** Finds every price among visible elements that a class, an id or the like marks as one, in the order of the page. */
export const findMarkedPrices = (
  elements: readonly PageElement[],
  hints: PriceHints,
): readonly VisiblePrice[] =>
  readMarkedPrices(elementsMarkedAsPrice(elements).slice(0, maxPriceElements), hints)

/** Reads the prices of elements that are marked as such. An element within one that states a price is not read again. */
export function readMarkedPrices(marked: readonly PageElement[], hints: PriceHints): readonly VisiblePrice[] {
  const isMarked = priceMarkMatcher()
  const isStruckThrough = inheritedFlag(({ name }) => strikeElements.has(name) || undefined)
  const done = new Set<PageElement>()
  const prices: VisiblePrice[] = []
  for (const element of marked) {
    if (prices.length === maxPrices) break
    if (done.has(element)) continue
    const text = textOf(element, maxPriceChars + 1)
    if (text.length <= maxPriceChars && !/\d/.test(text)) continue
    const words = `${attributeWords(element)} ${text}`
    const isOther = text.length <= maxPriceChars && otherPriceWords.test(words)
    const whole = isOther ? undefined : readBriefPrice(text, hints)
    const within = isOther || typeof whole === 'object' ? visibleWithin(element) : []
    for (const inner of within) if (isMarked(inner)) done.add(inner)
    if (isOther) continue
    // The text around other marked elements, such as a price that is crossed out, is read without them.
    const price =
      typeof whole === 'object'
        ? whole
        : readBriefPrice(
            textOf(element, maxPriceChars + 1, (inner) => isHidden(inner) || isMarked(inner)),
            hints,
          )
    if (!price) continue
    const label = labelOf(element)
    // `Shipping:` is a label; `Free shipping` may stand before the price by chance.
    if (label.endsWith(':') && otherPriceWords.test(label.slice(-25))) continue
    const isOld =
      isStruckThrough(element) || oldPriceWords.test(label.endsWith(':') ? `${words} ${label}` : words)
    const isWas = isOld || within.some((inner) => isOldPriceWithin(inner, whole, hints))
    prices.push(toVisiblePrice(element, price, isWas, true))
  }
  return prices
}
