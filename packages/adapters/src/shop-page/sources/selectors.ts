import { defined } from '@telltale/core/options'
import type { PricePlace } from '@telltale/core/ports'
import type { PageElement } from '../parse/nodes.js'
import type { Page } from '../parse/page.js'
import { textOf } from '../parse/text.js'
import { readAvailability, readAvailabilityText } from '../values/availability.js'
import { type PriceHints, readPriceField, readPriceText, type StatedPrice } from '../values/price-text.js'
import { finderOf } from './select-element.js'
import type { SourceProduct } from './source-product.js'

/** CSS selectors of a shop's pages. The first match counts. */
export interface ProductSelectors {
  /** The current price. */
  readonly price: string
  /** The higher price that the page compares it with. @default none */
  readonly wasPrice?: string
  /** The title of the product. @default none */
  readonly title?: string
  /** The note on availability. @default none */
  readonly availability?: string
}

/** Reads the product at the host's selectors. Returns `undefined` when they find no price. */
export function readSelectors(
  page: Page,
  selectors: ProductSelectors,
  hints: PriceHints,
): SourceProduct | undefined {
  const find = finderOf(page)
  const first = (selector: string | undefined) => (selector === undefined ? undefined : find(selector))
  const price = priceAt(first(selectors.price), hints)
  if (!price) return undefined
  const was = priceAt(first(selectors.wasPrice), hints)
  const titleElement = first(selectors.title)
  const title = titleElement && textOf(titleElement, 500)
  const note = first(selectors.availability)
  const availability = note && (readAvailability(statedValue(note)) ?? readAvailabilityText(textOf(note, 60)))
  return {
    source: 'selector',
    ...defined({ title: title || undefined, availability }),
    offers: [{ ...price, ...defined({ wasAmount: was?.amount }) }],
  }
}

/** Reads the price at the place that the owner taught. Returns `undefined` when no price stands there. */
export function readTaught(
  page: Page,
  { selector }: PricePlace,
  hints: PriceHints,
): SourceProduct | undefined {
  const price = priceAt(finderOf(page)(selector), hints)
  return price && { source: 'taught', offers: [price] }
}

/** Returns the value that an element states for machines. */
const statedValue = ({ attributes }: PageElement): string =>
  attributes.content ?? attributes.href ?? attributes.value ?? ''

/** Reads the price of an element, from an attribute or its text. A bare number counts, since the host points at it. */
export function priceAt(element: PageElement | undefined, hints: PriceHints): StatedPrice | undefined {
  if (!element) return undefined
  const { content, value } = element.attributes
  const field = content ?? value ?? element.attributes['data-price']
  const text = textOf(element, 80)
  const read = field ? undefined : readPriceText(text, hints)
  return typeof read === 'object' ? read : readPriceField(field ?? text, undefined, hints)
}
