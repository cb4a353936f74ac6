import type { ProductFacts } from '../sources/source-product.js'

/** A text reduced to its letters and digits, for comparing titles. */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * Chooses the product that the page is about from those that one source describes: the only one, the only one with a
 * price, or those that the page's titles name. `'several'` when the page is about many, as a list is.
 */
export function chooseProduct(
  products: readonly ProductFacts[],
  titles: readonly string[],
): ProductFacts | 'several' | undefined {
  const distinct = mergeSame(products)
  const priced = distinct.filter(({ offers }) => offers.length > 0)
  const candidates = priced.length > 0 ? priced : distinct
  if (candidates.length <= 1) return candidates[0]
  const plainTitles = titles.map(plainText)
  const named = candidates.filter(({ title }) => {
    const name = plainText(title ?? '')
    return name !== '' && plainTitles.some((plain) => plain.includes(name))
  })
  return named[0] ? { ...named[0], offers: named.flatMap(({ offers }) => offers) } : 'several'
}

/** Some pages describe their product twice: what has the same number, or the same name, is one product. */
function mergeSame(products: readonly ProductFacts[]): readonly ProductFacts[] {
  const byKey = new Map<string, ProductFacts>()
  for (const product of products) {
    const key = product.sku ?? plainText(product.title ?? '')
    const same = byKey.get(key)
    byKey.set(key, same ? { ...product, ...same, offers: [...same.offers, ...product.offers] } : product)
  }
  return [...byKey.values()]
}
