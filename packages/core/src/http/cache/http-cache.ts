import type { CachePolicyObject } from 'http-cache-semantics'
import { z } from 'zod'
import { omit } from '../../options/index.js'
import type { Cache, Clock } from '../../ports/index.js'
import { dayMs } from '../../time/index.js'
import type { BufferedResponse, HttpCall, Middleware } from '../client/call.js'

/** A response in the cache. */
interface CachedResponse {
  readonly policy: CachePolicyObject
  readonly url: string
  readonly status: number
  /** The body in Base64. */
  readonly body: string
}

/** The time that a stale response is kept for revalidation, which saves the server from sending it again. */
const maxStaleMs = 7 * dayMs

/** The request headers of a response that may be shared. Any other header may be a credential. */
const safeHeaders = new Set(['accept', 'accept-language'])

/**
 * Returns middleware that caches responses as a shared cache by RFC 9111, and revalidates stale ones. The library with the
 * rules of the standard is loaded by the first call.
 */
export function httpCache(cache: Cache, clock: Pick<Clock, 'now'>): Middleware {
  let CachePolicy: Awaited<ReturnType<typeof loadCachePolicy>> | undefined
  return async (call, next) => {
    if (!isShareable(call)) return next(call)
    const key = keyOf(call)
    const cached = parseCached(await cache.get('http', key))
    CachePolicy ??= await loadCachePolicy(clock)
    const request = { method: call.method, headers: call.headers }
    const policy = cached && CachePolicy.fromObject(cached.policy)
    if (cached && policy?.satisfiesWithoutRevalidation(request))
      return toResponse(cached, policy.responseHeaders())

    const headers = policy ? toHeaders(policy.revalidationHeaders(request)) : call.headers
    const received = await next(headers === call.headers ? call : { ...call, headers })
    // A cookie belongs to the caller that it was set for.
    const shareable = { status: received.status, headers: omit(received.headers, 'set-cookie') }
    const revalidated = policy?.revalidatedPolicy({ method: call.method, headers }, shareable)
    const isStillValid = cached && revalidated && !revalidated.modified && received.status === 304
    if (!isStillValid && !cached && !hasCacheHeaders(received)) return received
    const newPolicy = isStillValid ? revalidated.policy : new CachePolicy(request, shareable)
    const response = isStillValid ? toResponse(cached, newPolicy.responseHeaders()) : received
    if (newPolicy.storable() && hasCacheHeaders(response)) {
      const ttlMs = Math.max(0, newPolicy.timeToLive()) + maxStaleMs
      await cache.set('http', key, toCached(response, newPolicy.toObject()), {
        ttlMs: Math.min(ttlMs, call.maxCacheMs ?? ttlMs),
      })
    } else if (cached) await cache.invalidate('http', key)
    return response
  }
}

/** Loads the library's policy class and makes it use this clock. */
async function loadCachePolicy(clock: Pick<Clock, 'now'>) {
  const { default: CachePolicy } = await import('http-cache-semantics')
  return class extends CachePolicy {
    now(): number {
      return clock.now()
    }
  }
}

/** Returns `true` when a response can be fresh or revalidated; without any of these headers it can be neither. */
const hasCacheHeaders = ({ headers }: BufferedResponse): boolean =>
  ['cache-control', 'expires', 'etag', 'last-modified'].some((name) => headers[name] !== undefined)

const isShareable = ({ method, headers, body, redirect }: HttpCall): boolean =>
  method === 'GET' &&
  body === undefined &&
  redirect === 'follow' &&
  Object.keys(headers).every((name) => safeHeaders.has(name))

/** Returns the cache key. It contains the trust level: an untrusted call must not read what a trusted one fetched. */
const keyOf = ({ url, trust, maxBytes, headers }: HttpCall): string =>
  JSON.stringify([trust, url.href, maxBytes, headers.accept, headers['accept-language']])

const cachedSchema = z.object({
  policy: z.custom<CachePolicyObject>((value) => typeof value === 'object' && value !== null),
  url: z.string(),
  status: z.number(),
  body: z.string(),
})
const parseCached = (value: unknown): CachedResponse | undefined => cachedSchema.safeParse(value).data

const toCached = ({ url, status, body }: BufferedResponse, policy: CachePolicyObject): CachedResponse => ({
  policy,
  url,
  status,
  body: body.toString('base64'),
})

function toResponse({ url, status, body }: CachedResponse, headers: object): BufferedResponse {
  return { url, status, headers: toHeaders(headers), body: Buffer.from(body, 'base64') }
}

const toHeaders = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : String(value)]],
    ),
  )
