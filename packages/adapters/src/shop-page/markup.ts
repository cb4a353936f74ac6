import type { Availability } from '@telltale/core/ports'
import type { PriceHints } from './amount.js'
import { nearestAnswer } from './ancestors.js'
import { attributeTest } from './attribute-test.js'
import { readAvailabilityText } from './availability.js'
import { plainText } from './choose-product.js'
import type { ShopLayout } from './layouts.js'
import type { Page } from './page.js'
import { isElement, type PageElement } from './page-node.js'
import { textOf } from './page-text.js'
import type { PriceMark } from './price-marks.js'
import type { ProductFacts } from './product-facts.js'
import { elsewhereTest, findVisiblePrices } from './visible-prices.js'

/** What a visitor sees: the title, and the prices that stand nearest to it. */
export interface MarkupFacts extends ProductFacts {
  /** Whether money stands there that is not one price, such as a range. */
  readonly isDoubtful: boolean
  /** Whether the prices stand where the shop marks them as such; else they are known by their words alone. */
  readonly isMarked: boolean
}

/**
 * Reads what a visitor sees: the title, and the prices in the smallest part of the page that holds the title and any
 * price.
 */
export function readMarkup(page: Page, hints: PriceHints, layout: ShopLayout | undefined): MarkupFacts {
  const headings = findHeadings(page, layout)
  const { marks, isMarked } = findVisiblePrices(page, hints, headings, layout)
  const title = headings[0] && textOf(headings[0], 500)
  const amounts = (kind: PriceMark['kind']) =>
    marks.flatMap((mark) => (mark.kind === kind && mark.price ? [mark.price] : []))
  const [was, ...otherWas] = new Set(amounts('was').map(({ amount }) => amount))
  const wasAmount = otherWas.length === 0 ? was : undefined
  const availability = findAvailability(page, layout)
  return {
    source: 'markup',
    ...(title && { title }),
    ...(availability && { availability }),
    offers: amounts('current').map((price) => ({ ...price, ...(wasAmount && { wasAmount }) })),
    isDoubtful: marks.some(({ kind }) => kind === 'doubtful'),
    isMarked,
  }
}

/** The first element of the ids that a visitor sees. */
function placeOf({ byId }: Page, ids: readonly string[] = []): PageElement | undefined {
  return ids.flatMap((id) => byId.get(id) ?? []).find((element) => textOf(element, 20) !== '')
}

/**
 * The headings that name the page: those that share most words with its `<title>`. Others sell something on the side.
 * Without a title, a heading must be the only one.
 */
function findHeadings(page: Page, layout: ShopLayout | undefined): readonly PageElement[] {
  const known = placeOf(page, layout?.title)
  if (known) return [known]
  const title = plainText(page.title)
  const named = page.visible.filter(({ name }) => name === 'h1' || name === 'h2').slice(0, 50)
  const first = bestHeadings(
    named.filter(({ name }) => name === 'h1'),
    title,
  )
  if (first.length > 0) return first
  const second = title === '' ? [] : bestHeadings(named, title)
  return second.length > 0 ? second : namedByText(page, title)
}

/** Some pages have no heading, and say the product's name in plain words. */
function namedByText({ visible }: Page, title: string): readonly PageElement[] {
  if (title.length < 8) return []
  const named = visible.find((element) => {
    const { firstChild } = element
    if (!firstChild || isElement(firstChild) || !/\S/.test(firstChild.data)) return false
    if (!title.startsWith(plainText(firstChild.data.slice(0, 100)))) return false
    const text = plainText(textOf(element, title.length + 20))
    return text.length > title.length / 2 && title.startsWith(text)
  })
  return named ? [named] : []
}

function bestHeadings(headings: readonly PageElement[], title: string): readonly PageElement[] {
  const named = headings.filter((heading) => textOf(heading) !== '')
  if (title === '') return named.length === 1 ? named : []
  const titleWords = new Set(title.split(' '))
  const matches = named.map((heading) => {
    const words = new Set(plainText(textOf(heading)).split(' '))
    const shared = [...words].filter((word) => titleWords.has(word)).length
    return shared >= Math.min(words.size, titleWords.size) / 2 ? shared : 0
  })
  const best = Math.max(...matches)
  return best > 0 ? named.filter((_, at) => matches[at] === best) : []
}

/** What the page says of its stock, where all that it says agrees. */
function findAvailability(page: Page, layout: ShopLayout | undefined): Availability | undefined {
  const known = placeOf(page, layout?.availability)
  if (known) return readAvailabilityText(textOf(known, 60))
  const leadsAway = elsewhereTest()
  const isElsewhere = nearestAnswer((element) => leadsAway(element) || undefined)
  const marked = page.visible.filter(attributeTest(/(?<!un)availab|stock/i))
  const said = marked.slice(0, 1_000).flatMap((element) => {
    const availability = readAvailabilityText(textOf(element, 60))
    return availability && !isElsewhere(element) ? [availability] : []
  })
  return new Set(said).size === 1 ? said[0] : undefined
}

const buying =
  /add[-_ ]?to[-_ ]?(cart|basket|bag|trolley)|buy[-_ ]?(now|button|btn)|warenkorb|ajouter au panier|añadir (al carrito|a la cesta)|al carrello|kosárba|в корзин/i

const controls = new Set(['button', 'input', 'a', 'form'])

/** Some shops make buttons of any element, and write nothing else on them. */
function saysBuy({ firstChild, next, prev }: PageElement): boolean {
  if (!firstChild || isElement(firstChild) || firstChild.next || (next && prev)) return false
  return (
    firstChild.data.length < 30 &&
    /^\s*(?:add to (?:cart|bag|basket)|buy (?:now|at\b.*))\s*$/i.test(firstChild.data)
  )
}

/** Whether the page offers to put something into a basket. */
export function canBuy({ visible }: Page): boolean {
  const isNamed = attributeTest(buying)
  return visible.some((element) => {
    if (!controls.has(element.name)) return saysBuy(element)
    if (isNamed(element)) return true
    const { name = '', value = '', title = '', alt = '' } = element.attribs
    const text = element.name === 'form' ? '' : textOf(element, 40)
    return buying.test(`${name} ${value} ${title} ${alt} ${text}`.slice(0, 1_000))
  })
}
