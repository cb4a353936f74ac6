import { NotFoundError, ValidationError } from '../errors/index.js'
import { type Money, toMinor } from '../money/index.js'
import { parseOptions } from '../ports/index.js'
import { formatMoney } from '../prices/format.js'
import { type Product, type ProductObservation, productsTable } from '../records/product-records.js'
import { type Runtime, urlMembers } from '../runtime/index.js'
import { type BrowserObservation, browserObservationSchema } from './product-options.js'
import { recordObservation } from './record-observation.js'

/**
 * The factor by which a price may differ from the last one, up or down. Beyond it the price was misread, or is that
 * of another product.
 */
const maxPriceFactor = 5n

/**
 * Records a price that a person saw in their own browser.
 *
 * @throws `ValidationError` when the currency is another than before, or the price more than five times the last one or
 * less than a fifth of it. `NotFoundError` when the owner tracks no such URL.
 */
export async function recordBrowserObservation(
  runtime: Runtime,
  ownerId: string,
  given: BrowserObservation,
): Promise<{ product: Product; observation: ProductObservation }> {
  const { url: shown, ...observed } = parseOptions('products.observe', browserObservationSchema, given)
  const { url } = urlMembers(shown)
  const { items } = await runtime.storage
    .collection(productsTable)
    .page(ownerId, { where: { url }, limit: 1 })
  const [product] = items
  const notTracked = new NotFoundError(`no product with the URL ${url} is tracked; begin with track()`)
  if (!product) throw notTracked
  if (product.price) checkPlausible(observed.price, product.price)
  const reading = { ...observed, status: 'read' as const, evidence: ['browser'] }
  const stored = await recordObservation(runtime, product, {
    at: runtime.clock.now(),
    result: reading,
    provenance: 'browser',
  })
  if (!stored) throw notTracked
  return stored
}

/** @throws `ValidationError` when a price cannot be that of the same product. */
function checkPlausible(price: Money, last: Money): void {
  const refuse = (message: string): never => {
    throw new ValidationError('products.observe', [{ path: 'price', message }])
  }
  if (price.currency !== last.currency)
    refuse(`expected ${last.currency}, as the price before, got ${price.currency}`)
  const [now, before] = [toMinor(price), toMinor(last)]
  if (now > before * maxPriceFactor || now * maxPriceFactor < before)
    refuse(
      `${formatMoney(price)} is too far from the last price, ${formatMoney(last)}, to be of the same product`,
    )
}
