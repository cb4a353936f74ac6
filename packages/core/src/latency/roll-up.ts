import { expectAbove0 } from './check-argument.js'
import { responseTimesOf } from './response-time.js'
import { LatencySketch, type StoredSketch } from './sketch.js'
import type { Span, TimedCheck } from './spans.js'
import { tierTimes, uptime } from './uptime.js'

/** A check, as far as roll-ups go. */
export interface TieredCheck extends TimedCheck {
  /** The tier that held with it. */
  readonly tier: string
}

/** Which time is rolled up, and how. */
export interface RollUpOptions extends Span {
  /** The time between two checks, in milliseconds. */
  readonly everyMs: number
  /** How long one check speaks for, at most, in milliseconds. */
  readonly staleAfterMs: number
  /** Spans that do not count, such as `maintenanceSpans` gives. @default [] */
  readonly excluded?: readonly Span[]
}

/** What is kept of the checks of a span: plain JSON that sums up. */
export interface RollUp {
  /** How many checks there were. */
  readonly checks: number
  /** How many of them failed. */
  readonly failed: number
  /** How long the last check had succeeded, in milliseconds. */
  readonly upMs: number
  /** How long the last check had failed, in milliseconds. */
  readonly downMs: number
  /** How long each tier held, in milliseconds. */
  readonly tierMs: Readonly<Record<string, number>>
  /** The latencies of the checks that succeeded. */
  readonly latency: StoredSketch
  /** The same as users waited: free of coordinated omission, see `responseTimes`. */
  readonly response: StoredSketch
}

/**
 * Rolls the checks of a span up.
 *
 * @param checks - in order of time; one from shortly before the span says how it began, one from after it until when
 * slots were missed.
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
  const { from, to, everyMs } = options
  expectAbove0('rollUp', 'everyMs', everyMs)
  const { upMs, downMs } = uptime(checks, options)
  const latency = new LatencySketch()
  const response = new LatencySketch()
  const within = checks.filter(({ at }) => at >= from && at < to)
  for (const { latencyMs, failure } of within) if (!failure) latency.record(latencyMs)
  const scheduled = checks.filter(({ slotAt }) => slotAt !== undefined)
  scheduled.forEach((check, index) => {
    if (check.at < from || check.at >= to) return
    for (const waitMs of responseTimesOf(check, scheduled[index + 1]?.slotAt, everyMs))
      response.record(waitMs)
  })
  return {
    checks: within.length,
    failed: within.filter(({ failure }) => failure).length,
    upMs,
    downMs,
    tierMs: tierTimes(checks, options),
    latency: latency.toJSON(),
    response: response.toJSON(),
  }
}

/**
 * Returns the roll-up of all that others hold: of other spans, monitors or regions, in any order.
 *
 * @throws `ValidationError` when a sketch of one is none.
 */
export function mergeRollUps(rollUps: readonly RollUp[]): RollUp {
  const tierMs: Record<string, number> = {}
  const latency = new LatencySketch()
  const response = new LatencySketch()
  const sums = { checks: 0, failed: 0, upMs: 0, downMs: 0 }
  for (const one of rollUps) {
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += one[name]
    for (const [tier, ms] of Object.entries(one.tierMs)) tierMs[tier] = (tierMs[tier] ?? 0) + ms
    latency.add(one.latency)
    response.add(one.response)
  }
  return { ...sums, tierMs, latency: latency.toJSON(), response: response.toJSON() }
}
