import { LRUCache } from 'lru-cache'
import { cacheTimesSchema, createCache } from '../../cache/index.js'
import type { Cache, Clock, Counters, Logger } from '../../ports/index.js'
import { systemClock } from '../../time/index.js'
import { httpCache } from '../cache/http-cache.js'
import { singleFlight } from '../cache/single-flight.js'
import { politeness } from '../polite/politeness.js'
import { SiteRateLimiter } from '../polite/rate-limiter.js'
import { registrableDomain } from '../polite/registrable-domain.js'
import { RobotsFiles } from '../polite/robots.js'
import { type CallHandler, compose, type Middleware, type SourceMiddleware } from './call.js'
import { type CircuitDependencies, circuitBreaker } from './circuit-breaker.js'
import { followRedirects } from './redirect.js'
import { retries } from './retry.js'
import type { Transport } from './transport.js'

/** A logger that drops every line. */
export const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The dependencies of the pipeline, which a client alone or a whole Telltale provides. */
export interface PipelineDependencies extends CircuitDependencies {
  /** The clock of caches and circuit breakers. */
  readonly clock: Clock
  /** The clock of waits. Differs where `clock` may stand still, since servers do not wait with it. @default clock */
  readonly waitingClock?: Clock
  /** Keeps responses and robots.txt files, under the kind `http`. */
  readonly cache: Cache
  /** Returns the middleware for the calls of one source, or for the host's own. */
  middlewareFor(source: string | undefined): SourceMiddleware
  /** Reserves slots in the queues of sites. */
  readonly reserve: Counters['reserve']
}

/** The checked settings of the pipeline. */
interface PipelineSettings {
  readonly userAgent: string
  readonly gapMs: number
  readonly concurrency: number
  readonly maxWaitMs: number
  readonly permitted: readonly string[]
}

/** Makes the dependencies of a client on its own: nothing is shared with other processes, and no event is emitted. */
export const localDependencies = (): PipelineDependencies => ({
  clock: systemClock,
  cache: createCache({ times: cacheTimesSchema.parse({}), clock: systemClock, logger: silent }),
  middlewareFor: () => ({ perCall: [], perAttempt: [], perRequest: [] }),
  reserve: localReservations(),
  onDegraded: () => {},
  onRecovered: () => {},
})

/** Makes the reservations of a process that shares no storage with others. */
function localReservations(): Counters['reserve'] {
  const lastAt = new LRUCache<string, number>({ max: 10_000 })
  return async (_, key, { now, gapMs, count = 1 }) => {
    const at = Math.max(now, (lastAt.get(key) ?? Number.NEGATIVE_INFINITY) + gapMs)
    lastAt.set(key, at + (count - 1) * gapMs)
    return at
  }
}

/**
 * Returns a factory of handlers, one for each source. Middleware above the retries runs once for a call, middleware
 * below them for each attempt, and middleware below the redirects for each request.
 */
export function createPipeline(
  dependencies: PipelineDependencies,
  { userAgent, gapMs, concurrency, maxWaitMs, permitted }: PipelineSettings,
  { send, preconnect }: Transport,
): (source: string | undefined) => CallHandler {
  const { clock, waitingClock = clock, cache, reserve, middlewareFor } = dependencies
  const rateLimiter = new SiteRateLimiter({
    clock: waitingClock,
    reserve,
    preconnect,
    concurrency,
    maxWaitMs,
  })
  const rateLimited: Middleware = async (call, next) =>
    rateLimiter.send(await registrableDomain(call.url.hostname), gapMs, call, next)
  const productToken = /^[\w-]+/.exec(userAgent)?.[0] ?? 'Telltale'
  const fetchRobots = compose([followRedirects, rateLimited], send)
  const robots = new RobotsFiles({ clock, cache, productToken, fetch: fetchRobots })
  const deduplication = [httpCache(cache, clock), singleFlight()]
  const polite = politeness({ rateLimiter, robots, gapMs, permitted: new Set(permitted) })
  return (source) => {
    const { perCall, perAttempt, perRequest } = middlewareFor(source)
    const breaker = source === undefined ? [] : [circuitBreaker(source, dependencies)]
    const aboveAttempts = [...perCall, ...deduplication, retries(waitingClock), ...breaker]
    return compose([...aboveAttempts, ...perAttempt, followRedirects, polite, ...perRequest], send)
  }
}
