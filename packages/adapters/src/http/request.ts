import { defined, type ProbeTarget } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import type { CookieJar } from './cookie-jar.js'
import type { ProbeResponse } from './response.js'
import { basicAuthorization, type ProbeSettings } from './settings.js'

/** One request, to the target or to where it redirects. */
export interface ProbeRequest {
  /** The URL. */
  readonly url: URL
  /** The URL without its fragment, and the cookies: two requests with the same key have the same answer. */
  readonly key: string
  readonly method: ProbeSettings['method']
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** `true` when the request may be repeated without harm (RFC 9110, section 9.2.2). */
  readonly isIdempotent: boolean
  /** `true` while this is the target's own origin, which may receive secrets. */
  readonly isOwnOrigin: boolean
}

/** The headers that other origins receive too; any other header may carry a credential, whatever its name. */
const harmlessHeaders: readonly string[] = ['accept', 'accept-language', 'accept-encoding', 'user-agent']

/** The headers about a body. */
const bodyHeaders = /^content-/

/** Makes the request for the target itself. */
export function requestFor({ url, login }: ProbeTarget, settings: ProbeSettings): ProbeRequest {
  const { method, headers, body } = settings
  const authorization = login && basicAuthorization(login.username, login.password)
  return {
    url,
    key: keyOf(url, headers.cookie),
    method,
    headers: { host: url.host, ...defined({ authorization }), ...headers },
    ...defined({ body }),
    isIdempotent: isIdempotent(method),
    isOwnOrigin: true,
  }
}

/** The way of a check so far. */
export interface RedirectTrail {
  /** The keys of the requests. */
  readonly visited: ReadonlySet<string>
  /** The cookies of the target's own origin. */
  readonly cookies: CookieJar
}

/**
 * Makes the request that a response redirects to.
 *
 * @throws {@link CheckError} when it leads to no web address, from https to http, in a circle, too far, or would send a body
 * to another origin.
 */
export function nextRequest(
  { location = '', status }: ProbeResponse,
  request: ProbeRequest,
  { visited, cookies }: RedirectTrail,
  { maxRedirects }: ProbeSettings,
): ProbeRequest {
  const url = nextUrl(location, request.url)
  const isOwnOrigin = request.isOwnOrigin && url.origin === request.url.origin
  const cookie = isOwnOrigin ? cookies.headerFor(url) : undefined
  const key = keyOf(url, cookie)
  if (visited.has(key)) throw redirectError(`redirects in a circle, back to ${url.origin}${url.pathname}`)
  if (visited.size > maxRedirects)
    throw redirectError(
      `redirects more than ${maxRedirects} ${maxRedirects === 1 ? 'time' : 'times'}, at last to ${url.origin}${url.pathname}`,
    )
  const { method, body } = afterRedirect(status, request)
  if (body !== undefined && !isOwnOrigin)
    throw redirectError(`redirects to ${url.origin}, another origin, which is not sent the body`)
  const kept = Object.entries(request.headers).filter(
    ([name]) =>
      (isOwnOrigin || harmlessHeaders.includes(name)) && (body !== undefined || !bodyHeaders.test(name)),
  )
  return {
    url,
    key,
    method,
    headers: isOwnOrigin
      ? { ...Object.fromEntries(kept), ...defined({ cookie }) }
      : { host: url.host, ...Object.fromEntries(kept) },
    ...defined({ body }),
    isIdempotent: isIdempotent(method),
    isOwnOrigin,
  }
}

/**
 * Returns the method and body after a redirect. As in the fetch standard (HTTP-redirect fetch, step 12), 303, and 301 or 302
 * after a POST, become a GET.
 */
function afterRedirect(
  status: number,
  { method, body }: ProbeRequest,
): Pick<ProbeRequest, 'method' | 'body'> {
  const becomesGet =
    status === 303 ? method !== 'HEAD' : (status === 301 || status === 302) && method === 'POST'
  if (becomesGet) return { method: 'GET' }
  return { method, ...defined({ body }) }
}

const redirectError = (message: string) => new CheckError('redirect', message)
const isIdempotent = (method: ProbeSettings['method']) => method !== 'POST' && method !== 'PATCH'
const keyOf = (url: URL, cookie = '') => `${withoutFragment(url)}\n${cookie}`
const withoutFragment = ({ href, hash }: URL) => (hash === '' ? href : href.slice(0, -hash.length))

function nextUrl(location: string, from: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined
  if (!next || !/^https?:$/.test(next.protocol))
    throw redirectError(`redirects to ${JSON.stringify(location.slice(0, 200))}, which is no web address`)
  next.hash = ''
  if (from.protocol === 'https:' && next.protocol === 'http:')
    throw redirectError(`redirects from https to http (${next.host}), which is not followed`)
  return next
}
