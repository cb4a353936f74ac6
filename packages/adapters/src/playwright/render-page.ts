import { AdapterError, TelltaleError, TimeoutError } from '@telltale/core'
import type { AdapterContext, HttpResponse, RenderedPage } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import type { Browser, BrowserContext, Request, Route } from 'playwright-core'

/** The limits of one page. */
export interface RenderLimits {
  /** The renderer's id, for messages. */
  readonly id: string
  /** The time to wait for what scripts fetch, in milliseconds. */
  readonly settleMs: number
  /** The maximum time for the page, in milliseconds. */
  readonly timeoutMs: number
}

/** The resource types that contribute to a page's text. */
const textResources: ReadonlySet<string> = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch'])

/** The maximum number of requests of a page; that of one product needs fewer. */
const maxRequests = 200

/**
 * A proxy that does not exist, for loopback too. It receives all that no route intercepts: a connection that a page opens
 * ahead of time, or by another protocol, reaches nobody.
 */
const blackholeProxy = { server: 'http://127.0.0.1:9', bypass: '<-loopback>' }

/** Opens a page in a browser context of its own, without anything that an earlier page left behind. */
export async function renderPage(
  browser: Browser,
  url: string,
  context: AdapterContext,
  limits: RenderLimits,
): Promise<RenderedPage> {
  const { signal, http } = context
  // Redirects are followed here, each hop behind the guard; the browser receives the final page.
  const response = await http
    .get(url, { polite: true, timeoutMs: limits.timeoutMs, signal })
    .catch((cause) => {
      signal.throwIfAborted()
      throw cause
    })
  const browserContext = await browser.newContext({ serviceWorkers: 'block', proxy: blackholeProxy })
  const loading = loadAndSettle(browserContext, response, context, limits)
  try {
    return await unlessAborted(loading, signal)
  } catch (cause) {
    signal.throwIfAborted()
    throw asError(cause, response.url, limits)
  } finally {
    const closing = browserContext.close().catch(() => undefined)
    // A page whose script never ends may hold its own closing up, and nobody waits for it any more.
    if (!signal.aborted) await closing
  }
}

/** Resolves as a promise does, or rejects as soon as the signal fires, which may have been before. */
function unlessAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function loadAndSettle(
  browserContext: BrowserContext,
  response: HttpResponse,
  context: AdapterContext,
  { settleMs, timeoutMs }: RenderLimits,
): Promise<RenderedPage> {
  await browserContext.routeWebSocket('**', (socket) => socket.close())
  let requests = 0
  let shown: HttpResponse | undefined = response
  await browserContext.route('**/*', async (route) => {
    const request = route.request()
    if (++requests > maxRequests || !textResources.has(request.resourceType())) return route.abort()
    const isFirst = shown !== undefined && request.isNavigationRequest() && request.url() === shown.url
    const first = isFirst ? shown : undefined
    if (first) shown = undefined
    await fulfill(route, first ?? (await sendThroughClient(request, context).catch(() => undefined)))
  })
  const page = await browserContext.newPage()
  await page.goto(response.url, { waitUntil: 'domcontentloaded', timeout: timeoutMs })
  // A page that never becomes idle is taken as it is.
  await page.waitForLoadState('networkidle', { timeout: settleMs }).catch(() => undefined)
  return { url: page.url(), html: await page.content(), status: response.status }
}

/** Headers that the client sets itself, or that are true only of the browser's own request. */
const ownHeaders = /^(:.*|host|connection|content-length|accept-encoding|user-agent)$/

/** Asks what the page asks, through the client: its guard, its limits and its name. */
async function sendThroughClient(request: Request, { http, signal }: AdapterContext): Promise<HttpResponse> {
  const headers = Object.entries(await request.allHeaders()).filter(([name]) => !ownHeaders.test(name))
  const body = request.postDataBuffer()
  return http.request(request.url(), {
    method: request.method(),
    headers: Object.fromEntries(headers),
    ...defined({ body: body ?? undefined }),
    signal,
  })
}

/** Headers about the body as it was sent. The browser receives it decompressed, and as UTF-8. */
const bodyHeaders = /^(content-(encoding|length|type)|transfer-encoding|connection)$/

async function fulfill(route: Route, response: HttpResponse | undefined): Promise<void> {
  if (!response) return route.abort('accessdenied')
  const { status, headers, text } = response
  const kept = Object.entries(headers).filter(([name]) => !bodyHeaders.test(name))
  const type = (headers['content-type'] ?? 'text/html').replace(/;.*$/, '')
  await route.fulfill({
    status,
    headers: { ...Object.fromEntries(kept), 'content-type': `${type}; charset=utf-8` },
    body: text,
  })
}

function asError(cause: unknown, url: string, { id, timeoutMs }: RenderLimits): unknown {
  if (TelltaleError.is(cause)) return cause
  const { host } = new URL(url)
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return new TimeoutError(`${id} could not open a page of ${host} within ${timeoutMs} ms`, { cause })
  const [line] = String(cause instanceof Error ? cause.message : cause).split('\n')
  return new AdapterError(`${id} could not open a page of ${host}: ${line}`, { cause, retryable: true })
}
