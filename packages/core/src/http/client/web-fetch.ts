import { defined, omit } from '../../options/index.js'
import type { HttpFetch, HttpRequestOptions } from '../../ports/index.js'
import type { BufferedResponse } from './call.js'

type SendRequest = (url: string, options: HttpRequestOptions) => Promise<BufferedResponse>

/** The statuses without a body, whose `Response` must have none (Fetch standard, null body status). */
const nullBodyStatuses = new Set([204, 205, 304])

/** Returns a `fetch` over `send`. The platform's `Request` and `Response` convert the arguments and the result. */
export const webFetch =
  (send: SendRequest): HttpFetch =>
  async (input, init = {}) => {
    const request = new Request(input instanceof URL ? input.href : input, toRequestInit(init))
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
    const { trust, timeoutMs, maxBytes, idempotencyKey } = init
    const response = await send(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      redirect: request.redirect,
      signal: request.signal,
      ...defined({ body, trust, timeoutMs, maxBytes, idempotencyKey }),
    })
    return toResponse(response)
  }

/** Adds `duplex`, which Node requires for a body that is a stream, and which not every client sets. */
const toRequestInit = (init: Parameters<HttpFetch>[1]): RequestInit =>
  ({ duplex: 'half', ...init }) as RequestInit

function toResponse({ url, status, headers, body }: BufferedResponse): Response {
  const bytes = nullBodyStatuses.has(status) ? null : new Uint8Array(body)
  const response = new Response(bytes, {
    status,
    headers: omit(headers, 'content-encoding', 'content-length'),
  })
  return Object.defineProperty(response, 'url', { value: url })
}
