import { NotFoundError, ValidationError } from '../errors/index.js'
import { type Money, toMinor } from '../money/index.js'
import { parseOptions } from '../ports/index.js'
import { formatMoney } from '../prices/format.js'
import { type Product, type ProductObservation, productsTable } from '../records/product-records.js'
import type { Runtime } from '../runtime/index.js'
import { type BrowserObservation, browserObservationSchema } from './product-options.js'
import { recordObservation } from './record-observation.js'

/** A price so many times the last one, or a part of it as small, was misread, or is of another product. */
const mostTimes = 5n

/**
 * Stores what a person saw in their own browser.
 *
 * @throws `ValidationError` when it cannot be: another currency than before, or a price five times the last one or a
 * fifth of it; `NotFoundError` when the owner tracks no such URL.
 */
export async function recordBrowserObservation(
  runtime: Runtime,
  ownerId: string,
  given: BrowserObservation,
): Promise<{ product: Product; observation: ProductObservation }> {
  const { url, ...seen } = parseOptions('products.observe', browserObservationSchema, given)
  const { items } = await runtime.storage
    .collection(productsTable)
    .page(ownerId, { where: { url }, limit: 1 })
  const [product] = items
  const untracked = new NotFoundError(`no product with the URL ${url} is tracked; begin with track()`)
  if (!product) throw untracked
  if (product.price) checkPlausible(seen.price, product.price)
  const reading = { ...seen, status: 'read' as const, evidence: ['browser'] }
  const stored = await recordObservation(runtime, product, {
    at: runtime.clock.now(),
    reading,
    provenance: 'browser',
  })
  if (!stored) throw untracked
  return stored
}

function checkPlausible(price: Money, last: Money): void {
  const refuse = (message: string): never => {
    throw new ValidationError('products.observe', [{ path: 'price', message }])
  }
  if (price.currency !== last.currency)
    refuse(`expected ${last.currency}, as the price before, got ${price.currency}`)
  const [now, before] = [toMinor(price), toMinor(last)]
  if (now > before * mostTimes || now * mostTimes < before)
    refuse(
      `${formatMoney(price)} is too far from the last price, ${formatMoney(last)}, to be of the same product`,
    )
}
