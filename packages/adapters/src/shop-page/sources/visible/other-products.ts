import { attributeMatcher } from '../../parse/attribute-matcher.js'
import { isElement, type PageElement } from '../../parse/nodes.js'
import { following } from '../../parse/text.js'

/** Names of the parts of a page that show other products, or none: their prices are not the product's. */
const otherProductsWords =
  /related|recommend|similar|also[-_ ]?(bought|purchased|viewed|like)|sponsor|carousel|cross-?sell|up-?sell|recently|(?<![\w-])(?:site-|page-|global-)?footer|mini-?cart|wishlist|compar|reviews?\b|popup|modal|refurbished|bundle|add-?on/i

/** Elements that show no price of the product. A label belongs to an extra that one may tick, such as a warranty. */
const otherProductsElements = new Set(['nav', 'footer', 'aside', 'label'])

const isNamedForOthers = /* @__PURE__ */ attributeMatcher(otherProductsWords)

/** Checks for an element that leads to other products, or shows them. */
export const showsOtherProducts = (element: PageElement): boolean =>
  element.tag.leadsAway || otherProductsElements.has(element.name) || isNamedForOthers(element)

/** The maximum number of nodes of a list item that are searched for a link. */
const maxCardNodes = 60

/**
 * Checks for the card of a product in a list: an article, or a list item with a link. A card that holds the heading of the
 * page is none, which the caller has to know.
 */
export function isCard(element: PageElement): boolean {
  if (element.name !== 'li') return element.name === 'article'
  let node = element.firstChild
  for (let count = 0; node && count < maxCardNodes; count += 1) {
    if (isElement(node) && node.tag.leadsAway) return true
    node = (isElement(node) ? node.firstChild : null) ?? following(node, element)
  }
  return false
}
