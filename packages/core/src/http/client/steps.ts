import { LRUCache } from 'lru-cache'
import { cacheTimesSchema, createCache } from '../../cache/index.js'
import type { Cache, Clock, Counters, Logger } from '../../ports/index.js'
import { systemClock } from '../../time/index.js'
import { answerCache } from '../cache/answer-cache.js'
import { singleFlight } from '../cache/single-flight.js'
import { Pace } from '../polite/pace.js'
import { politeness } from '../polite/politeness.js'
import { registrableDomain } from '../polite/registrable-domain.js'
import { RobotsFiles } from '../polite/robots.js'
import { chain, type Send, type SourceSteps, type Step } from './call.js'
import { type CircuitParts, circuitBreaker } from './circuit.js'
import { followRedirects } from './redirect.js'
import { retries } from './retry.js'
import type { Transport } from './transport.js'

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** What the steps work with. */
export interface StepParts extends CircuitParts {
  /** By which it is known what is too old, and who is left alone. */
  readonly clock: Clock
  /** By which calls wait. Another one where `clock` may stand still: servers do not wait with it. @default clock */
  readonly waitingClock?: Clock
  /** Keeps answers and robots.txt files, under the kind `http`. */
  readonly cache: Cache
  /** What the host wants done to the calls of a source beside. */
  stepsFor(source: string | undefined): SourceSteps
  /** Gives out places in the queues of sites. */
  readonly reserve: Counters['reserve']
}

/** How sites are asked, checked and with its defaults. */
interface Manners {
  readonly userAgent: string
  readonly gapMs: number
  readonly concurrency: number
  readonly patienceMs: number
  readonly permitted: readonly string[]
}

/** What a client alone works with: nothing is shared with other processes, and nobody is told. */
export const inThisProcess = (): StepParts => ({
  clock: systemClock,
  cache: createCache({ times: cacheTimesSchema.parse({}), clock: systemClock, logger: silent }),
  stepsFor: () => ({ outer: [], inner: [], closest: [] }),
  reserve: localQueue(),
  onDegraded: () => {},
  onRecovered: () => {},
})

/** The queues of a process that shares no storage with others. */
function localQueue(): Counters['reserve'] {
  const lastAt = new LRUCache<string, number>({ max: 10_000 })
  return async (_, key, { now, gapMs, count = 1 }) => {
    const at = Math.max(now, (lastAt.get(key) ?? Number.NEGATIVE_INFINITY) + gapMs)
    lastAt.set(key, at + (count - 1) * gapMs)
    return at
  }
}

/**
 * Returns what makes the chain of each source. Steps above retries happen once for a call, those below for each
 * attempt, and those below redirects for each request.
 */
export function composeSteps(
  parts: StepParts,
  { userAgent, gapMs, concurrency, patienceMs, permitted }: Manners,
  { send: last, prepare }: Transport,
): (source: string | undefined) => Send {
  const { clock, waitingClock = clock, cache, reserve, stepsFor } = parts
  const pace = new Pace({ clock: waitingClock, reserve, prepare, concurrency, patienceMs })
  const paced: Step = async (call, next) =>
    pace.take(await registrableDomain(call.url.hostname), gapMs, call, next)
  const productToken = /^[\w-]+/.exec(userAgent)?.[0] ?? 'Telltale'
  const fetchRobots = chain([followRedirects, paced], last)
  const robots = new RobotsFiles({ clock, cache, productToken, fetch: fetchRobots })
  const shared = [answerCache(cache, clock), singleFlight()]
  const perRequest = [followRedirects, politeness({ pace, robots, gapMs, permitted: new Set(permitted) })]
  return (source) => {
    const { outer, inner, closest } = stepsFor(source)
    const lasting = [retries(waitingClock), ...(source === undefined ? [] : [circuitBreaker(source, parts)])]
    return chain([...outer, ...shared, ...lasting, ...inner, ...perRequest, ...closest], last)
  }
}
