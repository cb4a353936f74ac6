import {
  type BudgetControl,
  type BudgetSettings,
  createBudgets,
  createSourceFailures,
  type QuotaControl,
} from '../budgets/index.js'
import { adapterCache, createCache, type OpenCache } from '../cache/index.js'
import type { EventHub } from '../events/index.js'
import type { SourceMiddleware } from '../http/client/call.js'
import type { Adapter, Cache, CacheKind, Clock, Counters, KeyvLike, Logger } from '../ports/index.js'
import { redactedLogger, redactor } from '../secrets/index.js'
import { sourceMiddleware } from './source-middleware.js'

/** The dependencies and settings of {@link createSources}. */
export interface SourcesDependencies {
  readonly adapters: readonly Adapter[]
  readonly counters: Counters
  readonly clock: Clock
  readonly hub: EventHub
  readonly logger: Logger
  readonly budgets: BudgetSettings
  readonly quotas: QuotaControl
  readonly cache: KeyvLike | undefined
  readonly cacheTimes: Readonly<Record<CacheKind, number>>
}

/** The budgets, caches, loggers and middleware of all sources. */
export interface Sources {
  readonly budgets: BudgetControl
  readonly cache: OpenCache
  /** The time to live of each kind of cached value, in milliseconds. */
  readonly cacheTimes: Readonly<Record<CacheKind, number>>
  /** Returns the middleware for the calls of one adapter. */
  middlewareFor(adapter: string | undefined): SourceMiddleware
  /** Returns the part of the cache that belongs to one adapter. */
  cacheFor(adapter: Adapter): Pick<Cache, 'get' | 'set'>
  /** Returns a logger that redacts the adapter's secrets. */
  loggerFor(adapter: Adapter): Logger
}

/** Makes the budgets, caches, loggers and middleware of all sources. */
export function createSources(dependencies: SourcesDependencies): Sources {
  const { adapters, clock, logger, quotas, cacheTimes } = dependencies
  const budgets = createBudgets(dependencies, dependencies.budgets)
  const failures = createSourceFailures(dependencies, dependencies.budgets.adapters)
  const cache = createCache({ keyv: dependencies.cache, times: cacheTimes, clock, logger })
  const cacheFor = (adapter: Adapter) => adapterCache(cache, adapter, cacheTimes)
  const loggers = new Map(
    adapters.map((adapter) => {
      const secrets = adapter.secrets?.() ?? []
      return [adapter.id, secrets.length > 0 ? redactedLogger(logger, redactor(secrets)) : logger]
    }),
  )
  return {
    budgets,
    cache,
    cacheTimes,
    cacheFor,
    loggerFor: ({ id }) => loggers.get(id) ?? logger,
    middlewareFor: (id) => {
      const adapter = adapters.find((each) => each.id === id)
      if (adapter) return sourceMiddleware(adapter, { budgets, failures, quotas, cacheFor })
      return { perCall: [], perAttempt: [], perRequest: [] }
    },
  }
}
