import type { Element } from 'domhandler'
import type { PriceHints } from './amount.js'
import { ancestorsOf, nearestAnswer, parentOf } from './ancestors.js'
import { attributeTest } from './attribute-test.js'
import type { ShopLayout } from './layouts.js'
import { type Page, visibleWithin } from './page.js'
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

/** The marks in the smallest parts of the page that hold a heading and any of them, other products' left out. */
function nearestTo(headings: readonly Element[], marks: readonly PriceMark[]): readonly PriceMark[] {
  const isElsewhere = elsewhereTest()
  const holders = holdersOf(marks, isElsewhere)
  const smallest = headings.map((heading) =>
    [heading, ...ancestorsOf(heading)].find((element) => holders.has(element)),
  )
  const nearest = [...new Set(smallest)].flatMap((part) => {
    const leadsHere = nearestAnswer(
      (element) => element === part || (isElsewhere(element) ? false : undefined),
    )
    return withoutLists(marks.filter(({ element }) => leadsHere(element)))
  })
  return [...new Set(nearest)]
}

/** The elements that hold one of the marks, none in between of which leads to other products. */
function holdersOf(
  marks: readonly PriceMark[],
  isElsewhere: (element: Element) => boolean,
): ReadonlySet<Element> {
  const holders = new Set<Element>()
  for (const { element } of marks)
    for (let up: Element | null = element; up && !holders.has(up); up = isElsewhere(up) ? null : parentOf(up))
      holders.add(up)
  return holders
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
    const alike = kinds.get(kind) ?? []
    if (alike.push(mark) === 1) kinds.set(kind, alike)
  }
  const isAlone = (alike: readonly PriceMark[]) =>
    alike.length < shortestList || new Set(alike.map(({ price }) => price?.amount)).size === 1
  const alone = new Set([...kinds.values()].filter(isAlone).flat())
  return alone.size > 0 ? marks.filter((mark) => alone.has(mark)) : marks
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
