import { AdapterError } from '../errors/index.js'
import type { Trust } from '../ports/index.js'

/** One request on the way to an answer. */
export interface Hop {
  readonly url: URL
  /** What the caller wants sent, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** How far the URL is trusted. */
  readonly trust: Trust
}

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
 * Returns the request that follows a redirect. To another origin (scheme, host or port) go only headers that cannot be
 * credentials, and none comes back when a later redirect returns; nor does trust, since another server chose the way.
 *
 * @throws `AdapterError` when it leads to what is no web address, or from https to http.
 */
export function nextHop({ url, headers, trust }: Hop, location: string): Hop {
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
  if (!next || !/^https?:$/.test(next.protocol))
    throw new AdapterError(`${url.host} redirects to ${JSON.stringify(location)}, which is no web address`)
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw new AdapterError(`${url.host} redirects from https to http (${next.host}), which is not followed`)
  if (next.origin === url.origin) return { url: next, headers, trust }
  const harmless = Object.entries(headers).filter(([name]) => harmlessHeaders.has(name))
  return { url: next, headers: Object.fromEntries(harmless), trust: 'untrusted' }
}
