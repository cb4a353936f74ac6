import { defined } from '../../options/index.js'
import type { HttpFetch, HttpRequestOptions } from '../../ports/index.js'
import type { HttpAnswer } from './call.js'

type Ask = (url: string, options: HttpRequestOptions) => Promise<HttpAnswer>

/** Statuses whose answers have no body, and whose `Response` may be given none (Fetch standard, null body status). */
const withoutBody = new Set([204, 205, 304])

/** Returns a `fetch` that asks through `ask`. The web's own objects read what its callers hand in, and what they get. */
export const webFetch =
  (ask: Ask): HttpFetch =>
  async (input, init = {}) => {
    const request = new Request(input instanceof URL ? input.href : input, forRequest(init))
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
    const { trust, timeoutMs, maxBytes, idempotencyKey } = init
    const answer = await ask(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      redirect: request.redirect,
      signal: request.signal,
      ...defined({ body, trust, timeoutMs, maxBytes, idempotencyKey }),
    })
    return toResponse(answer)
  }

/** A body that is a stream needs `duplex` in Node, which not every client knows. */
const forRequest = (init: Parameters<HttpFetch>[1]): RequestInit =>
  ({ duplex: 'half', ...init }) as RequestInit

function toResponse({ url, status, headers, body }: HttpAnswer): Response {
  const { 'content-encoding': _, 'content-length': __, ...kept } = headers
  const bytes = withoutBody.has(status) ? null : new Uint8Array(body)
  const response = new Response(bytes, { status, headers: kept })
  return Object.defineProperty(response, 'url', { value: url })
}
