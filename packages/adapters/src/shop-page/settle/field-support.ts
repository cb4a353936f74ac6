import type { FieldSupport, ProductField, ReadProduct } from '@telltale/core/ports'
import type { FactSource, ProductFacts } from '../sources/source-product.js'
import type { MarkupFacts } from '../sources/visible/visible-product.js'
import { plainText } from './choose-product.js'

/**
 * How far each source alone is believed where it says a price: a judgement of this house, not a measured rate. `words` is
 * a price that nothing marks as one.
 */
const trust: Readonly<Record<FactSource | 'words' | 'title', number>> = {
  'json-ld': 0.97,
  microdata: 0.95,
  rdfa: 0.95,
  meta: 0.95,
  selector: 0.95,
  state: 0.85,
  'shop-state': 0.97,
  markup: 0.9,
  words: 0.75,
  title: 0.7,
}

/** No number of places makes a page certain. */
const mostConfidence = 0.999

/** Returns what speaks for each part of a reading: the sources that say the same, as if they were independent. */
export function supportOf(
  reading: Omit<ReadProduct, 'fields'>,
  sources: readonly ProductFacts[],
  pageTitle: string,
): NonNullable<ReadProduct['fields']> {
  const fields: { [field in ProductField]?: FieldSupport } = {}
  const doubts = (names: readonly string[]) =>
    names.reduce((doubt, name) => doubt * (1 - (isTrusted(name) ? trust[name] : 0)), 1)
  const add = (field: ProductField, names: readonly string[], weighed = names) => {
    if (names.length > 0)
      fields[field] = {
        confidence: Number(Math.min(mostConfidence, 1 - doubts(weighed)).toFixed(3)),
        evidence: names,
      }
  }
  const isPlain = sources.some((facts) => 'isMarked' in facts && !(facts as MarkupFacts).isMarked)
  const weighed = reading.evidence.map((name) => (name === 'markup' && isPlain ? 'words' : name))
  add('price', reading.evidence, weighed)
  const telling = (says: (facts: ProductFacts) => unknown, value: unknown) => {
    if (value === undefined) return []
    const said = sources.filter((facts) => alike(says(facts), value))
    return [...new Set(said.map(({ source }) => source))]
  }
  if (reading.wasPrice)
    add(
      'wasPrice',
      telling(({ offers }) => offers.find((offer) => offer.wasAmount)?.wasAmount, reading.wasPrice.amount),
    )
  const { title } = reading
  const named = telling((facts) => facts.title, title)
  add('title', title && plainText(pageTitle).includes(plainText(title)) ? [...named, 'title'] : named)
  const availability = (facts: ProductFacts) =>
    facts.availability ?? facts.offers.find((offer) => offer.availability)?.availability
  add('availability', telling(availability, reading.availability))
  for (const field of ['imageUrl', 'brand', 'gtin', 'mpn'] as const)
    add(
      field,
      telling((facts) => facts[field], reading[field]),
    )
  add(
    'sku',
    telling((facts) => facts.sku ?? facts.offers.find((offer) => offer.sku)?.sku, reading.sku),
  )
  add(
    'seller',
    telling((facts) => facts.seller ?? facts.offers.find((offer) => offer.seller)?.seller, reading.seller),
  )
  if (reading.shippingPrice)
    add(
      'shippingPrice',
      telling(
        ({ offers }) => offers.find((one) => one.shippingAmount)?.shippingAmount,
        reading.shippingPrice.amount,
      ),
    )
  return fields
}

const isTrusted = (name: string): name is keyof typeof trust => name in trust

/** The same text, or the same amount. */
function alike(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return false
  return `${one}` === `${other}` || (Number(one) === Number(other) && /^\d/.test(`${one}`))
}
