import { ancestorsOf, nearestAnswer } from '../../parse/ancestors.js'
import { attributeTest } from '../../parse/attribute-matcher.js'
import { elementsIn, type PageElement } from '../../parse/nodes.js'
import type { PageTag } from '../../parse/start-tag.js'
import { isUnseen, textBefore, textOf, visibleWithin } from '../../parse/text.js'
import { type Amount, type PriceHints, readPriceText } from '../../values/price-text.js'

/** A place of the page that says a price. */
export interface PriceMark {
  readonly element: PageElement
  /**
   * - `current`: one price, without a doubt
   * - `was`: a price that is crossed out, or called old
   * - `doubtful`: money, but not one price: a range, several amounts, `from $5`
   */
  readonly kind: 'current' | 'was' | 'doubtful'
  /** Whether words beside it call it the price. */
  readonly isLabelled: boolean
  /** The price; absent when it is doubtful. */
  readonly price?: Amount
}

/** The most places that are looked at on one page. */
export const mostMarks = 500

/** So many prices side by side are a list, whatever comes after them. */
const mostPrices = 150

/** A longer text is no price tag. */
const longestTag = 80

const marking =
  /price|preis|prix|precio|prezzo|pre[cç]o|prijs|(?<![a-z])(?:msrp|mrp|rrp|uvp|pris|цена)(?![a-z])/i

const crossing = new Set(['del', 's', 'strike'])

/** Words that make an amount the price of something else, or a part of it. */
const otherWords =
  /\b(bulk|ship(ping)?|deliver(y|ed)?|versand|sav(e|ed|ing|ings)|discount|unit|per|instal+ments?|emi|month(ly)?|financ\w*|excl\w*|ex (tax|vat)|deposit|as ?low|lowest|totals?|subtotal|mini ?cart|coupon|gift|points|filter|slider|member|loyalty|club|trade|exchange|used|sellers?|alert|bundle|warranty|protection|accessor\w*)\b/i

const wasWords =
  /(?<!\p{L})(was|old|original|list ?price|suggested|m\.?r\.?p|msrp|rrp|srp|uvp|statt|strike\w*|struck|crossed|before|compare|previous|prev|former\w*|reg|vorher|bisher|avant|ancien|conseillé|recommandé|antes|anterior|recomendado|de lista|prima|consigliato|listino|adviesprijs|førpris|tidigare|rek\.? ?pris|poprzednia|původně|eredeti|было|старая)(?!\p{L})|line-through/iu

const priceWords =
  /\b(price|preis|prix|precio|prezzo|pre[cç]o|prijs|now|today|цена|ár|cena|pris|fiyat|harga)\b/i

/** The words of an element's class, id and the like, parted where their author parted them: `productPrice-old`. */
function wordsOf({ attribs }: PageElement): string {
  const { class: classes = '', id = '', itemprop = '', style = '' } = attribs
  const strike = attribs['data-a-strike'] === 'true' ? 'strike' : ''
  return `${classes} ${id} ${itemprop} ${attribs['data-testid'] ?? ''} ${strike} ${style}`
    .slice(0, 500)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
}

/** Returns a test of whether an element is marked as a price by a class, an id or the like, or crossed out. */
function markTest(): (element: PageElement) => boolean {
  const isNamed = attributeTest(marking)
  return (element) => crossing.has(element.name) || isNamed(element)
}

/** Those among visible elements that are marked as a price, or crossed out. */
export const markedPlaces = (elements: readonly PageElement[]): readonly PageElement[] =>
  elements.filter(markTest())

/** Every place among visible elements that is marked as a price by a class, an id or the like, in the same order. */
export const findPriceMarks = (elements: readonly PageElement[], hints: PriceHints): readonly PriceMark[] =>
  readMarkedPlaces(markedPlaces(elements).slice(0, mostMarks), hints)

/** What places say that are marked as prices. What stands within one that says a price is not read again. */
export function readMarkedPlaces(marked: readonly PageElement[], hints: PriceHints): readonly PriceMark[] {
  const isMarked = markTest()
  const isCrossed = nearestAnswer(({ name }) => crossing.has(name) || undefined)
  const done = new Set<PageElement>()
  const marks: PriceMark[] = []
  for (const element of marked) {
    if (marks.length === mostPrices) break
    if (done.has(element)) continue
    const text = textOf(element, longestTag + 1)
    if (text.length <= longestTag && !/\d/.test(text)) continue
    const words = `${wordsOf(element)} ${text}`
    const isOther = text.length <= longestTag && otherWords.test(words)
    const whole = isOther ? undefined : readTag(text, hints)
    const within = isOther || typeof whole === 'object' ? visibleWithin(element) : []
    for (const inner of within) if (isMarked(inner)) done.add(inner)
    if (isOther) continue
    // What stands in a wider place beside other marked places, such as a crossed-out price, is read by itself.
    const price =
      typeof whole === 'object'
        ? whole
        : readTag(
            textOf(element, longestTag + 1, (inner) => isUnseen(inner) || isMarked(inner)),
            hints,
          )
    if (!price) continue
    const label = labelOf(element)
    // `Shipping:` is a label; `Free shipping` may stand before the price by chance.
    if (label.endsWith(':') && otherWords.test(label.slice(-25))) continue
    const isOld = isCrossed(element) || wasWords.test(label.endsWith(':') ? `${words} ${label}` : words)
    const isWas = isOld || within.some((inner) => saysWas(inner, whole, hints))
    marks.push(toMark(element, price, isWas, true))
  }
  return marks
}

/** Whether an element crosses out what is in it, by its tag: elements share their tags. */
const wasByTag = new WeakMap<PageTag, boolean>()

function isWasTag(element: PageElement): boolean {
  const isWas = wasByTag.get(element.tag) ?? (crossing.has(element.name) || wasWords.test(wordsOf(element)))
  wasByTag.set(element.tag, isWas)
  return isWas
}

/** Whether a place within a wider one says its price, and that it is an old one: where the current one is missing, no other is left. */
function saysWas(inner: PageElement, whole: TagReading, hints: PriceHints): boolean {
  if (!isWasTag(inner)) return false
  const said = readTag(textOf(inner, longestTag + 1), hints)
  return typeof said === 'object' && typeof whole === 'object' && said.amount === whole.amount
}

/** The places that say a price and nothing else, whatever they are called, among elements with a digit. */
export function findPlainMarks(numbered: readonly PageElement[], hints: PriceHints): readonly PriceMark[] {
  const widen = placeWidener()
  const places = new Set(numbered.slice(0, mostMarks).map((element) => widen(element)))
  return readPlainPlaces([...places], hints)
}

/** What places say that are not marked: those that say a price and nothing else. The words before them tell of what. */
export function readPlainPlaces(places: readonly PageElement[], hints: PriceHints): readonly PriceMark[] {
  const marks: PriceMark[] = []
  for (const element of places) {
    if (marks.length === mostPrices) break
    const mark = readPlainPlace(element, hints)
    if (mark) marks.push(mark)
  }
  return marks
}

/** The words right before a place, as far as no other number stands between. */
const labelOf = (element: PageElement): string => textBefore(element, 40).replace(/^.*\d/s, '')

function readPlainPlace(element: PageElement, hints: PriceHints): PriceMark | undefined {
  const text = textOf(element, longestTag + 1)
  const price = text.length <= longestTag ? readTag(text, hints) : undefined
  if (!price) return undefined
  const words = `${wordsWithin(element)} ${labelOf(element)} ${text}`
  if (otherWords.test(words) || isPartOfPack(element)) return undefined
  const isWas =
    [element, ...ancestorsOf(element, 3)].some(({ name }) => crossing.has(name)) ||
    wasWords.test(words) ||
    visibleWithin(element).some((inner) => saysWas(inner, price, hints))
  return toMark(element, price, isWas, priceWords.test(words))
}

/** How long a text is that says a price and hardly anything besides. */
const shortTag = 30

/**
 * Returns a function that gives the widest element around one that says no more than it, a currency and the decimals,
 * within a part of the page.
 */
export function placeWidener(): (element: PageElement, part?: PageElement) => PageElement {
  const shortText = shortTexts()
  return (element, part) => {
    const own = shortText(element)
    if (own.length > shortTag) return element
    const [letters, digits] = [lettersIn(own) + 3, digitsIn(own) + 2]
    let widest = element
    for (const ancestor of ancestorsOf(element, 4)) {
      const text = widest === part ? undefined : shortText(ancestor)
      if (text === undefined || text.length > shortTag) break
      if (lettersIn(text) > letters || digitsIn(saidOnce(text)) > digits) break
      widest = ancestor
    }
    return widest
  }
}

/** Returns a function that gives the text of an element, cut where it is no longer short. Neighbours share their ancestors. */
function shortTexts(): (element: PageElement) => string {
  const known = new Map<PageElement, string>()
  return (element) => {
    const text = known.get(element) ?? textOf(element, shortTag + 1)
    known.set(element, text)
    return text
  }
}

const digitsIn = (text: string): number => text.replace(/\D/g, '').length

const lettersIn = (text: string): number => text.replace(/\P{L}/gu, '').length

/** The words of the element, and of those in it as long as each is the only one. */
function wordsWithin(element: PageElement): string {
  const [inner, ...others] = elementsIn(element)
  return inner && others.length === 0 ? `${wordsOf(element)} ${wordsWithin(inner)}` : wordsOf(element)
}

function toMark(
  element: PageElement,
  price: Amount | 'doubtful',
  isWas: boolean,
  isLabelled: boolean,
): PriceMark {
  if (price === 'doubtful') return { element, kind: 'doubtful', isLabelled }
  return { element, kind: isWas ? 'was' : 'current', isLabelled, price }
}

/** The most letters beside the price on its tag: `Our price incl. VAT:`. A sentence is about something else. */
const mostLetters = 24

type TagReading = Amount | 'doubtful' | undefined

/** What the tags of a page say, by their texts: a page repeats them, and several readers come by the same. */
const readings = new WeakMap<PriceHints, Map<string, TagReading>>()

function readTag(text: string, hints: PriceHints): TagReading {
  // A number alone names no currency.
  if (text.length > longestTag || !/\d/.test(text) || !/[\p{Sc}\p{L}]/u.test(text)) return undefined
  const known = readings.get(hints) ?? new Map<string, TagReading>()
  if (known.size === 0) readings.set(hints, known)
  if (!known.has(text)) known.set(text, readWords(text, hints))
  return known.get(text)
}

function readWords(text: string, hints: PriceHints): TagReading {
  if (lettersIn(text) > mostLetters) return undefined
  const once = saidOnce(text)
  return partOfPack.test(once) ? undefined : readPriceText(once, hints)
}

/** `(26,21 € / 2)`: the price of each of two. */
const partOfPack = /\/ ?\d+ ?\)?$/

function isPartOfPack({ parent }: PageElement): boolean {
  return parent !== null && partOfPack.test(textOf(parent, longestTag))
}

/** Shops write a price twice, once for the eye and once for a screen reader: then what comes before the second. */
function saidOnce(text: string): string {
  const [first, ...others] = [...text.matchAll(/\d(?:[\d.,'’]*\d)?/g)]
  const [second] = others
  if (!first || !second) return text
  const plain = withoutCents(first[0])
  return others.every(([number]) => withoutCents(number) === plain) ? text.slice(0, second.index) : text
}

/** The digits of a number, those of no cents left out. */
const withoutCents = (number: string): string => number.replace(/[.,]00?$/, '').replace(/\D/g, '')
