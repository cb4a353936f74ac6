import { ancestorsOf } from '../../parse/ancestors.js'
import { onlyElementIn, type PageElement } from '../../parse/nodes.js'
import { briefTextOf, visibleWithin } from '../../parse/text.js'
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
  const widened = new Set(withDigits.slice(0, maxPriceElements).map((element) => widenToPrice(element)))
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

/** The maximum number of nodes of an element that are searched for an old price. */
const maxPriceNodes = 500

function readPlainPrice(element: PageElement, hints: PriceHints): VisiblePrice | undefined {
  const text = briefTextOf(element)
  const price = text.length <= maxPriceChars ? readBriefPrice(text, hints) : undefined
  if (!price) return undefined
  const words = `${nestedWords(element)} ${labelOf(element)} ${text}`
  if (saysOtherPrice(words) || isPartOfPack(element)) return undefined
  const isWas =
    [element, ...ancestorsOf(element, 3)].some(({ name }) => strikeElements.has(name)) ||
    oldPriceWords.test(words) ||
    visibleWithin(element, maxPriceNodes).some((inner) => isOldPriceWithin(inner, price, hints))
  if (!isWas && pricePurposeOf(element, text)) return undefined
  const kind = isWas ? 'was' : regularPriceWords.test(words) ? 'regular' : 'current'
  return toVisiblePrice(element, price, kind, priceWords.test(words))
}

/** The maximum length of a text that states a price and hardly anything else, in characters. */
const briefChars = 30

/**
 * Returns the outermost ancestor of an element that adds at most a currency and decimals to its text, or the element. It does
 * not go beyond `container`.
 */
export function widenToPrice(element: PageElement, container?: PageElement): PageElement {
  const own = briefTextOf(element)
  if (own.length > briefChars) return element
  let widest = element
  let said = own
  for (let { parent: up } = element, level = 0; up && level < maxWidening; up = up.parent, level += 1) {
    const text = widest === container ? undefined : briefTextOf(up)
    if (text === undefined || text.length > briefChars) break
    if (text !== said || level === 0) {
      const once = withoutRepetition(text)
      if (!addsOnlyCurrency(own, text, once) || hasTwoSigns(once)) break
    }
    said = text
    widest = up
  }
  return widest
}

/** The maximum number of ancestors that an element is widened by. */
const maxWidening = 4

/** Checks whether a text adds no more than a currency and decimals to the one within it. */
const addsOnlyCurrency = (own: string, text: string, once: string): boolean =>
  countLetters(text) <= countLetters(own) + 3 && countDigits(once) <= countDigits(own) + 2

/** Checks for two currency signs, and so for two prices. */
const hasTwoSigns = (text: string): boolean => /\p{Sc}.*\p{Sc}/u.test(text)

/** Returns the attribute words of the element, and of its inner elements as long as each is an only child. */
function nestedWords(element: PageElement): string {
  const inner = onlyElementIn(element)
  return inner ? `${element.tag.words} ${nestedWords(inner)}` : element.tag.words
}

function isPartOfPack({ parent }: PageElement): boolean {
  return parent !== null && isPackPart(briefTextOf(parent).slice(0, maxPriceChars))
}
