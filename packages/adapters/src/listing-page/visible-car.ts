import { decodeVin } from '@telltale/core/cars'
import { parseCarTitle } from '@telltale/core/cars/vehicle'
import { defined } from '@telltale/core/options'
import type { PageElement } from '../shop-page/parse/nodes.js'
import { briefTextOf } from '../shop-page/parse/text.js'
import type { StatedCar } from './stated-car.js'

/** A text that is an amount of money and nothing else: `$56,480`, `€ 1.440`, `14 000 €`. */
const amountText =
  /^(?:[A-Z]{0,3}\s?[$€£]|CHF|EUR|USD|CAD)\s?\d[\d.,'’\s]*(?:\.?[-–—]+)?\d{0,2}$|^\d[\d.,'’\s]*\s?(?:€|£|\$|CHF|EUR|zł|kr)$/

/** The classes and data attributes of amounts that are not the price of the car. */
const otherAmount =
  /month|payment|financ|ship|deliver|transport|drop|cut|sav(?:e|ing)|was|msrp|rrp|strike|old|original|prev|estimat|down|lease|deposit|fee|apr|discount|reduc|rebate|market|average/i

/** A mileage, and not the distance of the seller. */
const mileageText =
  /(?<![\d.,])(\d{1,3}(?:[,.\s’']\d{3})+|\d{1,6})\s?(mi|miles|km|kms)\b(?!\.?\s*(?:away|from|radius|entfernt|per\b|\/))/i

/** The visible elements of a car: those of a card, or those of a whole page. */
export interface VisibleCar {
  readonly elements: readonly PageElement[]
  /** The headings to try first, such as that of the page. */
  readonly headings: readonly PageElement[]
  /** The visible text. */
  readonly text: string
}

/** Reads a car from what a visitor sees of it. A price that is not the only one is left out. */
export function readVisibleCar({ elements, headings, text }: VisibleCar): StatedCar {
  const heading = headingIn(headings) ?? headingIn(elements)
  const { year, make, model, trim, body } = parseCarTitle(heading ?? '')
  const [, mileage, unit] = mileageText.exec(text) ?? []
  return defined({
    heading,
    year,
    make,
    model,
    trim,
    body,
    vin: vinIn(text, elements),
    mileage,
    mileageUnit: unit === undefined ? undefined : /^k/i.test(unit) ? ('km' as const) : ('mi' as const),
    price: priceIn(elements),
  })
}

/** Returns the first text that names a make and a year. */
function headingIn(elements: readonly PageElement[]): string | undefined {
  for (const element of elements) {
    const text = briefTextOf(element)
    if (text.length > 100 || !/\b(?:19|20)\d\d\b/.test(text)) continue
    const { make, year } = parseCarTitle(text)
    if (make !== undefined && year !== undefined) return text
  }
  return undefined
}

/** Returns the only amount of money among the elements, those first that say of themselves that they are a price. */
function priceIn(elements: readonly PageElement[]): string | undefined {
  const amounts = elements.filter((element) => amountText.test(briefTextOf(element)))
  const own = amounts.filter((element) => !marksOf(element, 3).some((mark) => otherAmount.test(mark)))
  const marked = own.filter((element) => marksOf(element, 1).some((mark) => /price/i.test(mark)))
  const texts = new Set((marked.length > 0 ? marked : own).map(briefTextOf))
  const [only] = texts
  return texts.size === 1 ? only : undefined
}

/** Returns the classes and data attributes of an element and its ancestors. */
function marksOf(element: PageElement, levels: number): readonly string[] {
  const marks: string[] = []
  let each: PageElement | null = element
  for (let level = 0; each && level < levels; level += 1, each = each.parent)
    for (const [name, value] of Object.entries(each.attributes))
      if (/^(?:class|id|slot|itemprop|data-(?:qa|test|testid|cmp|cg-ft))$/.test(name) && value.length < 200)
        marks.push(value)
  return marks
}

/** Returns the VIN in a text or in data attributes, if there is only one. */
function vinIn(text: string, elements: readonly PageElement[]): string | undefined {
  const attributes = elements.flatMap((element) =>
    Object.entries(element.attributes).flatMap(([name, value]) => (name.startsWith('data-') ? [value] : [])),
  )
  const found = [text, ...attributes].flatMap(
    (each) => each.slice(0, 20_000).match(/\b[A-HJ-NPR-Z0-9]{17}\b/g) ?? [],
  )
  const vins = new Set(found.filter((each) => /\d{4}$/.test(each)).map((each) => decodeVin(each)?.vin))
  vins.delete(undefined)
  const [vin] = vins
  return vins.size === 1 ? vin : undefined
}
