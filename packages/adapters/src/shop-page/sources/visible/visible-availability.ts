import type { Availability } from '@telltale/core/ports'
import { inheritedFlag } from '../../parse/ancestors.js'
import { attributeMatcher } from '../../parse/attribute-matcher.js'
import { containersAround } from '../../parse/containers.js'
import { isElement, type PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { textOf } from '../../parse/text.js'
import { readAvailabilityText } from '../../values/availability.js'
import { isBuyButton } from './buy-buttons.js'
import { showsOtherProducts } from './other-products.js'

/** The maximum number of elements of one page that are read. */
const maxElements = 1_000

/** The maximum length of a note, in characters; a longer text is about something else. */
const maxNoteChars = 60

const word = /\p{L}{2}/u

/** The maximum number of different notes of one page. */
const maxNotes = 4_000

const isNamedForStock = /* @__PURE__ */ attributeMatcher(/(?<!un)availab|stock/i)

/** Reads the elements that are named after the stock or availability. Returns `undefined` unless all of them agree. */
export function readMarkedAvailability({ visible }: Page): Availability | undefined {
  const isOfProduct = ownProductMatcher()
  const said = visible
    .filter(isNamedForStock)
    .slice(0, maxElements)
    .flatMap((element) => {
      const availability = readAvailabilityText(textOf(element, maxNoteChars))
      return availability && isOfProduct(element) ? [availability] : []
    })
  return unanimous(said)
}

/**
 * Reads the plain text of the smallest part of the page that holds the heading and any note on availability. Without one,
 * the product is in stock when the nearest buy button is enabled.
 */
export function readPlainAvailability(
  { visible }: Page,
  headings: readonly PageElement[],
): Availability | undefined {
  const [heading] = headings
  if (!heading) return undefined
  const isOfProduct = ownProductMatcher()
  const noteOf = noteReader()
  const notes = visible.filter((element) => noteOf(element) !== undefined && isOfProduct(element))
  const [nearest] = containersAround([heading], notes.slice(0, maxElements))(heading)
  if (nearest) return unanimous(nearest.contents(maxElements).flatMap((element) => noteOf(element) ?? []))
  const buttons = visible.filter(isBuyButton).filter(isOfProduct)
  const [offer] = containersAround([heading], buttons.slice(0, maxElements))(heading)
  return offer?.contents(maxElements).some(({ attributes }) => attributes.disabled === undefined)
    ? 'InStock'
    : undefined
}

/** Returns a test for elements outside of all that leads to other products. */
function ownProductMatcher(): (element: PageElement) => boolean {
  const isOfOtherProduct = inheritedFlag((element) => showsOtherProducts(element) || undefined)
  return (element) => !isOfOtherProduct(element)
}

const unanimous = ([first, ...others]: readonly Availability[]): Availability | undefined =>
  others.every((other) => other === first) ? first : undefined

/** Returns a function that reads the availability of an element's own text, if that states nothing else. */
function noteReader(): (element: PageElement) => Availability | undefined {
  const known = new Map<string, Availability | undefined>()
  const read = (text: string): Availability | undefined => {
    if (text.length > maxNoteChars || !word.test(text)) return undefined
    if (!known.has(text) && known.size < maxNotes) known.set(text, readAvailabilityText(text))
    return known.get(text)
  }
  return ({ firstChild }) => {
    for (let node = firstChild; node; node = node.next) {
      const said = isElement(node) ? undefined : read(node.data)
      if (said) return said
    }
    return undefined
  }
}
