import { defined } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import type { PricePlace, ProductPage, ProductReading, ReadOptions } from '../prices/product.js'
import type { Product } from '../records/product-records.js'
import { type TaughtPlace, taughtPlacesTable } from '../records/taught-place-records.js'
import { type AdapterWith, ownedRecords, type Runtime } from '../runtime/index.js'
import { redactUrl } from '../secrets/index.js'
import { withSpan } from '../telemetry/index.js'

/** An adapter that reads product pages. */
export type Reader = AdapterWith<'products'>

/** Reads the product of a page that was fetched. */
export type Extraction = (reader: Reader, page: ProductPage) => Promise<ProductReading>

/** Reads the product of a page under an OpenTelemetry span. */
export function extractProduct(
  { id, products }: Reader,
  page: ProductPage,
  options: ReadOptions,
): Promise<ProductReading> {
  const span = {
    span: 'telltale.extract',
    histogram: 'telltale.extract.duration',
    attributes: () => ({ 'url.full': redactUrl(new URL(page.url)), 'telltale.adapter': id }),
    metricAttributes: ['telltale.adapter', 'telltale.reading'],
  }
  return withSpan(span, async (addAttributes) => {
    const reading = products.extract(page, options)
    addAttributes({ 'telltale.reading': reading.status === 'read' ? 'read' : reading.reason })
    return reading
  })
}

/** Returns the extraction of a product's page: of the offer that was chosen, at the place that the owner taught. */
export function placedExtraction(runtime: Runtime, product: Product): Extraction {
  return async (reader, page) => {
    const choice = defined({ choice: product.choice })
    const taught = await findTaughtPlace(runtime.storage, product)
    if (!taught) return extractProduct(reader, page, choice)
    const { selector } = taught
    const reading = await extractProduct(reader, page, { ...choice, place: { selector } })
    if (reading.status === 'read') return reading
    return (await healed(runtime, product, { reader, page, taught, choice })) ?? reading
  }
}

interface LostPlace {
  readonly reader: Reader
  readonly page: ProductPage
  readonly taught: TaughtPlace
  readonly choice: ReadOptions
}

/**
 * Reads a page on which the taught place shows no price any more. The last price of the product is the proof: another place
 * that shows it is taken from then on, and else the page's own data if it says the same. A product without a price so far
 * has nothing to prove anything by: its page is read like any other.
 */
async function healed(
  runtime: Runtime,
  product: Product,
  { reader, page, taught, choice }: LostPlace,
): Promise<ProductReading | undefined> {
  const { price: last } = product
  const place = last && reader.products.learn?.(page, last)
  if (place) {
    await storeTaughtPlace(runtime, product, place, taught)
    return extractProduct(reader, page, { ...choice, place })
  }
  const reading = await extractProduct(reader, page, choice)
  if (!last || reading.status === 'unread') return last ? undefined : reading
  const isSame =
    Number(reading.price.amount) === Number(last.amount) && reading.price.currency === last.currency
  return isSame ? reading : undefined
}

/** Finds the place that an owner taught for a product's shop. */
export async function findTaughtPlace(
  tables: Pick<Tables, 'collection'>,
  { ownerId, url }: Product,
): Promise<TaughtPlace | undefined> {
  const where = { host: new URL(url).hostname }
  const { items } = await tables.collection(taughtPlacesTable).page(ownerId, { where, limit: 1 })
  return items[0]
}

/** Stores the place of the price on the pages of a product's shop, in place of the one before. */
export async function storeTaughtPlace(
  runtime: Runtime,
  { ownerId, url }: Product,
  { selector }: PricePlace,
  before: TaughtPlace | undefined,
): Promise<void> {
  const host = new URL(url).hostname
  const base = ownedRecords(runtime, taughtPlacesTable, ownerId, 'taught place').base()
  const write = before
    ? { update: { ...before, selector, updatedAt: runtime.clock.now() } }
    : { insert: { ...base, host, selector } }
  await runtime.storage.collection(taughtPlacesTable).write([write])
}
