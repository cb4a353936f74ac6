import { defined } from '../options/index.js'
import type { Runtime } from '../runtime/index.js'
import type { Product, ProductObservation } from './product-records.js'
import { readPage } from './read-page.js'
import { storeLook } from './store-observation.js'

/** Reads a product's page once and stores what came of it; `undefined` when it was untracked meanwhile. */
export async function observeProduct(
  runtime: Runtime,
  product: Product,
  scheduled?: { readonly signal: AbortSignal; readonly nextDueAt: () => number },
): Promise<{ product: Product; observation: ProductObservation } | undefined> {
  const at = runtime.clock.now()
  const reading = await readPage(runtime, product, scheduled?.signal)
  return storeLook(runtime, product, { at, reading, ...defined({ scheduled }) })
}
