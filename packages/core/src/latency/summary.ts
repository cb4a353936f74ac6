import { defined, omit } from '../options/checks.js'
import { roundLatency } from './in-ms.js'
import { type MaintenanceWindow, maintenanceSpans } from './maintenance.js'
import { mergeRollUps, type RollUp } from './roll-up.js'
import { LatencySketch, type StoredSketch } from './sketch.js'
import { type Span, subtractSpans } from './spans.js'
import { roundShare, summaryInWords } from './summary-in-words.js'
import { type Uptime, uptimeShare } from './uptime.js'

/**
 * Percentiles, each within 1 % and with three significant digits. One that too few successful checks carry is absent: the
 * 95th takes 20 of them, the 99th 100.
 */
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
  /** The number of checks that succeeded, and were degraded by a condition. */
  readonly degraded: number
  /** Their share of all checks, from 0 to 1; absent without a check. */
  readonly degradedShare?: number
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
  /** The figures in a sentence, such as `up 99.93 % of the known time; median 41 ms, 95th percentile 120 ms; 2 of 1440 checks failed`. */
  readonly inWords: string
}

/** One point of a monitor's chart: its figures in one minute, hour or day. */
export interface LatencyPoint extends Span, Omit<RollUp, 'latency' | 'response'> {
  /** Percentiles of the measured latencies. */
  readonly latency: Percentiles
}

const shares = { p50Ms: 0.5, p75Ms: 0.75, p90Ms: 0.9, p95Ms: 0.95, p99Ms: 0.99, p999Ms: 0.999 } as const

function percentiles(stored: StoredSketch): Percentiles {
  const sketch = LatencySketch.from(stored)
  // A percentile is told by the checks beyond it: there is one of them at least.
  const carried = Object.entries(shares).filter(([, share]) => sketch.count * (1 - share) >= 1 - 1e-9)
  if (sketch.count === 1) carried.splice(0, carried.length, ['p50Ms', shares.p50Ms])
  return Object.fromEntries(carried.map(([name, share]) => [name, roundLatency(sketch.quantile(share) ?? 0)]))
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
  { checks, failed, degraded, upMs, downMs, tierMs, latency, response }: RollUp,
  { span, monitors, countedMs, targetMs }: SummarizedSpan,
): LatencySummary {
  const apdex = targetMs === undefined || checks === 0 ? undefined : sketchApdex(latency, checks, targetMs)
  const share = uptimeShare({ upMs, downMs })
  const figures = {
    ...span,
    monitors,
    checks,
    failed,
    degraded,
    ...defined({ degradedShare: checks === 0 ? undefined : roundShare(degraded / checks) }),
    tierMs: roundedTimes(tierMs),
    uptime: {
      upMs: Math.round(upMs),
      downMs: Math.round(downMs),
      unknownMs: Math.round(Math.max(0, countedMs - (upMs + downMs))),
      ...defined({ share: share === undefined ? undefined : roundShare(share) }),
    },
    latency: percentiles(latency),
    response: percentiles(response),
    ...defined({ apdex: apdex === undefined ? undefined : roundShare(apdex) }),
  }
  return { ...figures, inWords: summaryInWords(figures) }
}

const roundedTimes = (tierMs: RollUp['tierMs']): RollUp['tierMs'] =>
  Object.fromEntries(Object.entries(tierMs).map(([tier, ms]) => [tier, Math.round(ms)]))

/** Makes a point of a chart from the roll-ups within its span. */
export function chartPoint(span: Span, parts: readonly RollUp[]): LatencyPoint {
  const merged = mergeRollUps(parts)
  const { upMs, downMs, tierMs } = merged
  return {
    ...span,
    ...omit(merged, 'response'),
    upMs: Math.round(upMs),
    downMs: Math.round(downMs),
    tierMs: roundedTimes(tierMs),
    latency: percentiles(merged.latency),
  }
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
