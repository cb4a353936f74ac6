import { TelltaleError } from '@telltale/core'
import type { FastifyReply } from 'fastify'
import ipaddr from 'ipaddr.js'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const windowSeconds = 60

/** The error of a caller who makes too many requests: status 429. */
export const tooMany = (message: string): TelltaleError =>
  new TelltaleError(message, { code: 'BUDGET_EXCEEDED', status: 429, retryable: true })

/** A limit on requests, counted in this process. Several processes share one by `RateLimiterPostgres` of the same library. */
export class RateLimit {
  readonly #name: string
  readonly #limiter: RateLimiterMemory

  constructor(name: string, perMinute: number) {
    this.#name = name
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: windowSeconds })
  }

  /**
   * Counts a request, and tells in the headers what is left.
   *
   * @throws `TelltaleError` of status 429 when there were too many.
   */
  async count(key: string, reply: FastifyReply): Promise<void> {
    const { points } = this.#limiter
    try {
      this.#tell(reply, await this.#limiter.consume(key))
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const seconds = this.#tell(reply, refusal)
      reply.header('retry-after', seconds)
      throw tooMany(`more than ${points} requests a minute of one ${this.#name}; wait ${seconds} seconds`)
    }
  }

  /** Sets the headers of the IETF's draft on rate limits. Returns the seconds until the window ends. */
  #tell(reply: FastifyReply, { remainingPoints, msBeforeNext }: RateLimiterRes): number {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000))
    reply.header('ratelimit-policy', `"${this.#name}";q=${this.#limiter.points};w=${windowSeconds}`)
    reply.header('ratelimit', `"${this.#name}";r=${Math.max(0, remainingPoints)};t=${seconds}`)
    return seconds
  }
}

/** Returns the part of an address that one customer of a provider has: the /64 of an IPv6 address, all of an IPv4 one. */
export function networkOf(address: string): string {
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const bytes = parsed.toByteArray().map((byte, index) => (index < 8 ? byte : 0))
  return `${ipaddr.fromByteArray(bytes)}/64`
}
