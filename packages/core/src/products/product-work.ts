import { productsTable } from '../records/product-records.js'
import { createRecurringWork, type RecurringWork, type Runtime } from '../runtime/index.js'
import { observeProduct } from './observe-product.js'

/** Makes the recurring work of products: reads each tracked page at its slots. */
export function productWork(runtime: Runtime): RecurringWork {
  return createRecurringWork(runtime, {
    kind: 'product',
    table: productsTable,
    // Enough for waiting in the host's queue, robots.txt and a slow page.
    maxRunMs: 120_000,
    isPacedByHost: true,
    run: async (product, run) => {
      await observeProduct(runtime, product, { signal: run.signal, run })
    },
  })
}
