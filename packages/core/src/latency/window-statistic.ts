import { quantile as quantileOf } from '../statistics/index.js'
import { expectAbove0, expectCount, expectShare } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/**
 * Which figure is put into tiers, as plain data: a quantile of the last checks, of the last while, or of both. The
 * median of five is `{ quantile: 0.5, checks: 5 }`, the p95 of ten minutes `{ quantile: 0.95, withinMs: 600_000 }`.
 */
export interface WindowStatistic {
  /** The share of latencies that the figure is not exceeded by, 0 to 1. */
  readonly quantile: number
  /** How many checks are looked at, at most. @default as many as there are */
  readonly checks?: number
  /** How far back is looked, in milliseconds. @default as far as there are checks */
  readonly withinMs?: number
}

/**
 * Returns what the last check says of its window, to be handed to `applyHysteresis`: a figure of the latencies in it
 * instead of its own. A check that failed is returned as it is, and no latency of a failed check is looked at.
 *
 * @param checks - in order of time, the one to be judged last; `undefined` comes back when there is none.
 * @throws `ValidationError` when the quantile is not from 0 to 1, or the window holds nothing.
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
  const { quantile, checks: most = checks.length || 1, withinMs = Number.POSITIVE_INFINITY } = statistic
  expectShare('windowStatistic', 'quantile', quantile)
  expectCount('windowStatistic', 'checks', most)
  expectAbove0('windowStatistic', 'withinMs', withinMs)
  const last = checks.at(-1)
  if (!last || last.failure) return last
  const latencies = checks
    .slice(-most)
    .filter(({ at, failure }) => !failure && at > last.at - withinMs)
    .map(({ latencyMs }) => latencyMs)
  return { ...last, latencyMs: quantileOf(latencies, quantile) ?? last.latencyMs }
}
