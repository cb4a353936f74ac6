import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { type Deviation, deviation, rolledBaseline } from '../latency/baseline.js'
import type { SonicTierName } from '../latency/classify.js'
import type { TierSet } from '../latency/define-tiers.js'
import { type IncidentReliability, incidentReliability } from '../latency/incident.js'
import { mergeRollUps } from '../latency/roll-up.js'
import { bucketMs, bucketStart, type RollUpLevel, rollUpLevels } from '../latency/roll-up-levels.js'
import type { Span } from '../latency/spans.js'
import { suggestTiers } from '../latency/suggest-tiers.js'
import { chartPoint, type LatencyPoint, type LatencySummary, summarizeRollUp } from '../latency/summary.js'
import { type OptionsShape, parseOptions } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { everyRecord, type Runtime } from '../runtime/index.js'
import { readChecks } from './compute-roll-ups.js'
import {
  type ErrorBudgetReport,
  errorBudgetReport,
  type Objective,
  objectiveSchema,
} from './error-budget-report.js'
import { incidentsIn } from './incidents.js'
import { alignToRetention, buckets, queryRollUps, type TimedRollUp } from './query-roll-ups.js'

/** Which time is judged. */
export interface SpanOptions {
  /** From this time on, in epoch milliseconds. @default a day before `to` */
  readonly from?: number
  /** Before this time, in epoch milliseconds; never later than now. @default now */
  readonly to?: number
}

/** Which time is summed up, and against what. */
export interface SummaryOptions extends SpanOptions {
  /** The latency that users are satisfied with, in milliseconds, for the Apdex score. @default no score */
  readonly targetMs?: number
}

/** Several monitors of one owner. */
export interface MonitorSelection {
  /** Only those with this tag. @default all */
  readonly tag?: string
  /** Only those of this region. @default all */
  readonly region?: string
}

/** Which points of a chart are wanted. */
export interface ChartOptions extends SpanOptions {
  /** The time that one point is of. @default the shortest that gives 200 points at most */
  readonly by?: RollUpLevel
}

/** What an owner's monitors say over time. */
export interface MonitorReports {
  /**
   * Sums up a monitor, or all that have a tag, a region or both: uptime, percentiles, the time in each tier. Made of
   * stored roll-ups wherever they reach, so that a year reads some hundred rows. Its `from` and `to` say which time it
   * is really of: what lies longer back than checks are kept begins with a whole minute, hour or day, in UTC.
   */
  summary(which: string | MonitorSelection, options?: SummaryOptions): Promise<LatencySummary>
  /**
   * The same minute by minute, hour by hour or day by day, in order of time; points without any knowledge are left out.
   *
   * @throws `ValidationError` when there would be more than 2,000 points.
   */
  chart(id: string, options?: ChartOptions): Promise<readonly LatencyPoint[]>
  /** How often it had an incident in a span, and how fast it came back. */
  reliability(id: string, options?: SpanOptions): Promise<IncidentReliability>
  /** What is left of its error budget in a span, 30 days unless given, and how fast it burns now. */
  budget(id: string, objective: Objective, options?: SpanOptions): Promise<ErrorBudgetReport>
  /**
   * How far its last check is from what was usual at that hour of the week, in words; absent when that is not known, or
   * the check failed.
   */
  deviation(id: string, options?: { readonly timeZone?: string }): Promise<Deviation | undefined>
  /** Tiers that fit it, from the checks of the last week; absent when there are fewer than 100. */
  suggestTiers(id: string): Promise<TierSet<SonicTierName> | undefined>
}

const spanShape = {
  from: z.number().optional(),
  to: z.number().optional(),
} satisfies OptionsShape<SpanOptions>
const spanSchema = z.strictObject(spanShape)
const summarySchema = z.strictObject({
  ...spanShape,
  targetMs: z.number().positive().optional(),
} satisfies OptionsShape<SummaryOptions>)
const chartSchema = z.strictObject({
  ...spanShape,
  by: z.enum(rollUpLevels).optional(),
} satisfies OptionsShape<ChartOptions>)
const selectionSchema = z.strictObject({
  tag: z.string().optional(),
  region: z.string().optional(),
} satisfies OptionsShape<MonitorSelection>)
const zoneSchema = z.strictObject({ timeZone: z.string().default('UTC') })

/** What a span defaults to. */
const defaultSpanMs = 86_400_000
const budgetSpanMs = 30 * 86_400_000
const baselineMs = 28 * 86_400_000
const weekMs = 7 * 86_400_000
const usualPoints = 200
const mostPoints = 2_000

type Find = (id: string) => Promise<Monitor>

/** What one owner's monitors say over time. */
export function createMonitorReports(runtime: Runtime, ownerId: string, find: Find): MonitorReports {
  const spanOf = (
    { from, to }: { from?: number | undefined; to?: number | undefined },
    lengthMs = defaultSpanMs,
  ) => {
    const end = to ?? runtime.clock.now()
    return alignToRetention(runtime, { from: from ?? end - lengthMs, to: end })
  }
  const rolled = async (monitor: Monitor, span: Span, coarsest?: RollUpLevel) =>
    (await queryRollUps(runtime, ownerId, [monitor], span, coarsest)).get(monitor.id) ?? []

  return {
    summary: (which, given = {}) =>
      runtime.run(async () => {
        const { targetMs, ...wanted } = parseOptions('monitors.summary', summarySchema, given)
        const span = spanOf(wanted)
        const monitors =
          typeof which === 'string' ? [await find(which)] : await selected(runtime, ownerId, which)
        const parts = [...(await queryRollUps(runtime, ownerId, monitors, span)).values()].flat()
        return summarizeRollUp(mergeRollUps(parts), monitors, span, targetMs)
      }),
    chart: (id, given = {}) =>
      runtime.run(async () => {
        const { by, ...wanted } = parseOptions('monitors.chart', chartSchema, given)
        const span = spanOf(wanted)
        const level =
          by ?? rollUpLevels.findLast((one) => (span.to - span.from) / bucketMs[one] <= usualPoints) ?? 'day'
        if ((span.to - span.from) / bucketMs[level] > mostPoints)
          throw new ValidationError('monitors.chart', [
            {
              path: 'by',
              message: `expected at most ${mostPoints} points; ask for coarser ones, or a shorter span`,
            },
          ])
        const parts = await rolled(await find(id), span, level)
        const partsOf = byBucket(parts, level)
        return buckets(span, level)
          .map((bucket) => chartPoint(bucket, partsOf.get(bucketStart(bucket.from, level)) ?? []))
          .filter(({ checks, upMs, downMs }) => checks > 0 || upMs + downMs > 0)
      }),
    reliability: (id, given = {}) =>
      runtime.run(async () => {
        const span = spanOf(parseOptions('monitors.reliability', spanSchema, given))
        return incidentReliability(await incidentsIn(runtime, await find(id), span))
      }),
    budget: (id, objective, given = {}) =>
      runtime.run(async () => {
        const checked = parseOptions('monitors.budget', objectiveSchema, objective)
        const span = spanOf(parseOptions('monitors.budget', spanSchema, given), budgetSpanMs)
        const monitor = await find(id)
        return errorBudgetReport(checked, span, runtime.clock.now(), (part) => rolled(monitor, part))
      }),
    deviation: (id, given = {}) =>
      runtime.run(async () => {
        const { timeZone } = parseOptions('monitors.deviation', zoneSchema, given)
        const monitor = await find(id)
        const { checkedAt: at, latencyMs, failure } = monitor
        if (at === undefined || latencyMs === undefined || failure) return undefined
        const hours = await rolled(
          monitor,
          alignToRetention(runtime, { from: at - baselineMs, to: at }),
          'hour',
        )
        return deviation(rolledBaseline(hours, { timeZone }), { at, latencyMs })
      }),
    suggestTiers: (id) =>
      runtime.run(async () => {
        const monitor = await find(id)
        const to = runtime.clock.now()
        const checks = await readChecks(runtime.storage, ownerId, [monitor], { from: to - weekMs, to })
        return suggestTiers(checks.get(id) ?? [])
      }),
  }
}

function byBucket(
  parts: readonly TimedRollUp[],
  level: RollUpLevel,
): ReadonlyMap<number, readonly TimedRollUp[]> {
  const found = new Map<number, TimedRollUp[]>()
  for (const part of parts) {
    const at = bucketStart(part.from, level)
    const known = found.get(at)
    if (known) known.push(part)
    else found.set(at, [part])
  }
  return found
}

/** All monitors of an owner that a selection names. */
async function selected(
  runtime: Runtime,
  ownerId: string,
  given: MonitorSelection,
): Promise<readonly Monitor[]> {
  const { tag, region } = parseOptions('monitors.summary', selectionSchema, given)
  const found: Monitor[] = []
  for await (const monitor of everyRecord(runtime.storage.collection(monitorsTable), ownerId)) {
    const hasTag = tag === undefined || monitor.tags.includes(tag)
    if (hasTag && (region === undefined || monitor.region === region)) found.push(monitor)
  }
  return found
}
