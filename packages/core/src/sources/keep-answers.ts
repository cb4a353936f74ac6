import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { HttpAnswer, HttpCall, Step } from '../http/client/call.js'
import type { Cache } from '../ports/index.js'
import { type Redact, redactUrl } from '../secrets/index.js'

/** An answer as it is kept; the body in Base64, since it may be anything. */
const keptSchema = z.object({
  url: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})

/**
 * Keeps answers of status 200 for the time of the kind that the call names. The key is the URL without its secrets, so
 * that a host can name it, and of what was sent along a hash.
 */
export function keepAnswers(cache: Pick<Cache, 'get' | 'set'>, redact: Redact): Step {
  return async (call, next) => {
    const { cacheFor } = call
    if (cacheFor === undefined) return next(call)
    const key = keyOf(call, redact)
    const { data } = keptSchema.safeParse(await cache.get(cacheFor, key))
    if (data) return { ...data, body: Buffer.from(data.body, 'base64') }
    const answer = await next(call)
    if (answer.status === 200) await cache.set(cacheFor, key, toKeep(answer))
    return answer
  }
}

const toKeep = ({ body, ...answer }: HttpAnswer): z.input<typeof keptSchema> => ({
  ...answer,
  body: body.toString('base64'),
})

function keyOf({ method, url, body }: HttpCall, redact: Redact): string {
  const address = redact(redactUrl(url))
  if (method === 'GET') return address
  return `${method} ${address} ${createHash('sha256')
    .update(body ?? '')
    .digest('base64url')}`
}
