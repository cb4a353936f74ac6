import type { PageElement } from '../shop-page/parse/nodes.js'
import type { Page } from '../shop-page/parse/page.js'
import { textOf, visibleWithin } from '../shop-page/parse/text.js'
import type { StatedCar } from './stated-car.js'
import { readVisibleCar } from './visible-car.js'

/** The maximum number of elements, and of characters, that are read of one card. */
const maxElements = 800
const maxChars = 3_000

/** Returns the id of the car whose page an address leads to. */
export type DetailId = (address: string) => string | undefined

/** A link to the page of a car. */
interface CarLink {
  readonly id: string
  readonly element: PageElement
}

/**
 * Reads the cards of a list of cars: the elements around the links to each car that hold no link to another one.
 * A page with links to fewer than two cars has no list.
 */
export function readCards(page: Page, detailId: DetailId): readonly StatedCar[] {
  const links = page.visible.flatMap((element): readonly CarLink[] => {
    const href = element.name === 'a' ? element.attributes.href : undefined
    const id = href === undefined ? undefined : detailId(href)
    return id === undefined ? [] : [{ id, element }]
  })
  const owners = ownersOf(links)
  const cards = new Map<string, { readonly card: PageElement; readonly href: string }>()
  for (const { id, element } of links)
    if (!cards.has(id))
      cards.set(id, { card: cardAround(element, id, owners), href: element.attributes.href ?? '' })
  if (cards.size < 2) return []
  return [...cards].flatMap(([id, { card, href }]) => {
    const elements = visibleWithin(card, maxElements)
    // A badge may stand beside the link in its heading.
    const headings = [/^a$/, /^h[1-6]$/].flatMap((tag) => elements.filter(({ name }) => tag.test(name)))
    const car = readVisibleCar({ elements, headings, text: textOf(card, maxChars) })
    const isCar = car.make !== undefined && car.year !== undefined
    return isCar ? [{ ...car, id, url: href }] : []
  })
}

/** Returns, of every element around a link, the id of its car; `undefined` of those around several cars. */
function ownersOf(links: readonly CarLink[]): ReadonlyMap<PageElement, string | undefined> {
  const owners = new Map<PageElement, string | undefined>()
  for (const { id, element } of links)
    for (let each: PageElement | null = element; each; each = each.parent) {
      const isShared = owners.has(each) && owners.get(each) !== id
      owners.set(each, isShared ? undefined : id)
      if (isShared && each.parent && owners.has(each.parent) && owners.get(each.parent) === undefined) break
    }
  return owners
}

function cardAround(
  link: PageElement,
  id: string,
  owners: ReadonlyMap<PageElement, string | undefined>,
): PageElement {
  let card = link
  while (card.parent && owners.get(card.parent) === id) card = card.parent
  return card
}
