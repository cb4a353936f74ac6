import type { MiddlewareHandler } from 'hono'
import type { AddressLimit } from './address-limit.js'
import type { CountedRequest, RequestContext, RequestVariables } from './request-context.js'
import { RequestError } from './request-error.js'

const minuteMs = 60_000

/** The number of addresses that are told apart in a minute: whoever sends from more fills no memory. */
const maxAddresses = 100_000

/**
 * Makes the counter of requests by address, in this process: it stands before the host is asked who calls, so it must cost
 * nothing. Each minute begins with nothing.
 */
export function countByAddress({ requestsPerMinute: limit }: AddressLimit, now = Date.now) {
  const counts = new Map<string, number>()
  let resetsAt = 0
  return (address: string): CountedRequest => {
    const at = now()
    if (at >= resetsAt) {
      counts.clear()
      resetsAt = (Math.floor(at / minuteMs) + 1) * minuteMs
    }
    const own = networkOf(address)
    const key = counts.size < maxAddresses || counts.has(own) ? own : 'others'
    const used = (counts.get(key) ?? 0) + 1
    counts.set(key, used)
    return {
      policy: 'address',
      isAllowed: used <= limit,
      limit,
      remaining: Math.max(0, limit - used),
      resetsAt,
    }
  }
}

/** Returns the part of an address that belongs to one customer: of an IPv6 address the first 64 bits (RFC 6177). */
function networkOf(address: string): string {
  if (!address.includes(':') || /^::ffff:[\d.]+$/i.test(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - tail.split(':').length)
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':')
}

/** Makes the middleware that counts requests by address. Whoever is above the limit is answered at once. */
export function limitAddresses(limit: AddressLimit): MiddlewareHandler<RequestVariables> {
  const countRequest = countByAddress(limit)
  return async (context, next) => {
    const address = limit.addressOf ? limit.addressOf(context.req.raw) : context.env?.address
    if (address !== undefined) count(context, countRequest(address))
    await next()
  }
}

/**
 * Notes by which limit a request was counted, for its headers.
 *
 * @throws `RequestError` for a request above its limit.
 */
export function count(context: RequestContext, counted: CountedRequest): void {
  context.get('counted').push(counted)
  const { isAllowed, policy, limit, resetsAt } = counted
  if (isAllowed) return
  const whose = policy === 'owner' ? 'your plan allows' : 'one address may send'
  const message = `${whose} ${limit} requests a minute; wait until ${new Date(resetsAt).toISOString()}`
  throw new RequestError(429, 'RATE_LIMITED', message, resetsAt)
}

/** Sets the headers of draft-ietf-httpapi-ratelimit-headers-10: the policies, and what is left of each. */
export function setRateLimitHeaders(headers: Headers, counted: readonly CountedRequest[]): void {
  if (counted.length === 0) return
  const policies = counted.map(({ policy, limit }) => `"${policy}";q=${limit};w=60`)
  const left = counted.map(
    ({ policy, remaining, resetsAt }) =>
      `"${policy}";r=${remaining};t=${Math.max(0, Math.ceil((resetsAt - Date.now()) / 1_000))}`,
  )
  headers.set('ratelimit-policy', policies.join(', '))
  headers.set('ratelimit', left.join(', '))
}
