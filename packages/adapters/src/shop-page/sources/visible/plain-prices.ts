import { ancestorsOf } from '../../parse/ancestors.js'
import { elementsIn, type PageElement } from '../../parse/nodes.js'
import { textOf, visibleWithin } from '../../parse/text.js'
import type { PriceHints } from '../../values/price-text.js'
import {
  countDigits,
  countLetters,
  isPackPart,
  maxPriceChars,
  readBriefPrice,
  withoutRepetition,
} from './brief-price.js'
import { pricePurposeOf } from './price-purpose.js'
import {
  attributeWords,
  oldPriceWords,
  priceWords,
  regularPriceWords,
  saysOtherPrice,
  strikeElements,
} from './price-words.js'
import {
  isOldPriceWithin,
  labelOf,
  maxPriceElements,
  maxPrices,
  toVisiblePrice,
  type VisiblePrice,
} from './visible-price.js'

/** Finds the elements that state a price and nothing else, among elements with a digit, however they are named. */
export function findPlainPrices(
  withDigits: readonly PageElement[],
  hints: PriceHints,
): readonly VisiblePrice[] {
  const widen = priceElementWidener()
  const widened = new Set(withDigits.slice(0, maxPriceElements).map((element) => widen(element)))
  return readPlainPrices([...widened], hints)
}

/** Reads the prices of unmarked elements that state nothing else. The words before an element tell what the price is for. */
export function readPlainPrices(
  elements: readonly PageElement[],
  hints: PriceHints,
): readonly VisiblePrice[] {
  const prices: VisiblePrice[] = []
  for (const element of elements) {
    if (prices.length === maxPrices) break
    const price = readPlainPrice(element, hints)
    if (price) prices.push(price)
  }
  return prices
}

function readPlainPrice(element: PageElement, hints: PriceHints): VisiblePrice | undefined {
  const text = textOf(element, maxPriceChars + 1)
  const price = text.length <= maxPriceChars ? readBriefPrice(text, hints) : undefined
  if (!price) return undefined
  const words = `${nestedAttributeWords(element)} ${labelOf(element)} ${text}`
  if (saysOtherPrice(words) || isPartOfPack(element)) return undefined
  const isWas =
    [element, ...ancestorsOf(element, 3)].some(({ name }) => strikeElements.has(name)) ||
    oldPriceWords.test(words) ||
    visibleWithin(element).some((inner) => isOldPriceWithin(inner, price, hints))
  if (!isWas && pricePurposeOf(element, text)) return undefined
  const kind = isWas ? 'was' : regularPriceWords.test(words) ? 'regular' : 'current'
  return toVisiblePrice(element, price, kind, priceWords.test(words))
}

/** The maximum length of a text that states a price and hardly anything else, in characters. */
const briefChars = 30

/**
 * Returns a function that widens an element to its outermost ancestor that adds at most a currency and decimals to its
 * text. It does not go beyond `container`.
 */
export function priceElementWidener(): (element: PageElement, container?: PageElement) => PageElement {
  const briefText = briefTexts()
  return (element, container) => {
    const own = briefText(element)
    if (own.length > briefChars) return element
    const [letters, digits] = [countLetters(own) + 3, countDigits(own) + 2]
    let widest = element
    for (const ancestor of ancestorsOf(element, 4)) {
      const text = widest === container ? undefined : briefText(ancestor)
      if (text === undefined || text.length > briefChars) break
      const once = withoutRepetition(text)
      if (countLetters(text) > letters || countDigits(once) > digits || hasTwoSigns(once)) break
      widest = ancestor
    }
    return widest
  }
}

/** Checks for two currency signs, and so for two prices. */
const hasTwoSigns = (text: string): boolean => /\p{Sc}.*\p{Sc}/u.test(text)

/** Returns a cached `textOf` that cuts a text where it is no longer brief. Neighbours share their ancestors. */
function briefTexts(): (element: PageElement) => string {
  const known = new Map<PageElement, string>()
  return (element) => {
    const text = known.get(element) ?? textOf(element, briefChars + 1)
    known.set(element, text)
    return text
  }
}

/** Returns the attribute words of the element, and of its inner elements as long as each is an only child. */
function nestedAttributeWords(element: PageElement): string {
  const [inner, ...others] = elementsIn(element)
  return inner && others.length === 0
    ? `${attributeWords(element)} ${nestedAttributeWords(inner)}`
    : attributeWords(element)
}

function isPartOfPack({ parent }: PageElement): boolean {
  return parent !== null && isPackPart(textOf(parent, maxPriceChars))
}
