import type { SourceProduct } from '../sources/source-product.js'
import { normalizeTitle } from '../values/normalize-title.js'

/**
 * Chooses the product of the page among those that one source describes: the only one, the only one with a price, or those
 * that the page's titles name. Returns `'several'` when the page is about many, as a list is.
 */
export function chooseProduct(
  products: readonly SourceProduct[],
  titles: readonly string[],
): SourceProduct | 'several' | undefined {
  const distinct = mergeDuplicates(products)
  const priced = distinct.filter(({ offers }) => offers.length > 0)
  const candidates = priced.length > 0 ? priced : distinct
  if (candidates.length <= 1) return candidates[0]
  const plainTitles = titles.map(normalizeTitle)
  const named = candidates.filter(({ title }) => {
    const name = normalizeTitle(title ?? '')
    return name !== '' && plainTitles.some((plain) => plain.includes(name))
  })
  return named[0] ? { ...named[0], offers: named.flatMap(({ offers }) => offers) } : 'several'
}

/** Merges products with the same number, or the same name: some pages describe their product twice. */
function mergeDuplicates(products: readonly SourceProduct[]): readonly SourceProduct[] {
  const byKey = new Map<string, SourceProduct>()
  for (const product of products) {
    const key = product.sku ?? normalizeTitle(product.title ?? '')
    const same = byKey.get(key)
    byKey.set(key, same ? { ...product, ...same, offers: [...same.offers, ...product.offers] } : product)
  }
  return [...byKey.values()]
}
