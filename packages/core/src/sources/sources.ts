import {
  type BudgetSettings,
  createBudgets,
  createSourceFailures,
  type SpendingControl,
} from '../budgets/index.js'
import { adapterCache, createCache, type OpenCache } from '../cache/index.js'
import type { EventHub } from '../events/index.js'
import type { SourceSteps } from '../http/client/call.js'
import type { Adapter, Cache, CacheKind, Clock, Counters, KeyvLike, Logger } from '../ports/index.js'
import { redactedLogger, redactor } from '../secrets/index.js'
import { sourceSteps } from './source-steps.js'

/** What the sources are looked after with. */
export interface SourcesParts {
  readonly adapters: readonly Adapter[]
  readonly counters: Counters
  readonly clock: Clock
  readonly hub: EventHub
  readonly logger: Logger
  readonly budgets: BudgetSettings
  readonly cache: KeyvLike | undefined
  readonly cacheTimes: Readonly<Record<CacheKind, number>>
}

/** What every source has of its own, by the adapter. */
export interface Sources {
  readonly budgets: SpendingControl
  readonly cache: OpenCache
  /** What is done to its calls, each group outermost first. */
  stepsFor(adapter: string | undefined): SourceSteps
  cacheFor(adapter: Adapter): Pick<Cache, 'get' | 'set'>
  loggerFor(adapter: Adapter): Logger
}

/** Puts together what looks after the sources: budgets, caches and secrets. */
export function createSources(parts: SourcesParts): Sources {
  const { adapters, clock, logger, cacheTimes: times } = parts
  const budgets = createBudgets(parts, parts.budgets)
  const failures = createSourceFailures(parts, parts.budgets.adapters)
  const cache = createCache({ keyv: parts.cache, times, clock, logger })
  const cacheFor = (adapter: Adapter) => adapterCache(cache, adapter, times)
  const loggers = new Map(
    adapters.map((adapter) => {
      const secrets = adapter.secrets?.() ?? []
      return [adapter.id, secrets.length > 0 ? redactedLogger(logger, redactor(secrets)) : logger]
    }),
  )
  return {
    budgets,
    cache,
    cacheFor,
    loggerFor: ({ id }) => loggers.get(id) ?? logger,
    stepsFor: (id) => {
      const adapter = adapters.find((each) => each.id === id)
      if (adapter) return sourceSteps(adapter, { budgets, failures, cacheFor })
      return { outer: [], inner: [], closest: [] }
    },
  }
}
