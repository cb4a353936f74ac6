import { AdapterError } from '../../errors/index.js'
import type { HttpCall, Step } from './call.js'

/** What of a request a redirect may change. */
export type Hop = Pick<HttpCall, 'method' | 'url' | 'headers' | 'body' | 'trust'>

const mostRedirects = 5

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** What is sent to another origin too; any other header may carry a credential, whatever its name. */
const harmlessHeaders = new Set(['accept', 'accept-language'])

/** Returns where an answer leads on to, as it says; `undefined` when it is no redirect. */
export function redirectLocation(
  status: number,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  return redirectStatuses.has(status) ? headers.location : undefined
}

/**
 * Follows redirects, each of which goes through the steps below by itself.
 *
 * @throws `AdapterError` when there are more than five, or one leads to where it is not followed.
 */
export const followRedirects: Step = async (call, next) => {
  let hop = call
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const answer = await next(hop)
    const location = redirectLocation(answer.status, answer.headers)
    if (location === undefined || call.redirect === 'manual') return answer
    if (call.redirect === 'error')
      throw new AdapterError(`${hop.url.host} redirects, and the call asked that no redirect be followed`)
    hop = nextHop(hop, location, answer.status)
  }
  throw new AdapterError(`${call.url.host} redirects more than ${mostRedirects} times`)
}

/**
 * Returns the request that follows a redirect. To another origin (scheme, host or port) go only headers that cannot be
 * credentials, and none comes back when a later redirect returns; nor does trust, since another server chose the way.
 * What was sent as POST is asked for as GET after 301, 302 and 303, as browsers do (Fetch standard, HTTP-redirect fetch).
 *
 * @throws `AdapterError` when it leads to what is no web address, from https to http, or would hand a body to another origin.
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
  const harmless = Object.entries(hop.headers).filter(([name]) => harmlessHeaders.has(name))
  return { ...hop, headers: Object.fromEntries(harmless), trust: 'untrusted' }
}

function redirectedRequest<From extends Hop>(from: From, status: number): From {
  const { method } = from
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST'
  if (!becomesGet) return from
  const { body: _, ...rest } = from
  const headers = Object.entries(from.headers).filter(([name]) => !name.startsWith('content-'))
  return { ...rest, method: 'GET', headers: Object.fromEntries(headers) } as unknown as From
}
