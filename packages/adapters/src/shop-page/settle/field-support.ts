import type { FieldSupport, ProductField, ReadProduct } from '@telltale/core/ports'
import type { PageSource, SourceProduct } from '../sources/source-product.js'
import { normalizeTitle } from '../values/normalize-title.js'

/**
 * The confidence in what each source alone says of another field than the price: estimates by judgement, not measured
 * rates. `title` is the page's `<title>`.
 */
const sourceConfidence: Readonly<Record<PageSource | 'title', number>> = {
  'json-ld': 0.97,
  microdata: 0.95,
  rdfa: 0.95,
  meta: 0.95,
  selector: 0.95,
  state: 0.85,
  'shop-state': 0.97,
  markup: 0.9,
  taught: 0.95,
  title: 0.7,
}

/** The upper bound of a confidence: no number of sources makes a reading certain. */
const maxConfidence = 0.999

/** Returns what a source states of each field but the price; of money the amount alone. */
const statedValues: Readonly<Record<Exclude<ProductField, 'price'>, (product: SourceProduct) => unknown>> = {
  wasPrice: ({ offers }) => offers.find((offer) => offer.wasAmount)?.wasAmount,
  title: ({ title }) => title,
  availability: ({ availability, offers }) =>
    availability ?? offers.find((offer) => offer.availability)?.availability,
  imageUrl: ({ imageUrl }) => imageUrl,
  brand: ({ brand }) => brand,
  gtin: ({ gtin }) => gtin,
  mpn: ({ mpn }) => mpn,
  sku: ({ sku, offers }) => sku ?? offers.find((offer) => offer.sku)?.sku,
  seller: ({ seller, offers }) => seller ?? offers.find((offer) => offer.seller)?.seller,
  shippingPrice: ({ offers }) => offers.find((offer) => offer.shippingAmount)?.shippingAmount,
}

/**
 * Returns the support of each field of a reading: the sources that state the same, combined as if they were
 * independent.
 */
export function fieldSupportOf(
  reading: Omit<ReadProduct, 'fields'> & { readonly confidence: number },
  sources: readonly SourceProduct[],
  pageTitle: string,
): NonNullable<ReadProduct['fields']> {
  const fields: { [field in ProductField]?: FieldSupport } = {
    price: { confidence: reading.confidence, evidence: reading.evidence },
  }
  for (const field of Object.keys(statedValues) as (keyof typeof statedValues)[]) {
    const evidence: string[] = sourcesStating(field, reading, sources)
    const { title } = reading
    if (field === 'title' && title && normalizeTitle(pageTitle).includes(normalizeTitle(title)))
      evidence.push('title')
    if (evidence.length > 0) fields[field] = { confidence: confidenceIn(evidence), evidence }
  }
  return fields
}

/** Returns the names of the sources that state the value which a field has in the reading. */
function sourcesStating(
  field: keyof typeof statedValues,
  reading: Omit<ReadProduct, 'fields'>,
  sources: readonly SourceProduct[],
): PageSource[] {
  const read = reading[field]
  const value = typeof read === 'object' ? read.amount : read
  const stating = sources.filter((product) => isSameValue(statedValues[field](product), value))
  return [...new Set(stating.map(({ source }) => source))]
}

/** Returns the confidence in what all of these sources state. */
function confidenceIn(names: readonly string[]): number {
  const doubt = names.reduce((left, name) => left * (1 - (isKnown(name) ? sourceConfidence[name] : 0)), 1)
  return Number(Math.min(maxConfidence, 1 - doubt).toFixed(3))
}

const isKnown = (name: string): name is keyof typeof sourceConfidence => name in sourceConfidence

/** Checks for the same text, or the same amount. */
function isSameValue(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return false
  return `${one}` === `${other}` || (Number(one) === Number(other) && /^\d/.test(`${one}`))
}
