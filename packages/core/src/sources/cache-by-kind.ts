import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { BufferedResponse, HttpCall, Middleware } from '../http/client/call.js'
import type { Cache } from '../ports/index.js'
import { type Redact, redactUrl } from '../secrets/index.js'

/** The schema of a cached response. The body is in Base64, since it may be binary. */
const cachedSchema = z.object({
  url: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})

/**
 * Returns middleware that caches responses of status 200 for the time to live of the call's kind. The key is the URL
 * without its secrets, so that a host can invalidate it, and the hash of the request body.
 */
export function cacheByKind(cache: Pick<Cache, 'get' | 'set'>, redact: Redact): Middleware {
  return async (call, next) => {
    const { cacheFor } = call
    if (cacheFor === undefined) return next(call)
    const key = keyOf(call, redact)
    const { data } = cachedSchema.safeParse(await cache.get(cacheFor, key))
    if (data) return { ...data, body: Buffer.from(data.body, 'base64') }
    const response = await next(call)
    if (response.status === 200) await cache.set(cacheFor, key, toCached(response))
    return response
  }
}

const toCached = ({ body, ...response }: BufferedResponse): z.input<typeof cachedSchema> => ({
  ...response,
  body: body.toString('base64'),
})

function keyOf({ method, url, body }: HttpCall, redact: Redact): string {
  const address = redact(redactUrl(url))
  if (method === 'GET') return address
  return `${method} ${address} ${createHash('sha256')
    .update(body ?? '')
    .digest('base64url')}`
}
