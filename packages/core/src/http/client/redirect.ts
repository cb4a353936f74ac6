import { AdapterError } from '../../errors/index.js'
import { omit } from '../../options/index.js'
import type { HttpCall, Middleware } from './call.js'

/** The parts of a request that a redirect may change. */
export type Hop = Pick<HttpCall, 'method' | 'url' | 'headers' | 'body' | 'trust'>

const maxRedirects = 5

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** The headers that are sent to another origin too. Any other header may carry a credential, whatever its name. */
const safeHeaders = new Set(['accept', 'accept-language'])

/** Returns the `location` of a redirect as it stands there, or `undefined` when the response is no redirect. */
export function redirectLocation(
  status: number,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  return redirectStatuses.has(status) ? headers.location : undefined
}

/**
 * Follows redirects. Each request passes the inner middleware by itself.
 *
 * @throws `AdapterError` when there are more than five, or one may not be followed.
 */
export const followRedirects: Middleware = async (call, next) => {
  let hop = call
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const response = await next(hop)
    const location = redirectLocation(response.status, response.headers)
    if (location === undefined || call.redirect === 'manual') return response
    if (call.redirect === 'error')
      throw new AdapterError(`${hop.url.host} redirects, and the call asked that no redirect be followed`)
    hop = nextHop(hop, location, response.status)
  }
  throw new AdapterError(`${call.url.host} redirects more than ${maxRedirects} times`)
}

/**
 * Returns the request that follows a redirect. On the way to another origin (scheme, host or port) it loses all headers
 * that may be credentials, and its trust, since another server chose the target. A later redirect restores neither. A
 * POST becomes a GET after 301, 302 and 303, as in browsers (Fetch standard, HTTP-redirect fetch).
 *
 * @throws `AdapterError` when the target is no web address, when it leads from https to http, and when it would send a
 * body to another origin.
 */
export function nextHop<From extends Hop>(from: From, location: string, status: number): From {
  const { url } = from
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
  if (!next || !/^https?:$/.test(next.protocol))
    throw new AdapterError(`${url.host} redirects to ${JSON.stringify(location)}, which is no web address`)
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw new AdapterError(`${url.host} redirects from https to http (${next.host}), which is not followed`)
  const hop: From = { ...redirectedRequest(from, status), url: next }
  if (next.origin === url.origin) return hop
  if (hop.body !== undefined)
    throw new AdapterError(`${url.host} redirects what was sent to ${next.host}, which is not followed`)
  const safe = Object.entries(hop.headers).filter(([name]) => safeHeaders.has(name))
  return { ...hop, headers: Object.fromEntries(safe), trust: 'untrusted' }
}

function redirectedRequest<From extends Hop>(from: From, status: number): From {
  const { method } = from
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST'
  if (!becomesGet) return from
  const headers = Object.entries(from.headers).filter(([name]) => !name.startsWith('content-'))
  return { ...omit(from, 'body'), method: 'GET', headers: Object.fromEntries(headers) } as unknown as From
}
