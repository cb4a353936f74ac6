import { AdapterError, TelltaleError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { RenderedPage } from '../ports/index.js'
import { detectErrorPage } from '../prices/error-page.js'
import type { ProductReading } from '../prices/product.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import { type AdapterWith, adaptersWith, type Runtime } from '../runtime/index.js'
import { redactUrl } from '../secrets/index.js'
import { withSpan } from '../telemetry/index.js'
import { type Reading, recordObservation } from './record-observation.js'

type Reader = AdapterWith<'products'>

/** Reads a product's page once and stores what came of it; `undefined` when it was untracked meanwhile. */
export async function observeProduct(
  runtime: Runtime,
  product: Product,
  scheduled?: { readonly signal: AbortSignal; readonly nextDueAt: () => number },
): Promise<{ product: Product; observation: ProductObservation } | undefined> {
  const at = runtime.clock.now()
  const reading = await readPage(runtime, product, scheduled?.signal)
  return recordObservation(runtime, product, { at, reading, ...defined({ scheduled }) })
}

/**
 * Fetches a product's page and reads it. Where the source says that the page is empty without its scripts, and the host
 * has set up an adapter that renders, that one opens it, and it is read once more.
 *
 * @throws `AdapterError` when the adapter that reads it is gone, and what a signal ended it with.
 */
async function readPage(
  runtime: Runtime,
  product: Pick<Product, 'url' | 'adapter'>,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const reader = adaptersWith(runtime.adapters, 'products').find(({ id }) => id === product.adapter)
  if (!reader)
    throw new AdapterError(
      `the adapter '${product.adapter}' that reads ${product.url} is not among \`adapters\` any more`,
    )
  const { http, signal: ending } = runtime.context(reader, signal)
  try {
    const asked = { trust: 'untrusted', polite: true, signal: ending } as const
    const { url, status, text } = await http.get(product.url, asked)
    const reading = await readAnswer(reader, { url, status, html: text })
    const [renderer] = adaptersWith(runtime.adapters, 'render')
    const isEmpty = reading.status === 'unread' && 'needsScripts' in reading && reading.needsScripts
    return isEmpty && renderer ? await readRendered(runtime, reader, renderer, url, reading, signal) : reading
  } catch (cause) {
    if (!TelltaleError.is(cause) || cause.code === 'ABORTED') throw cause
    return { status: 'unread', reason: 'unreachable', message: cause.message }
  }
}

/** Reads a page in a browser; where that fails, what was read without one stands, with how it failed. */
async function readRendered(
  runtime: Runtime,
  reader: Reader,
  renderer: AdapterWith<'render'>,
  url: string,
  unread: Reading & { readonly status: 'unread' },
  signal: AbortSignal | undefined,
): Promise<Reading> {
  try {
    return await readAnswer(reader, await renderer.render.page(url, runtime.context(renderer, signal)))
  } catch (cause) {
    if (!TelltaleError.is(cause) || cause.code === 'ABORTED') throw cause
    return { ...unread, message: `${unread.message}; '${renderer.id}' could not open it: ${cause.message}` }
  }
}

/** What an answer is: a page to read, or what stands in the place of one. */
async function readAnswer(reader: Reader, { url, status, html }: RenderedPage): Promise<Reading> {
  if (status >= 200 && status <= 299) return recordReading(reader, url, html)
  const { reason, evidence } = detectErrorPage({ html, httpStatus: status }) ?? { reason: 'unreachable' }
  const said = evidence === undefined || evidence === `status ${status}` ? '' : `: ${evidence.slice(0, 100)}`
  return { status: 'unread', reason, message: `the shop answered with status ${status}${said}` }
}

/** Reads a page, and tells OpenTelemetry of it. */
function recordReading({ id, products }: Reader, url: string, html: string): Promise<ProductReading> {
  const options = {
    span: 'telltale.extract',
    histogram: 'telltale.extract.duration',
    attributes: () => ({ 'url.full': redactUrl(new URL(url)), 'telltale.adapter': id }),
    metricAttributes: ['telltale.adapter', 'telltale.reading'],
  }
  return withSpan(options, async (addAttributes) => {
    const reading = products.extract({ url, html })
    addAttributes({ 'telltale.reading': reading.status === 'read' ? 'read' : reading.reason })
    return reading
  })
}
