import { attributeTest } from '../../parse/attribute-matcher.js'
import type { PageElement } from '../../parse/nodes.js'

/** Parts of a page that show other products, or none: their prices are not the product's. */
const elsewhereWords =
  /related|recommend|similar|also[-_ ]?(bought|purchased|viewed|like)|sponsor|carousel|cross-?sell|up-?sell|recently|(?<![\w-])(?:site-|page-|global-)?footer|mini-?cart|wishlist|compar|reviews?\b|popup|modal|refurbished|bundle|add-?on/i

/** A label belongs to something that one may tick as well, such as a warranty. */
const elsewhereElements = new Set(['nav', 'footer', 'aside', 'label'])

/** Returns a test of whether an element leads to other products, or shows them. */
export function elsewhereTest(): (element: PageElement) => boolean {
  const isNamed = attributeTest(elsewhereWords)
  return (element) => {
    const { href } = element.attribs
    const leadsAway = element.name === 'a' && href !== undefined && !/^(#|javascript:)/i.test(href)
    return leadsAway || elsewhereElements.has(element.name) || isNamed(element)
  }
}
