import { NotFoundError } from '../errors/index.js'
import { parseOptions } from '../ports/index.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import { type Runtime, urlMembers } from '../runtime/index.js'
import { checkKnownCurrency } from './known-currencies.js'
import { findByPage } from './page-conflict.js'
import { pageKeyOf } from './page-key.js'
import { type BrowserObservation, browserObservationSchema } from './product-options.js'
import { recordObservation } from './record-observation.js'

/**
 * Records a price that a person saw in their own browser.
 *
 * @throws `ValidationError` when the product never had a price in this currency. `NotFoundError` when the owner tracks no
 * such URL.
 */
export async function recordBrowserObservation(
  runtime: Runtime,
  ownerId: string,
  seen: BrowserObservation,
): Promise<{ product: Product; observation: ProductObservation }> {
  const { url: shown, ...observed } = parseOptions('products.observe', browserObservationSchema, seen)
  const { url } = urlMembers(shown)
  const product = await findByPage(runtime.storage, { ownerId, url, pageKey: pageKeyOf(url) })
  const notTracked = new NotFoundError(`no product with the URL ${url} is tracked; begin with track()`)
  if (!product) throw notTracked
  const given = { call: 'products.observe', path: 'price', price: observed.price }
  await checkKnownCurrency(runtime.storage, product, given, runtime.clock.now())
  const reading = { ...observed, status: 'read' as const, evidence: ['browser'] }
  const stored = await recordObservation(runtime, product, {
    at: runtime.clock.now(),
    result: reading,
    provenance: 'browser',
  })
  if (!stored) throw notTracked
  return stored
}
