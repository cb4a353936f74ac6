import { attributeMatcher } from '../../parse/attribute-matcher.js'
import type { PageElement } from '../../parse/nodes.js'

/** Names of the parts of a page that show other products, or none: their prices are not the product's. */
const otherProductsWords =
  /related|recommend|similar|also[-_ ]?(bought|purchased|viewed|like)|sponsor|carousel|cross-?sell|up-?sell|recently|(?<![\w-])(?:site-|page-|global-)?footer|mini-?cart|wishlist|compar|reviews?\b|popup|modal|refurbished|bundle|add-?on/i

/** Elements that show no price of the product. A label belongs to an extra that one may tick, such as a warranty. */
const otherProductsElements = new Set(['nav', 'footer', 'aside', 'label'])

/** Returns a test for elements that lead to other products, or show them. */
export function otherProductsMatcher(): (element: PageElement) => boolean {
  const isNamed = attributeMatcher(otherProductsWords)
  return (element) => {
    const { href } = element.attributes
    const leadsAway = element.name === 'a' && href !== undefined && !/^(#|javascript:)/i.test(href)
    return leadsAway || otherProductsElements.has(element.name) || isNamed(element)
  }
}
