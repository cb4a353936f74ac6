import { attributeTest } from '../../parse/attribute-matcher.js'
import { isElement, type PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { textOf } from '../../parse/text.js'

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

/** Returns a test of whether an element is there to put something into a basket. */
export function buyTest(): (element: PageElement) => boolean {
  const isNamed = attributeTest(buying)
  return (element) => {
    if (!controls.has(element.name)) return saysBuy(element)
    if (isNamed(element)) return true
    const { name = '', value = '', title = '', alt = '' } = element.attribs
    const text = element.name === 'form' ? '' : textOf(element, 40)
    return buying.test(`${name} ${value} ${title} ${alt} ${text}`.slice(0, 1_000))
  }
}

/** Whether the page offers to put something into a basket. */
export const canBuy = ({ visible }: Page): boolean => visible.some(buyTest())
