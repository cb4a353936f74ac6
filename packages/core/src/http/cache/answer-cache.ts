import type { CachePolicyObject } from 'http-cache-semantics'
import { z } from 'zod'
import type { Cache, Clock } from '../../ports/index.js'
import type { HttpAnswer, HttpCall, Step } from '../client/call.js'

/** An answer as it is kept. */
interface KeptAnswer {
  readonly policy: CachePolicyObject
  readonly url: string
  readonly status: number
  readonly body: string
}

/** How long an answer that has to be asked about is kept beyond its time, so that the server need not send it again. */
const keptStaleMs = 7 * 86_400_000

/** What a caller may send without the answer being for that caller alone; any other header may be a credential. */
const harmlessHeaders = new Set(['accept', 'accept-language'])

/**
 * Returns the step that keeps answers as the server allows (RFC 9111, as a cache that many share), and asks whether they
 * still hold when their time is over. The library that reads the rules loads with the first call.
 */
export function answerCache(cache: Cache, clock: Pick<Clock, 'now'>): Step {
  let CachePolicy: Awaited<ReturnType<typeof policiesBy>> | undefined
  return async (call, next) => {
    if (!mayBeShared(call)) return next(call)
    const key = keyOf(call)
    const kept = readKept(await cache.get('http', key))
    CachePolicy ??= await policiesBy(clock)
    const request = { method: call.method, headers: call.headers }
    const policy = kept && CachePolicy.fromObject(kept.policy)
    if (kept && policy?.satisfiesWithoutRevalidation(request))
      return reviveAnswer(kept, policy.responseHeaders())

    const headers = policy ? readHeaders(policy.revalidationHeaders(request)) : call.headers
    const answer = await next(headers === call.headers ? call : { ...call, headers })
    // A cookie is for whom it was set.
    const { 'set-cookie': _, ...shareable } = answer.headers
    const response = { status: answer.status, headers: shareable }
    const asked = policy?.revalidatedPolicy({ method: call.method, headers }, response)
    const holds = kept && asked && !asked.modified && answer.status === 304
    if (!holds && !kept && !isWorthKeeping(answer)) return answer
    const newest = holds ? asked.policy : new CachePolicy(request, response)
    const now = holds ? reviveAnswer(kept, newest.responseHeaders()) : answer
    if (newest.storable() && isWorthKeeping(now)) {
      const entry = {
        policy: newest.toObject(),
        url: now.url,
        status: now.status,
        body: now.body.toString('base64'),
      }
      const ttlMs = Math.max(0, newest.timeToLive()) + keptStaleMs
      await cache.set('http', key, entry, { ttlMs: Math.min(ttlMs, call.keptMs ?? ttlMs) })
    } else if (kept) await cache.invalidate('http', key)
    return now
  }
}

/** The library's rules, with this clock. */
async function policiesBy(clock: Pick<Clock, 'now'>) {
  const { default: CachePolicy } = await import('http-cache-semantics')
  return class extends CachePolicy {
    now(): number {
      return clock.now()
    }
  }
}

/** Without any of these an answer is old at once, and nothing can be asked about it. */
const isWorthKeeping = ({ headers }: HttpAnswer): boolean =>
  ['cache-control', 'expires', 'etag', 'last-modified'].some((name) => headers[name] !== undefined)

const mayBeShared = ({ method, headers, body, redirect }: HttpCall): boolean =>
  method === 'GET' &&
  body === undefined &&
  redirect === 'follow' &&
  Object.keys(headers).every((name) => harmlessHeaders.has(name))

/** What a trusted call reached, an untrusted one must not read. The cache keeps the hash of it: a URL may hold a key. */
const keyOf = ({ url, trust, maxBytes, headers }: HttpCall): string =>
  JSON.stringify([trust, url.href, maxBytes, headers.accept, headers['accept-language']])

const keptSchema = z.object({
  policy: z.custom<CachePolicyObject>((value) => typeof value === 'object' && value !== null),
  url: z.string(),
  status: z.number(),
  body: z.string(),
})
const readKept = (kept: unknown): KeptAnswer | undefined => keptSchema.safeParse(kept).data

function reviveAnswer({ url, status, body }: KeptAnswer, headers: object): HttpAnswer {
  return { url, status, headers: readHeaders(headers), body: Buffer.from(body, 'base64') }
}

const readHeaders = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : String(value)]],
    ),
  )
