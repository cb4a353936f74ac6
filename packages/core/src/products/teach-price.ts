import { AdapterError, ValidationError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { parseOptions } from '../ports/index.js'
import type { PricePlace } from '../prices/product.js'
import type { Product } from '../records/product-records.js'
import { taughtPlacesTable } from '../records/taught-place-records.js'
import type { Runtime } from '../runtime/index.js'
import { type Extraction, extractProduct, findTaughtPlace, storeTaughtPlace } from './extract-page.js'
import { observeProduct, readPage } from './observe-product.js'
import { type Teaching, teachingSchema } from './product-options.js'
import { type RecordedObservation, recordObservation } from './record-observation.js'

/**
 * Learns where the right price of a product stands on its page, and reads it there. `undefined` when the product was
 * untracked meanwhile.
 *
 * @throws `ValidationError` when the page does not show the text as a price, `AdapterError` when it could not be read.
 */
export async function teachPrice(
  runtime: Runtime,
  product: Product,
  given: Teaching,
  signal: AbortSignal,
): Promise<RecordedObservation | undefined> {
  const { price } = parseOptions('products.teach', teachingSchema, given)
  if (price === 'none') return forgetPlace(runtime, product, signal)
  const at = runtime.clock.now()
  const learned: PricePlace[] = []
  const extract: Extraction = async (reader, page) => {
    const place = reader.products.learn?.(page, price)
    if (place) learned.push(place)
    return extractProduct(reader, page, defined({ choice: product.choice, place }))
  }
  const result = await readPage(runtime, product, extract, signal)
  if (result.status === 'unread' && (result.reason === 'unreachable' || result.reason === 'unreadable'))
    throw new AdapterError(`the page was not read: ${result.message}`)
  const [place] = learned
  if (!place) {
    const message = `expected a text that the page shows as its price, got '${price}'`
    throw new ValidationError('products.teach', [{ path: 'price', message }])
  }
  await storeTaughtPlace(runtime, product, place, await findTaughtPlace(runtime.storage, product))
  return recordObservation(runtime, product, { at, result, confirmed: true })
}

/** Forgets what was taught of a product's shop, and reads the page by its own data again. */
async function forgetPlace(
  runtime: Runtime,
  product: Product,
  signal: AbortSignal,
): Promise<RecordedObservation | undefined> {
  const taught = await findTaughtPlace(runtime.storage, product)
  if (taught) await runtime.storage.collection(taughtPlacesTable).delete(product.ownerId, [taught.id])
  return observeProduct(runtime, product, { signal })
}
