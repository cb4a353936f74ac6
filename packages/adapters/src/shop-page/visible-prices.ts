import type { Element } from 'domhandler'
import type { PriceHints } from './amount.js'
import { attributeTest } from './attribute-test.js'
import type { ShopLayout } from './layouts.js'
import { ancestorsOf, type Page, visibleWithin } from './page.js'
import { findPlainMarks, findPriceMarks, type PriceMark } from './price-marks.js'

/** Parts of a page that show other products, or none: their prices are not the product's. */
const elsewhereWords =
  /related|recommend|similar|also[-_ ]?(bought|purchased|viewed|like)|sponsor|carousel|cross-?sell|up-?sell|recently|(?<![\w-])(?:site-|page-|global-)?footer|mini-?cart|wishlist|compar|reviews?\b|popup|modal|refurbished|bundle|add-?on/i

/** A label belongs to something that one may tick as well, such as a warranty. */
const elsewhereElements = new Set(['nav', 'footer', 'aside', 'label'])

/** Returns a test of whether an element leads to other products, or shows them. */
export function elsewhereTest(): (element: Element) => boolean {
  const isNamed = attributeTest(elsewhereWords)
  return (element) => {
    const { href } = element.attribs
    const leadsAway = element.name === 'a' && href !== undefined && !/^(#|javascript:)/i.test(href)
    return leadsAway || elsewhereElements.has(element.name) || isNamed(element)
  }
}

/** The prices that a visitor sees for the product. */
export interface VisiblePrices {
  readonly marks: readonly PriceMark[]
  /** Whether the shop is known to show its price there, or marks it as one: else it is known by its words alone. */
  readonly isMarked: boolean
}

/**
 * The prices that a visitor sees for the product: where the shop is known to show them; else in the smallest part of the
 * page that holds a heading and any place marked as a price; else any text there that is a price.
 */
export function findVisiblePrices(
  page: Page,
  hints: PriceHints,
  headings: readonly Element[],
  layout: ShopLayout | undefined,
): VisiblePrices {
  for (const id of layout?.price ?? []) {
    const region = page.byId.get(id)
    const marks = region ? marksWithin(page, region, hints) : []
    // What else stands there is the price of a piece, or by instalments.
    if (marks.some(({ kind }) => kind === 'current'))
      return { marks: marks.filter(({ kind }) => kind !== 'doubtful'), isMarked: true }
  }
  if (headings.length === 0) return { marks: [], isMarked: false }
  const marked = nearestTo(headings, findPriceMarks(page.visible, hints))
  if (marked.some(({ kind }) => kind !== 'was')) return { marks: marked, isMarked: true }
  return { marks: nearestTo(headings, findPlainMarks(page.numbered, hints)), isMarked: false }
}

function marksWithin(page: Page, region: Element, hints: PriceHints): readonly PriceMark[] {
  const within = visibleWithin(region)
  const marks = findPriceMarks(within, hints)
  if (marks.some(({ kind }) => kind === 'current')) return marks
  const isWithin = new Set(within)
  return findPlainMarks(
    page.numbered.filter((element) => isWithin.has(element)),
    hints,
  )
}

function nearestTo(headings: readonly Element[], marks: readonly PriceMark[]): readonly PriceMark[] {
  const isElsewhere = elsewhereTest()
  return [...new Set(headings.flatMap((heading) => nearest(heading, marks, isElsewhere)))]
}

/** The marks in the smallest part of the page that holds the heading and any of them, other products' left out. */
function nearest(
  heading: Element,
  marks: readonly PriceMark[],
  isElsewhere: (element: Element) => boolean,
): readonly PriceMark[] {
  const levels = new Map([heading, ...ancestorsOf(heading)].map((element, level) => [element, level]))
  const placed = marks.flatMap((mark) => {
    const around = [mark.element, ...ancestorsOf(mark.element)]
    const shared = around.findIndex((element) => levels.has(element))
    const level = levels.get(around[shared] ?? heading)
    return shared < 0 || level === undefined || around.slice(0, shared).some(isElsewhere)
      ? []
      : [{ mark, level }]
  })
  const lowest = placed.reduce((least, { level }) => Math.min(least, level), Number.POSITIVE_INFINITY)
  return withoutLists(placed.filter(({ level }) => level === lowest).map(({ mark }) => mark))
}

/** The fewest places of one kind that are a list. */
const shortestList = 3

/**
 * Leaves out what stands in a list: many places that are made alike and say different prices are of other products.
 * Where nothing else is left, they may be sizes of this one.
 */
function withoutLists(marks: readonly PriceMark[]): readonly PriceMark[] {
  const kinds = new Map<string, PriceMark[]>()
  for (const mark of marks) {
    const kind = kindOf(mark.element)
    kinds.set(kind, [...(kinds.get(kind) ?? []), mark])
  }
  const alone = marks.filter(({ element }) => {
    const alike = kinds.get(kindOf(element)) ?? []
    return alike.length < shortestList || new Set(alike.map(({ price }) => price?.amount)).size === 1
  })
  return alone.length > 0 ? alone : marks
}

/** The fewest different prices, at places that are made alike, that make a page a list. */
const fewestListed = 5

/** Whether the page shows many prices side by side, as a search does. */
export function isListOfPrices({ visible, numbered }: Page, hints: PriceHints): boolean {
  const kinds = new Map<string, Set<string | undefined>>()
  for (const { element, price } of [...findPriceMarks(visible, hints), ...findPlainMarks(numbered, hints)]) {
    const kind = kindOf(element)
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(price?.amount))
  }
  return [...kinds.values()].some(({ size }) => size >= fewestListed)
}

/** How an element is made: what it is and what it stands in. */
function kindOf(element: Element): string {
  const around = [element, ...ancestorsOf(element)]
  const names = around.slice(0, 3).map(({ name, attribs }) => `${name}.${attribs.class ?? ''}`)
  return `${names.join(' ')} ${around.length}`
}
