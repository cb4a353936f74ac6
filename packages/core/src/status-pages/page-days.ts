import { mergeRollUps, type RollUp } from '../latency/roll-up.js'
import { LatencySketch } from '../latency/sketch.js'
import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import type { Monitor } from '../records/monitor-records.js'
import { groupBy } from '../statistics/index.js'
import { dayMs } from '../time/index.js'
import type { StatusPageDay } from './status-page-report.js'

/** A roll-up with the span that it is of. */
export interface TimedRollUp extends RollUp, Span {}

/** Reads the roll-ups of monitors that make up a span, by monitor id. */
export type ReadUptime = (
  monitors: readonly Monitor[],
  span: Span,
) => Promise<ReadonlyMap<string, readonly TimedRollUp[]>>

/** The share of the known time of a day that a monitor must be up for the day to count as up for most of it. */
const mostOfDay = 0.95

const dayOf = (at: number): number => Math.floor(at / dayMs)

const sums = (parts: readonly RollUp[]) => {
  const sum = { upMs: 0, downMs: 0, degraded: 0 }
  for (const name of ['upMs', 'downMs', 'degraded'] as const)
    for (const part of parts) sum[name] += part[name]
  return sum
}

/** Returns the uptime of roll-ups in per cent, rounded down to four digits; `undefined` when nothing is known. */
export function uptimePercentOf(parts: readonly RollUp[]): number | undefined {
  const { upMs, downMs } = sums(parts)
  if (upMs + downMs <= 0) return undefined
  return Math.floor((upMs / (upMs + downMs)) * 1e6 + 1e-6) / 1e4
}

/** Returns the days of a span, in UTC, those without a check too. */
export function daysOf(parts: readonly TimedRollUp[], { from, to }: Span): readonly StatusPageDay[] {
  const byDay = groupBy(parts, (part) => dayOf(part.from))
  return Array.from({ length: dayOf(to) - dayOf(from) + 1 }, (_, index) => {
    const day = dayOf(from) + index
    return dayFigures(new Date(day * dayMs).toISOString().slice(0, 10), byDay.get(day) ?? [])
  })
}

function dayFigures(date: string, parts: readonly RollUp[]): StatusPageDay {
  const { upMs, downMs, degraded } = sums(parts)
  const downSeconds = Math.ceil(downMs / 1_000)
  const uptimePercent = uptimePercentOf(parts)
  const state = (): StatusPageDay['state'] => {
    if (uptimePercent === undefined) return 'unknown'
    if (downMs > 0) return upMs / (upMs + downMs) >= mostOfDay ? 'partial' : 'down'
    return degraded > 0 ? 'degraded' : 'operational'
  }
  return { date, state: state(), downSeconds, ...defined({ uptimePercent }) }
}

/** Returns the median latency since the beginning of yesterday, rounded; `undefined` without a check that succeeded. */
export function medianMsOf(parts: readonly TimedRollUp[], now: number): number | undefined {
  const since = (dayOf(now) - 1) * dayMs
  const { latency } = mergeRollUps(parts.filter(({ from }) => from >= since))
  const median = LatencySketch.from(latency).quantile(0.5)
  return median === undefined ? undefined : Math.max(1, Math.round(median))
}
