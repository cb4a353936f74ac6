import { ancestorsOf, depthOf, nearestAnswer } from '../../parse/ancestors.js'
import { type PagePart, partsAround } from '../../parse/containers.js'
import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { visibleWithin } from '../../parse/text.js'
import type { PriceHints } from '../../values/price-text.js'
import type { ShopLayout } from '../../values/shop-layouts.js'
import { elsewhereTest } from './other-products.js'
import {
  findPlainMarks,
  findPriceMarks,
  markedPlaces,
  mostMarks,
  type PriceMark,
  placeWidener,
  readMarkedPlaces,
  readPlainPlaces,
} from './price-marks.js'

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
  headings: readonly PageElement[],
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
  const marked = nearestTo(headings, markedPlaces(page.visible), (places) => readMarkedPlaces(places, hints))
  if (marked.some(({ kind }) => kind !== 'was')) return { marks: marked, isMarked: true }
  const widen = placeWidener()
  const plain = nearestTo(headings, page.numbered, (places) => readPlainPlaces(places, hints), widen)
  return { marks: plain, isMarked: false }
}

function marksWithin(page: Page, region: PageElement, hints: PriceHints): readonly PriceMark[] {
  const within = visibleWithin(region)
  const marks = findPriceMarks(within, hints)
  if (marks.some(({ kind }) => kind === 'current')) return marks
  const isWithin = new Set(within)
  return findPlainMarks(
    page.numbered.filter((element) => isWithin.has(element)),
    hints,
  )
}

/** The most headings that are looked around. */
const mostHeadings = 10

/**
 * The marks in the smallest parts of the page that hold a heading and any of them, other products' left out. It goes from
 * the headings outwards, and reads no place that is farther than the first with a price.
 *
 * @param widen - gives the place that a digit belongs to, within a part.
 */
function nearestTo(
  headings: readonly PageElement[],
  elements: readonly PageElement[],
  read: (places: readonly PageElement[]) => readonly PriceMark[],
  widen = (element: PageElement, _part: PageElement) => element,
): readonly PriceMark[] {
  const isElsewhere = elsewhereTest()
  const known = new Map<PageElement, readonly PriceMark[]>()
  let left = mostMarks
  const readPart = ({ part, within }: PagePart) => {
    const leadsHere = nearestAnswer(
      (element) => element === part || (isElsewhere(element) ? false : undefined),
    )
    const places = new Set(within(left).map((element) => widen(element, part)))
    left -= places.size
    const marks = withoutLists(read([...places].filter(leadsHere)))
    known.set(part, marks)
    return marks
  }
  const first = headings.slice(0, mostHeadings)
  const partsOf = partsAround(first, elements)
  const nearest = first.flatMap((heading) => {
    for (const part of partsOf(heading)) {
      const marks = known.get(part.part) ?? readPart(part)
      if (marks.length > 0) return marks
    }
    return []
  })
  return [...new Set(nearest)]
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
function kindOf(element: PageElement): string {
  const around = [element, ...ancestorsOf(element, 2)]
  const names = around.map(({ name, attribs }) => `${name}.${attribs.class ?? ''}`)
  return `${names.join(' ')} ${depthOf(element)}`
}
