import type { Availability } from '@telltale/core/ports'
import { nearestAnswer } from '../../parse/ancestors.js'
import { attributeTest } from '../../parse/attribute-matcher.js'
import { partsAround } from '../../parse/containers.js'
import { isElement, type PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { textOf } from '../../parse/text.js'
import { readAvailabilityText } from '../../values/availability.js'
import { buyTest } from './buy-buttons.js'
import { elsewhereTest } from './other-products.js'

/** The most places that are looked at on one page. */
const mostPlaces = 1_000

/** A longer text is about something else. */
const longestNote = 60

const word = /\p{L}{2}/u

/** The most different texts that are looked at on one page. */
const mostNotes = 4_000

/** What the places say that are named after the stock, where all of them agree. */
export function readMarkedStock({ visible }: Page): Availability | undefined {
  const isHere = hereTest()
  const said = visible
    .filter(attributeTest(/(?<!un)availab|stock/i))
    .slice(0, mostPlaces)
    .flatMap((element) => {
      const availability = readAvailabilityText(textOf(element, longestNote))
      return availability && isHere(element) ? [availability] : []
    })
  return agreed(said)
}

/**
 * What the page says of its stock in plain words, in the smallest part that holds the heading and any of them; else that
 * it is in stock, where the smallest part with a button to buy lets it be pressed.
 */
export function readPlainStock(
  { visible }: Page,
  headings: readonly PageElement[],
): Availability | undefined {
  const [heading] = headings
  if (!heading) return undefined
  const isHere = hereTest()
  const noteOf = noteReader()
  const notes = visible.filter((element) => noteOf(element) !== undefined && isHere(element))
  const [nearest] = partsAround([heading], notes.slice(0, mostPlaces))(heading)
  if (nearest) return agreed(nearest.within(mostPlaces).flatMap((element) => noteOf(element) ?? []))
  const buttons = visible.filter(buyTest()).filter(isHere)
  const [offer] = partsAround([heading], buttons.slice(0, mostPlaces))(heading)
  return offer?.within(mostPlaces).some(({ attribs }) => attribs.disabled === undefined)
    ? 'InStock'
    : undefined
}

/** Returns a test of whether an element is no part of what leads to other products. */
function hereTest(): (element: PageElement) => boolean {
  const leadsAway = elsewhereTest()
  const isElsewhere = nearestAnswer((element) => leadsAway(element) || undefined)
  return (element) => !isElsewhere(element)
}

const agreed = ([first, ...others]: readonly Availability[]): Availability | undefined =>
  others.every((other) => other === first) ? first : undefined

/** Returns a function that gives what a text right within an element says, if it says nothing but this. */
function noteReader(): (element: PageElement) => Availability | undefined {
  const known = new Map<string, Availability | undefined>()
  const read = (text: string): Availability | undefined => {
    if (text.length > longestNote || !word.test(text)) return undefined
    if (!known.has(text) && known.size < mostNotes) known.set(text, readAvailabilityText(text))
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
