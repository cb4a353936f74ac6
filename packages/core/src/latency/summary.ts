import { defined } from '../options/index.js'
import { type MaintenanceWindow, maintenanceSpans } from './maintenance.js'
import { mergeRollUps, type RollUp } from './roll-up.js'
import { LatencySketch, type StoredSketch } from './sketch.js'
import { type Span, subtractSpans } from './spans.js'
import type { Uptime } from './uptime.js'

/** Percentiles in milliseconds, each within 1 %; absent without a check that succeeded. */
export interface Percentiles {
  readonly p50Ms?: number
  readonly p75Ms?: number
  readonly p90Ms?: number
  readonly p95Ms?: number
  readonly p99Ms?: number
  readonly p999Ms?: number
}

/** What one or several monitors did in a span. Of several, times are sums: two monitors for an hour are two hours. */
export interface LatencySummary extends Span {
  /** How many monitors it is of. */
  readonly monitors: number
  readonly checks: number
  readonly failed: number
  /** How long they were up, down and not looked at; maintenance is left out. */
  readonly uptime: Uptime
  /** How long each tier held, in milliseconds. */
  readonly tierMs: Readonly<Record<string, number>>
  /** Of the latencies that were measured. */
  readonly latency: Percentiles
  /** Of what users waited who came at the slots: free of coordinated omission, see `responseTimes`. */
  readonly response: Percentiles
  /** The Apdex score, see `apdex`; absent without a target or a check. */
  readonly apdex?: number
}

/** What a monitor did in one minute, hour or day. */
export interface LatencyPoint extends Span, Omit<RollUp, 'latency' | 'response'> {
  /** Of the latencies that were measured. */
  readonly latency: Percentiles
}

const shares = { p50Ms: 0.5, p75Ms: 0.75, p90Ms: 0.9, p95Ms: 0.95, p99Ms: 0.99, p999Ms: 0.999 } as const

/** The percentiles of a stored sketch. */
function percentiles(stored: StoredSketch): Percentiles {
  const sketch = LatencySketch.from(stored)
  if (sketch.count === 0) return {}
  return Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, sketch.quantile(share)]))
}

/** The summary of a roll-up of some monitors over a span. */
export function summarizeRollUp(
  { checks, failed, upMs, downMs, tierMs, latency, response }: RollUp,
  monitors: readonly { readonly maintenance: readonly MaintenanceWindow[] }[],
  span: Span,
  targetMs: number | undefined,
): LatencySummary {
  const countedMs = monitors.reduce((sum, { maintenance }) => sum + countedIn(span, maintenance), 0)
  const knownMs = upMs + downMs
  const score = targetMs === undefined || checks === 0 ? undefined : apdexOf(latency, checks, targetMs)
  return {
    ...span,
    monitors: monitors.length,
    checks,
    failed,
    tierMs,
    uptime: {
      upMs,
      downMs,
      unknownMs: Math.max(0, countedMs - knownMs),
      ...defined({ share: knownMs > 0 ? upMs / knownMs : undefined }),
    },
    latency: percentiles(latency),
    response: percentiles(response),
    ...defined({ apdex: score }),
  }
}

/** A point of a chart, made of the roll-ups within it. */
export function chartPoint(span: Span, parts: readonly RollUp[]): LatencyPoint {
  const { latency, response: _, ...sums } = mergeRollUps(parts)
  return { ...span, ...sums, latency: percentiles(latency) }
}

const countedIn = (span: Span, maintenance: readonly MaintenanceWindow[]): number =>
  subtractSpans(span, maintenanceSpans(maintenance, span)).reduce((sum, { from, to }) => sum + to - from, 0)

/** `apdex` of a sketch: who waited up to four times the target counts half. */
function apdexOf(latency: StoredSketch, checks: number, targetMs: number): number {
  const sketch = LatencySketch.from(latency)
  return (sketch.countUpTo(targetMs) + sketch.countUpTo(4 * targetMs)) / 2 / checks
}
