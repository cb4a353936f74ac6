import { AdapterError, TelltaleError } from '../errors/index.js'
import type { Runtime } from '../runtime/index.js'
import { detectRefusal } from './page-refusal.js'
import type { Product, ProductObservation } from './product-records.js'
import { type Reading, storeLook } from './store-observation.js'

/** Reads a product's page once and stores what came of it; `undefined` when it was untracked meanwhile. */
export async function observeProduct(
  runtime: Runtime,
  product: Product,
  scheduled?: { readonly signal: AbortSignal; readonly nextDueAt: () => number },
): Promise<{ product: Product; observation: ProductObservation } | undefined> {
  const at = runtime.clock.now()
  const reading = await readPage(runtime, product, scheduled?.signal)
  return storeLook(runtime, product, { at, reading, ...(scheduled && { scheduled }) })
}

async function readPage(
  runtime: Runtime,
  product: Product,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const adapter = runtime.adapters.find(({ id }) => id === product.adapter)
  const reader = adapter?.products
  if (!reader)
    throw new AdapterError(
      `the adapter '${product.adapter}' that reads ${product.url} is not among \`adapters\` any more`,
    )
  const context = runtime.context(adapter, signal)
  try {
    const { url, status, text } = await context.http.get(product.url, {
      trust: 'untrusted',
      polite: true,
      signal: context.signal,
    })
    if (status < 200 || status > 299) {
      const reason = detectRefusal({ html: text, httpStatus: status })?.reason ?? 'unreachable'
      return { status: 'unread', reason, message: `the shop answered with status ${status}` }
    }
    return reader.extract({ url, html: text })
  } catch (cause) {
    if (!TelltaleError.is(cause) || cause.code === 'ABORTED') throw cause
    return { status: 'unread', reason: 'unreachable', message: cause.message }
  }
}
