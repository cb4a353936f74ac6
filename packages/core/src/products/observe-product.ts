import { abortedBy, untilSignal } from '../async/index.js'
import { AdapterError, TelltaleError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { RenderedPage } from '../ports/index.js'
import { detectErrorPage } from '../prices/error-page.js'
import type { Product } from '../records/product-records.js'
import {
  type AdapterWith,
  adaptersWith,
  type Runtime,
  urlSecretsGone,
  type WorkRun,
  wholeUrl,
} from '../runtime/index.js'
import {
  loginOf,
  publicUrl,
  redactDeep,
  redactError,
  redactor,
  secretsOfUrl,
  withoutLogin,
} from '../secrets/index.js'
import { type Extraction, placedExtraction, type Reader } from './extract-page.js'
import { readPageKey } from './page-key.js'
import { type ReadResult, type RecordedObservation, recordObservation } from './record-observation.js'

/** The circumstances of a reading. */
export interface ReadingCircumstances {
  /** Calls the reading off: nothing of it is recorded then. */
  readonly signal: AbortSignal
  /** The run of a scheduled reading; absent for one that was requested by hand. */
  readonly run?: WorkRun<Product>
  /** `true` while the product is being tracked: a page that is one of another product is refused. */
  readonly isFirst?: true
}

/**
 * Reads a product's page once and records the result; `undefined` when the product was untracked meanwhile.
 *
 * @throws the reason of the signal when that fires before the result is recorded, and `ConflictError` when the first page of
 * a product is one of another product.
 */
export async function observeProduct(
  runtime: Runtime,
  product: Product,
  { signal, run, isFirst }: ReadingCircumstances,
): Promise<RecordedObservation | undefined> {
  const at = runtime.clock.now()
  const result = await readPage(runtime, product, placedExtraction(runtime, product), signal)
  if (signal.aborted) throw abortedBy(signal)
  return recordObservation(runtime, product, defined({ at, result, run, isFirst }))
}

/**
 * Fetches a product's page and reads it. Where the page is empty without its scripts and the host has an adapter that
 * renders, the page is rendered and read once more. An adapter that throws gives a reading without a price, like any
 * other failure: otherwise a page that makes it throw would be read no more, and nobody would be told.
 *
 * @throws `AdapterError` when the adapter that reads it is gone, and the reason of a signal that aborts it.
 */
export async function readPage(
  runtime: Runtime,
  product: Product,
  extract: Extraction,
  signal: AbortSignal,
): Promise<ReadResult> {
  const reader = adaptersWith(runtime.adapters, 'products').find(({ id }) => id === product.adapter)
  if (!reader)
    throw new AdapterError(
      `the adapter '${product.adapter}' that reads ${product.url} is not among \`adapters\` any more`,
    )
  const { ownerId } = product
  const { http } = runtime.context(reader, signal, ownerId)
  const text = await wholeUrl(runtime, product)
  const redact = redactor(secretsOfUrl(text ?? ''))
  try {
    if (text === undefined) throw urlSecretsGone(product)
    const whole = new URL(text)
    const headers = authorizationFor(whole)
    const asked = { trust: 'untrusted', polite: true, signal, headers } as const
    const { url, status, text: html } = await http.get(withoutLogin(whole).href, asked)
    const result = await readAnswer(reader, extract, { url, status, html })
    const [renderer] = adaptersWith(runtime.adapters, 'render')
    const isEmpty = result.status === 'unread' && 'needsScripts' in result && result.needsScripts
    if (!isEmpty || !renderer) return redactDeep(result, redact)
    return redactDeep(
      await readRendered(runtime, { ownerId, reader, renderer, extract, url, signal }, result),
      redact,
    )
  } catch (cause) {
    redactError(cause, redact)
    if (signal.aborted) throw cause
    if (TelltaleError.is(cause)) return { status: 'unread', reason: 'unreachable', message: cause.message }
    runtime.report(cause, `the adapter '${reader.id}'`)
    return {
      status: 'unread',
      reason: 'unreadable',
      message: 'what the shop answered could not be dealt with',
    }
  }
}

/** Returns the header of a URL's login, which goes to its own origin alone. */
function authorizationFor(url: URL): Readonly<Record<string, string>> {
  const login = loginOf(url)
  if (!login) return {}
  return { authorization: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}` }
}

interface RenderedRead {
  readonly ownerId: string
  readonly reader: Reader
  readonly extract: Extraction
  readonly renderer: AdapterWith<'render'>
  readonly url: string
  readonly signal: AbortSignal
}

/** Renders a page and reads it. Where that fails, returns the result without scripts, and adds the failure to its message. */
async function readRendered(
  runtime: Runtime,
  { ownerId, reader, renderer, extract, url, signal }: RenderedRead,
  unread: ReadResult & { readonly status: 'unread' },
): Promise<ReadResult> {
  const context = runtime.context(renderer, signal, ownerId)
  try {
    const page = await untilSignal(signal, renderer.render.page(url, context))
    return await readAnswer(reader, extract, page)
  } catch (cause) {
    if (signal.aborted) throw cause
    if (!TelltaleError.is(cause)) runtime.report(cause, `the adapter '${renderer.id}'`)
    const why = TelltaleError.is(cause) ? `: ${cause.message}` : ''
    return { ...unread, message: `${unread.message}; '${renderer.id}' could not open it${why}` }
  }
}

/** Reads the answer of a shop: a page, or an error page in its place. */
async function readAnswer(
  reader: Reader,
  extract: Extraction,
  { url, status, html }: RenderedPage,
): Promise<ReadResult> {
  if (status >= 200 && status <= 299) {
    const reading = await extract(reader, { url, html })
    return reading.status === 'read' ? { ...reading, pageKey: readPageKey(publicUrl(url), html) } : reading
  }
  const { reason, evidence } = detectErrorPage({ html, httpStatus: status }) ?? { reason: 'unreachable' }
  const detail =
    evidence === undefined || evidence === `status ${status}` ? '' : `: ${evidence.slice(0, 100)}`
  return { status: 'unread', reason, message: `the shop answered with status ${status}${detail}` }
}
