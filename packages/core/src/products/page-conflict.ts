import { ConflictError } from '../errors/index.js'
import type { Tables, Where } from '../ports/index.js'
import { type Product, productsTable } from '../records/product-records.js'

/**
 * Finds the product of an owner that has a page, by its key or its URL. One that was stored before there were keys is found
 * by this URL and the plain ones of the page alone, until it is read again.
 */
export async function findByPage(
  tables: Pick<Tables, 'collection'>,
  { ownerId, url, pageKey }: Pick<Product, 'ownerId' | 'url' | 'pageKey'>,
): Promise<Product | undefined> {
  const products = tables.collection(productsTable)
  const find = async (where: Where<Product>) => (await products.page(ownerId, { where, limit: 1 })).items[0]
  if (pageKey === undefined) return find({ url })
  return (await find({ pageKey })) ?? (await find({ url: { in: [url, ...plainUrls(pageKey)] } }))
}

/** Returns the plain URLs of a page. */
const plainUrls = (pageKey: string): readonly string[] =>
  ['https://', 'https://www.', 'http://', 'http://www.'].flatMap((start) => [
    `${start}${pageKey}`,
    `${start}${pageKey}/`,
  ])

/** Returns the error of a page that an owner tracks already. */
export const trackedAlready = (url: string, { id, url: there }: Product): ConflictError =>
  new ConflictError(
    there === url
      ? `${url} is tracked already, as the product ${id}`
      : `${url} is tracked already, as the product ${id}: it is the same page as ${there}`,
    { existingId: id },
  )

/**
 * Returns the key that a product has after a reading. The first page with a price settles it: a later one, such as where a
 * shop forwards to a successor, makes it no other product. A key that another product has is left to that one.
 *
 * @throws `ConflictError` when the product is being tracked, and its page is one of another product.
 */
export async function settlePageKey(
  tables: Tables,
  product: Product,
  { read, isFirst }: { readonly read?: string; readonly isFirst?: true },
): Promise<string | undefined> {
  const { ownerId, id, url, pageKey, pricedAt } = product
  if (read === undefined || read === pageKey || (pricedAt !== undefined && pageKey !== undefined))
    return pageKey
  const where = { pageKey: read }
  const [other] = (await tables.collection(productsTable).page(ownerId, { where, limit: 1 })).items
  if (!other || other.id === id) return read
  if (isFirst) throw trackedAlready(url, other)
  return pageKey
}
