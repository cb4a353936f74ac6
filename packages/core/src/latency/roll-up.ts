import { checkAbove0, checkOptionNames } from './check-argument.js'
import { responseTimesOf } from './response-time.js'
import { LatencySketch, type StoredSketch } from './sketch.js'
import type { TimedCheck } from './spans.js'
import { tierTimes, type UptimeOptions, uptime } from './uptime.js'

/** A check with its tier. */
export interface TieredCheck extends TimedCheck {
  /** The tier that the monitor is in after this check. */
  readonly tier: string
  /** The condition that degraded it; absent when none did. */
  readonly degraded?: string
}

/** The span to roll up, and how. */
export interface RollUpOptions extends UptimeOptions {
  /** The time between two checks, in milliseconds. */
  readonly everyMs: number
}

/** The aggregate of the checks of a span. Plain JSON; roll-ups of several spans merge into one. */
export interface RollUp {
  /** The number of checks. */
  readonly checks: number
  /** The number of failed checks. */
  readonly failed: number
  /** The number of checks that succeeded, and were degraded by a condition. */
  readonly degraded: number
  /** The time after successful checks, in milliseconds. */
  readonly upMs: number
  /** The time after failed checks, in milliseconds. */
  readonly downMs: number
  /** The time in each tier, in milliseconds. */
  readonly tierMs: Readonly<Record<string, number>>
  /** The latencies of the successful checks. */
  readonly latency: StoredSketch
  /** The response times of users, which are free of coordinated omission: see `responseTimes`. */
  readonly response: StoredSketch
}

/**
 * Rolls up the checks of a span.
 *
 * @param checks - in order of time. One from shortly before the span tells the state at its beginning, and one from
 * after it tells which slots were missed.
 * @throws `ValidationError` when `everyMs` or `staleAfterMs` is not above 0.
 * @example
 * ```ts
 * import { LatencySketch, rollUp } from '@telltale/core/latency'
 *
 * const checks = [40, 44].map((latencyMs, index) => ({ at: index * 30_000, latencyMs, tier: 'SONIC' }))
 * const minute = rollUp(checks, { from: 0, to: 60_000, everyMs: 30_000, staleAfterMs: 85_000 })
 * console.log(minute.tierMs, LatencySketch.from(minute.latency).quantile(0.5)) // { SONIC: 60000 }, about 40
 * ```
 */
export function rollUp(checks: readonly TieredCheck[], options: RollUpOptions): RollUp {
  checkOptionNames('rollUp', options, ['from', 'to', 'everyMs', 'staleAfterMs', 'excluded'])
  const { everyMs, ...counted } = options
  const { from, to } = counted
  checkAbove0('rollUp', 'everyMs', everyMs)
  const { upMs, downMs } = uptime(checks, counted)
  const latency = new LatencySketch()
  const response = new LatencySketch()
  const within = checks.filter(({ at }) => at >= from && at < to)
  for (const { latencyMs, failure } of within) if (!failure) latency.record(latencyMs)
  const scheduled = checks.filter(({ slotAt }) => slotAt !== undefined)
  scheduled.forEach((check, index) => {
    if (check.at < from || check.at >= to) return
    for (const responseMs of responseTimesOf(check, scheduled[index + 1]?.slotAt, everyMs))
      response.record(responseMs)
  })
  return {
    checks: within.length,
    failed: within.filter(({ failure }) => failure).length,
    degraded: within.filter(({ failure, degraded }) => !failure && degraded !== undefined).length,
    upMs,
    downMs,
    tierMs: tierTimes(checks, counted),
    latency: latency.toJSON(),
    response: response.toJSON(),
  }
}

/**
 * Merges roll-ups of several spans, monitors or regions into one. Their order does not matter.
 *
 * @throws `ValidationError` when a sketch is not valid.
 */
export function mergeRollUps(rollUps: readonly RollUp[]): RollUp {
  const tierMs: Record<string, number> = {}
  const latency = new LatencySketch()
  const response = new LatencySketch()
  const sums = { checks: 0, failed: 0, degraded: 0, upMs: 0, downMs: 0 }
  for (const part of rollUps) {
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += part[name]
    for (const [tier, ms] of Object.entries(part.tierMs)) tierMs[tier] = (tierMs[tier] ?? 0) + ms
    latency.add(part.latency)
    response.add(part.response)
  }
  return { ...sums, tierMs, latency: latency.toJSON(), response: response.toJSON() }
}
