import type { Availability } from '@telltale/core/ports'
import type { Element } from 'domhandler'
import type { PriceHints } from './amount.js'
import { readAvailabilityText } from './availability.js'
import { plainText } from './choose-product.js'
import { ancestorsOf, type Page, textOf } from './page.js'
import { findPriceMarks, type PriceMark } from './price-marks.js'
import type { ProductFacts } from './product-facts.js'

/** What a visitor sees: the title, and the prices that stand nearest to it. */
export interface MarkupFacts extends ProductFacts {
  /** Whether money stands there that is not one price, such as a range. */
  readonly isDoubtful: boolean
  /** Whether the page offers to put something into a basket. */
  readonly canBuy: boolean
}

/** Parts of a page that show other products, or none: their prices are not the product's. */
const elsewhereWords =
  /related|recommend|similar|also[-_ ]?(bought|viewed|like)|sponsor|carousel|cross-?sell|up-?sell|recently|footer|mini-?cart|wishlist|compar|reviews?\b|popup|modal|refurbished|bundle|add-?on/i

/** A label belongs to something that one may tick as well, such as a warranty. */
const elsewhereElements = new Set(['nav', 'footer', 'aside', 'label'])

function isElsewhere({ name, attribs }: Element): boolean {
  const { href, id = '', class: classes = '' } = attribs
  const leadsAway = name === 'a' && href !== undefined && !/^(#|javascript:)/i.test(href)
  return leadsAway || elsewhereElements.has(name) || elsewhereWords.test(`${classes} ${id}`.slice(0, 500))
}

/**
 * Reads what a visitor sees: the title, and the prices in the smallest part of the page that holds the title and any
 * marked price.
 */
export function readMarkup(page: Page, hints: PriceHints): MarkupFacts {
  const headings = findHeadings(page)
  const marks = headings.length > 0 ? findPriceMarks(page, hints) : []
  const near = [...new Set(headings.flatMap((heading) => nearest(heading, marks)))]
  const title = headings[0] && textOf(headings[0], 500)
  const amounts = (kind: PriceMark['kind']) =>
    near.flatMap((mark) => (mark.kind === kind && mark.price ? [mark.price] : []))
  const [was, ...otherWas] = new Set(amounts('was').map(({ amount }) => amount))
  const wasAmount = otherWas.length === 0 ? was : undefined
  const availability = findAvailability(page)
  return {
    source: 'markup',
    ...(title && { title }),
    ...(availability && { availability }),
    offers: amounts('current').map((price) => ({ ...price, ...(wasAmount && { wasAmount }) })),
    isDoubtful: near.some(({ kind }) => kind === 'doubtful'),
    canBuy: canBuy(page),
  }
}

/**
 * The headings that name the page: those that share most words with its `<title>`. Others sell something on the side.
 * Without a title, a heading must be the only one.
 */
function findHeadings({ $, visible }: Page): readonly Element[] {
  const title = plainText($('title').first().text().slice(0, 1_000))
  const headings = visible.filter(({ name }) => name === 'h1').slice(0, 50)
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
function findAvailability({ visible }: Page): Availability | undefined {
  const marked = visible.filter(({ attribs: { class: classes = '', id = '' } }) =>
    /(?<!un)availab|stock/i.test(`${classes} ${id}`.slice(0, 500)),
  )
  const said = marked.slice(0, 1_000).flatMap((element) => {
    const availability = readAvailabilityText(textOf(element, 60))
    return availability && ![element, ...ancestorsOf(element)].some(isElsewhere) ? [availability] : []
  })
  return new Set(said).size === 1 ? said[0] : undefined
}

/** The marks in the smallest part of the page that holds the heading and any of them, other products' left out. */
function nearest(heading: Element, marks: readonly PriceMark[]): readonly PriceMark[] {
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
  return placed.filter(({ level }) => level === lowest).map(({ mark }) => mark)
}

const buying =
  /add[-_ ]?to[-_ ]?(cart|basket|bag|trolley)|buy[-_ ]?now|warenkorb|ajouter au panier|añadir (al carrito|a la cesta)|al carrello|kosárba|в корзин/i

const controls = new Set(['button', 'input', 'a', 'form'])

function canBuy({ visible }: Page): boolean {
  return visible.some((element) => {
    if (!controls.has(element.name)) return false
    const { id = '', class: classes = '', name = '', value = '', title = '' } = element.attribs
    const text = element.name === 'form' ? '' : textOf(element, 40)
    return buying.test(`${id} ${classes} ${name} ${value} ${title} ${text}`.slice(0, 1_000))
  })
}
