import { inheritedFlag } from '../../parse/ancestors.js'
import { attributeMatcher } from '../../parse/attribute-matcher.js'
import type { PageElement } from '../../parse/nodes.js'
import { briefTextOf, isHidden, textOf, visibleWithin } from '../../parse/text.js'
import type { PriceHints } from '../../values/price-text.js'
import { type BriefPrice, maxPriceChars, readBriefPrice } from './brief-price.js'
import { pricePurposeOf } from './price-purpose.js'
import { oldPriceWords, regularPriceWords, saysOtherPrice, strikeElements } from './price-words.js'
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

const isNamedPrice = /* @__PURE__ */ attributeMatcher(priceNames)

/** Checks for an element that a class, an id or the like marks as a price, or that is crossed out. */
const isMarked = (element: PageElement): boolean => strikeElements.has(element.name) || isNamedPrice(element)

/** Selects the elements that are marked as a price, or crossed out. */
export const elementsMarkedAsPrice = (elements: readonly PageElement[]): readonly PageElement[] =>
  elements.filter(isMarked)

/** Finds every price among visible elements that a class, an id or the like marks as one, in the order of the page. */
export const findMarkedPrices = (
  elements: readonly PageElement[],
  hints: PriceHints,
): readonly VisiblePrice[] =>
  readMarkedPrices(elementsMarkedAsPrice(elements).slice(0, maxPriceElements), hints)

/** Reads the prices of elements that are marked as such. An element within one that states a price is not read again. */
export function readMarkedPrices(marked: readonly PageElement[], hints: PriceHints): readonly VisiblePrice[] {
  const isStruckThrough = inheritedFlag(({ name }) => strikeElements.has(name) || undefined)
  const done = new Set<PageElement>()
  // Elements within a text that speaks of another price: theirs or that of a neighbour.
  const labelled = new Set<PageElement>()
  const prices: VisiblePrice[] = []
  for (const element of marked) {
    if (prices.length === maxPrices) break
    if (done.has(element)) continue
    const text = briefTextOf(element)
    if (text.length <= maxPriceChars && !/\d/.test(text)) continue
    const names = element.tag.words
    const words = `${names} ${text}`
    const isOther = text.length <= maxPriceChars && saysOtherPrice(words)
    const whole = isOther ? undefined : readBriefPrice(text, hints)
    const isReadWhole = saysOtherPrice(names) || typeof whole === 'object'
    const within = isOther || isReadWhole ? visibleWithin(element) : []
    for (const inner of within) if (isMarked(inner)) (isReadWhole ? done : labelled).add(inner)
    if (isOther) continue
    const price = typeof whole === 'object' ? whole : readAround(element, hints)
    if (!price) continue
    const label = labelOf(element)
    // `Shipping:` is a label; `Free shipping` may stand before the price by chance.
    if ((label.endsWith(':') || labelled.has(element)) && saysOtherPrice(label.slice(-25))) continue
    const isOld =
      isStruckThrough(element) || oldPriceWords.test(label.endsWith(':') ? `${words} ${label}` : words)
    const isWas = isOld || within.some((inner) => isOldPriceWithin(inner, whole, hints))
    if (!isWas && pricePurposeOf(element, text)) continue
    const isRegular = !isWas && regularPriceWords.test(`${words} ${label}`)
    prices.push(toVisiblePrice(element, price, isWas ? 'was' : isRegular ? 'regular' : 'current', true))
  }
  return prices
}

/**
 * Reads the price of an element by its text without other marked elements, such as a price that is crossed out. Where that
 * speaks of a saving, as for a screen reader, it is no price.
 */
function readAround(element: PageElement, hints: PriceHints): BriefPrice {
  const text = textOf(element, maxPriceChars + 1, (inner) => isHidden(inner) || isMarked(inner))
  return saysOtherPrice(text) ? undefined : readBriefPrice(text, hints)
}
