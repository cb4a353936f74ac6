import { AdapterError, TelltaleError, TimeoutError } from '@telltale/core'
import type { AdapterContext, HttpResponse, RenderedPage } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import type { Browser, BrowserContext, Request, Route } from 'playwright-core'

/** How long a page may take. */
export interface RenderLimits {
  /** Who renders, for messages. */
  readonly id: string
  readonly settleMs: number
  readonly timeoutMs: number
}

/** What says something of a page's text. */
const wanted: ReadonlySet<string> = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch'])

/** More requests than this no page of one product needs. */
const mostRequests = 200

/**
 * Where what no route sees would go: a proxy that is not there, for loopback too. With that, a connection that a page
 * opens ahead of time, or by another protocol, reaches nobody.
 */
const nowhere = { server: 'http://127.0.0.1:9', bypass: '<-loopback>' }

/** Opens a page in a window of its own, without anything that an earlier page left behind. */
export async function renderPage(
  browser: Browser,
  url: string,
  context: AdapterContext,
  limits: RenderLimits,
): Promise<RenderedPage> {
  const { signal, http } = context
  // Redirects are followed here, each hop behind the guard; the browser is shown where they end.
  const answer = await http.get(url, { polite: true, timeoutMs: limits.timeoutMs, signal })
  const window = await browser.newContext({ serviceWorkers: 'block', proxy: nowhere })
  const close = () => void window.close().catch(() => undefined)
  signal.addEventListener('abort', close)
  try {
    return await settle(window, answer, context, limits)
  } catch (cause) {
    signal.throwIfAborted()
    throw asError(cause, answer.url, limits)
  } finally {
    signal.removeEventListener('abort', close)
    await window.close()
  }
}

async function settle(
  window: BrowserContext,
  answer: HttpResponse,
  context: AdapterContext,
  { settleMs, timeoutMs }: RenderLimits,
): Promise<RenderedPage> {
  await window.routeWebSocket('**', (socket) => socket.close())
  let requests = 0
  let shown: HttpResponse | undefined = answer
  await window.route('**/*', async (route) => {
    const request = route.request()
    if (++requests > mostRequests || !wanted.has(request.resourceType())) return route.abort()
    const isFirst = shown !== undefined && request.isNavigationRequest() && request.url() === shown.url
    const first = isFirst ? shown : undefined
    if (first) shown = undefined
    await fulfill(route, first ?? (await ask(request, context).catch(() => undefined)))
  })
  const page = await window.newPage()
  await page.goto(answer.url, { waitUntil: 'domcontentloaded', timeout: timeoutMs })
  // A page that never comes to rest is taken as it is.
  await page.waitForLoadState('networkidle', { timeout: settleMs }).catch(() => undefined)
  return { url: page.url(), html: await page.content(), status: answer.status }
}

/** Sets by the client itself, or true only of what the browser would have sent. */
const ownHeaders = /^(:.*|host|connection|content-length|accept-encoding|user-agent)$/

/** Asks what the page asks, through the client: its guard, its limits and its name. */
async function ask(request: Request, { http, signal }: AdapterContext): Promise<HttpResponse> {
  const headers = Object.entries(await request.allHeaders()).filter(([name]) => !ownHeaders.test(name))
  const body = request.postDataBuffer()
  return http.request(request.url(), {
    method: request.method(),
    headers: Object.fromEntries(headers),
    ...defined({ body: body || undefined }),
    signal,
  })
}

/** What was true of the body as it was sent: it is handed on unpacked, and as UTF-8. */
const sentHeaders = /^(content-(encoding|length|type)|transfer-encoding|connection)$/

async function fulfill(route: Route, answer: HttpResponse | undefined): Promise<void> {
  if (!answer) return route.abort('accessdenied')
  const { status, headers, text } = answer
  const kept = Object.entries(headers).filter(([name]) => !sentHeaders.test(name))
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
