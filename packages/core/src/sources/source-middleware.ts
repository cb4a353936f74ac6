import type { BudgetControl, QuotaControl, SourceFailures } from '../budgets/index.js'
import type { Middleware, SourceMiddleware } from '../http/client/call.js'
import type { Adapter, Cache } from '../ports/index.js'
import { redactor } from '../secrets/index.js'
import { parseDuration } from '../time/index.js'
import { cacheByKind } from './cache-by-kind.js'
import { chargeCalls, chargeOwner, countFailures, tellCost } from './call-accounting.js'
import { redactSecrets } from './redact-responses.js'
import { traceRequests } from './trace-requests.js'

/** The dependencies of {@link sourceMiddleware}. */
export interface SourceMiddlewareDependencies {
  readonly budgets: BudgetControl
  readonly failures: SourceFailures
  readonly quotas: QuotaControl
  /** Returns the part of the cache that belongs to one adapter. */
  cacheFor(adapter: Adapter): Pick<Cache, 'get' | 'set'>
}

/**
 * Returns the middleware of a source: its cache, its counts of failures, its budget, the redaction of its secrets and its
 * telemetry. A cached response costs nothing, since the budget counts attempts.
 */
export function sourceMiddleware(
  adapter: Adapter,
  { budgets, failures, quotas, cacheFor }: SourceMiddlewareDependencies,
): SourceMiddleware {
  const { keepFor } = adapter
  const secrets = adapter.secrets?.() ?? []
  const redact = redactor(secrets)
  const readsUserPages = adapter.products !== undefined || adapter.probe !== undefined
  return {
    perCall: [
      cacheByKind(cacheFor(adapter), redact),
      ...(keepFor ? [limitCaching(parseDuration(keepFor))] : []),
    ],
    perAttempt: [
      // A page that a user named may fail without a failure of the source.
      ...(readsUserPages ? [] : [countFailures(adapter, failures)]),
      tellCost(adapter.id, budgets),
      chargeOwner(adapter.id, budgets, quotas),
      ...(budgets.hasBudget(adapter.id) ? [chargeCalls(adapter.id, budgets)] : []),
      ...(secrets.length > 0 ? [redactSecrets(secrets)] : []),
    ],
    perRequest: [traceRequests(redact)],
  }
}

/** Returns middleware that limits caching to the time that the source's terms allow, in every cache. */
const limitCaching =
  (maxCacheMs: number): Middleware =>
  (call, next) =>
    next({ ...call, maxCacheMs })
