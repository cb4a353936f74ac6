import { quantile } from '../statistics/index.js'
import { checkAbove0, checkCount, checkOptionNames, checkShare } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/**
 * A quantile over a sliding window of checks: the last few, those of the last minutes, or both. Plain JSON. The median
 * of five is `{ quantile: 0.5, checks: 5 }`, the p95 of ten minutes `{ quantile: 0.95, withinMs: 600_000 }`.
 */
export interface WindowStatistic {
  /** The share of latencies that the statistic is not exceeded by, 0 to 1. */
  readonly quantile: number
  /** The length of the window, in checks. @default unlimited */
  readonly checks?: number
  /** The length of the window, in milliseconds. @default unlimited */
  readonly withinMs?: number
}

/**
 * Returns the last check with the statistic of its window in place of its own latency, to be handed to
 * `applyHysteresis`. Latencies of failed checks are left out, and a last check that failed is returned as it is.
 * `undefined` without checks.
 *
 * @param checks - in order of time, the one to be put into a tier last.
 * @throws `ValidationError` when the quantile is not from 0 to 1, or the window has no length.
 * @example
 * ```ts
 * import { windowStatistic } from '@telltale/core/latency'
 *
 * const checks = [40, 44, 900].map((latencyMs, at) => ({ at, latencyMs }))
 * console.log(windowStatistic(checks, { quantile: 0.5, checks: 3 })?.latencyMs) // 44
 * ```
 */
export function windowStatistic(
  checks: readonly TimedCheck[],
  statistic: WindowStatistic,
): TimedCheck | undefined {
  checkOptionNames('windowStatistic', statistic, ['quantile', 'checks', 'withinMs'])
  const { quantile: share, checks: maxChecks = checks.length || 1 } = statistic
  const { withinMs = Number.POSITIVE_INFINITY } = statistic
  checkShare('windowStatistic', 'quantile', share)
  checkCount('windowStatistic', 'checks', maxChecks)
  checkAbove0('windowStatistic', 'withinMs', withinMs)
  const last = checks.at(-1)
  if (!last || last.failure) return last
  const latencies = checks
    .slice(-maxChecks)
    .filter(({ at, failure }) => !failure && at > last.at - withinMs)
    .map(({ latencyMs }) => latencyMs)
  return { ...last, latencyMs: quantile(latencies, share) ?? last.latencyMs }
}
