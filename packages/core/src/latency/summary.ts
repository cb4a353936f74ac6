import { defined, omit } from '../options/checks.js'
import { type MaintenanceWindow, maintenanceSpans } from './maintenance.js'
import { mergeRollUps, type RollUp } from './roll-up.js'
import { LatencySketch, type StoredSketch } from './sketch.js'
import { type Span, subtractSpans } from './spans.js'
import { type Uptime, uptimeShare } from './uptime.js'

/** Percentiles, each within 1 %; absent without a successful check. */
export interface Percentiles {
  /** The median, in milliseconds. */
  readonly p50Ms?: number
  /** The 75th percentile, in milliseconds. */
  readonly p75Ms?: number
  /** The 90th percentile, in milliseconds. */
  readonly p90Ms?: number
  /** The 95th percentile, in milliseconds. */
  readonly p95Ms?: number
  /** The 99th percentile, in milliseconds. */
  readonly p99Ms?: number
  /** The 99.9th percentile, in milliseconds. */
  readonly p999Ms?: number
}

/** The figures of one or several monitors over a span. Times of several are sums: two monitors for an hour are two hours. */
export interface LatencySummary extends Span {
  /** The number of monitors. */
  readonly monitors: number
  /** The number of checks. */
  readonly checks: number
  /** The number of failed checks. */
  readonly failed: number
  /** The time up, down and unknown. Maintenance is left out. */
  readonly uptime: Uptime
  /** The time in each tier, in milliseconds. */
  readonly tierMs: Readonly<Record<string, number>>
  /** Percentiles of the measured latencies. */
  readonly latency: Percentiles
  /** Percentiles of the response times of users, which are free of coordinated omission: see `responseTimes`. */
  readonly response: Percentiles
  /** The Apdex score, see `apdex`; absent without a target or a check. */
  readonly apdex?: number
}

/** One point of a monitor's chart: its figures in one minute, hour or day. */
export interface LatencyPoint extends Span, Omit<RollUp, 'latency' | 'response'> {
  /** Percentiles of the measured latencies. */
  readonly latency: Percentiles
}

const shares = { p50Ms: 0.5, p75Ms: 0.75, p90Ms: 0.9, p95Ms: 0.95, p99Ms: 0.99, p999Ms: 0.999 } as const

function percentiles(stored: StoredSketch): Percentiles {
  const sketch = LatencySketch.from(stored)
  if (sketch.count === 0) return {}
  return Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, sketch.quantile(share)]))
}

/** The span of a summary, and the monitors that it sums up. */
export interface SummarizedSpan {
  readonly span: Span
  /** The number of monitors. */
  readonly monitors: number
  /** The sum of their times outside of maintenance, in milliseconds: see {@link msOutsideMaintenance}. */
  readonly countedMs: number
  /** The target of the Apdex score. */
  readonly targetMs: number | undefined
}

/** Makes the summary of a roll-up of some monitors over a span. */
export function summarizeRollUp(
  { checks, failed, upMs, downMs, tierMs, latency, response }: RollUp,
  { span, monitors, countedMs, targetMs }: SummarizedSpan,
): LatencySummary {
  const apdex = targetMs === undefined || checks === 0 ? undefined : sketchApdex(latency, checks, targetMs)
  return {
    ...span,
    monitors,
    checks,
    failed,
    tierMs,
    uptime: {
      upMs,
      downMs,
      unknownMs: Math.max(0, countedMs - (upMs + downMs)),
      ...defined({ share: uptimeShare({ upMs, downMs }) }),
    },
    latency: percentiles(latency),
    response: percentiles(response),
    ...defined({ apdex }),
  }
}

/** Makes a point of a chart from the roll-ups within its span. */
export function chartPoint(span: Span, parts: readonly RollUp[]): LatencyPoint {
  const merged = mergeRollUps(parts)
  return { ...span, ...omit(merged, 'response'), latency: percentiles(merged.latency) }
}

/** Returns the time of a span outside of maintenance, in milliseconds. */
export const msOutsideMaintenance = (maintenance: readonly MaintenanceWindow[], span: Span): number =>
  subtractSpans(span, maintenanceSpans(maintenance, span)).reduce((sum, { from, to }) => sum + to - from, 0)

/** Returns the `apdex` of a sketch. */
function sketchApdex(latency: StoredSketch, checks: number, targetMs: number): number {
  const sketch = LatencySketch.from(latency)
  // A check within the target is counted by both, and so whole.
  return (sketch.countUpTo(targetMs) + sketch.countUpTo(4 * targetMs)) / 2 / checks
}
