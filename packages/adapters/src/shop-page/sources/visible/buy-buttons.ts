import { attributeMatcher } from '../../parse/attribute-matcher.js'
import { isElement, type PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { textOf } from '../../parse/text.js'

const buyWords =
  /add[-_ ]?to[-_ ]?(cart|basket|bag|trolley)|buy[-_ ]?(now|button|btn)|warenkorb|ajouter au panier|añadir (al carrito|a la cesta)|al carrello|kosárba|в корзин/i

const controls = new Set(['button', 'input', 'a', 'form'])

/** Checks for an element whose only text is that of a buy button: some shops make buttons of any element. */
function isTextButton({ firstChild, next, prev }: PageElement): boolean {
  if (!firstChild || isElement(firstChild) || firstChild.next || (next && prev)) return false
  return (
    firstChild.data.length < 30 &&
    /^\s*(?:add to (?:cart|bag|basket)|buy (?:now|at\b.*))\s*$/i.test(firstChild.data)
  )
}

/** Returns a test for elements that put something into a basket. */
export function buyButtonMatcher(): (element: PageElement) => boolean {
  const isNamed = attributeMatcher(buyWords)
  return (element) => {
    if (!controls.has(element.name)) return isTextButton(element)
    if (isNamed(element)) return true
    const { name = '', value = '', title = '', alt = '' } = element.attributes
    const text = element.name === 'form' ? '' : textOf(element, 40)
    return buyWords.test(`${name} ${value} ${title} ${alt} ${text}`.slice(0, 1_000))
  }
}

/** Checks whether the page has a button that puts something into a basket. */
export const hasBuyButton = ({ visible }: Page): boolean => visible.some(buyButtonMatcher())
