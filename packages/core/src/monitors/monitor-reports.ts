import { ValidationError } from '../errors/index.js'
import { type Deviation, deviation, weeklyBaselineOfRollUps } from '../latency/baseline.js'
import type { SonicTierName } from '../latency/classify.js'
import type { TierSet } from '../latency/define-tiers.js'
import { type IncidentReliability, incidentReliability } from '../latency/incident.js'
import { mergeRollUps } from '../latency/roll-up.js'
import { bucketMs, bucketStart, type RollUpLevel, rollUpLevels } from '../latency/roll-up-levels.js'
import type { Span } from '../latency/spans.js'
import { suggestTiers } from '../latency/suggest-tiers.js'
import {
  chartPoint,
  type LatencyPoint,
  type LatencySummary,
  msOutsideMaintenance,
  summarizeRollUp,
} from '../latency/summary.js'
import { defined, omit, parseOptions } from '../options/index.js'
import { missedSlotsTable } from '../records/missed-slot-records.js'
import { checkFromRow, checksTable, type Monitor, monitorsTable } from '../records/monitor-records.js'
import { everyRecord, type Runtime, timeSlices } from '../runtime/index.js'
import { groupBy } from '../statistics/index.js'
import { dayMs } from '../time/index.js'
import {
  type ErrorBudgetReport,
  errorBudgetReport,
  type Objective,
  objectiveSchema,
} from './error-budget-report.js'
import { incidentsIn } from './incidents.js'
import { alignToRetention, queryRollUps, splitByBucket, type TimedRollUp } from './query-roll-ups.js'
import {
  type ChartOptions,
  chartSchema,
  deviationSchema,
  type MonitorSelection,
  type SpanOptions,
  type SummaryOptions,
  selectionSchema,
  spanSchema,
  summarySchema,
} from './report-options.js'

/** The figures of one or several monitors over a span, and how many of their slots had no check. */
export interface MonitorSummary extends LatencySummary {
  /** The number of slots that were found missed in the span: nothing ran, or a check took longer than its interval. */
  readonly missedSlots: number
  /**
   * The time from which on the figures leave out what is maintenance now, in epoch milliseconds; absent where all of them
   * do. Before it they leave out what was maintenance when they were made.
   */
  readonly maintenanceFrom?: number
}

/** Reports on an owner's monitors over time. */
export interface MonitorReports {
  /**
   * Sums up one monitor, or all that have a tag, a region or both: uptime, percentiles, the time in each tier, and missed
   * slots. Reads
   * stored roll-ups where there are any, so that a year takes some hundred rows. `from` and `to` of the result are the
   * span that it covers: before the time for which checks are kept, a span begins with a whole minute, hour or day, in
   * UTC.
   */
  summary(which: string | MonitorSelection, options?: SummaryOptions): Promise<MonitorSummary>
  /**
   * Returns the same by minute, hour or day, in order of time. Points without data are left out.
   *
   * @throws `ValidationError` when there would be more than 2,000 points.
   */
  chart(id: string, options?: ChartOptions): Promise<readonly LatencyPoint[]>
  /** Returns the mean times between its incidents and to recovery, in a span. */
  reliability(id: string, options?: SpanOptions): Promise<IncidentReliability>
  /** Returns its error budget over a span, 30 days unless given, and the burn rates at this moment. */
  errorBudget(id: string, objective: Objective, options?: SpanOptions): Promise<ErrorBudgetReport>
  /**
   * Returns the distance of its last check from what is usual at that hour of the week. `undefined` when that is not
   * known, or the check failed.
   *
   * @param options - `timeZone`: whose hours are meant, `'UTC'` unless given.
   */
  deviation(id: string, options?: { readonly timeZone?: string }): Promise<Deviation | undefined>
  /**
   * Suggests tiers that fit it, from the checks of the last week, the newest 10,000 at most. `undefined` when there are
   * fewer than 100.
   */
  suggestTiers(id: string): Promise<TierSet<SonicTierName> | undefined>
}

const defaultSpanMs = dayMs
const errorBudgetSpanMs = 30 * dayMs
const baselineSpanMs = 28 * dayMs
const suggestionSpanMs = 7 * dayMs
const maxSuggestionChecks = 10_000
const defaultMaxPoints = 200
const maxPoints = 2_000

/** The runtime and the monitors that reports are made of. */
interface ReportSource {
  readonly runtime: Runtime
  readonly ownerId: string
  /** @throws `NotFoundError` */
  readonly find: (id: string) => Promise<Monitor>
}

/** Makes the reports on one owner's monitors. */
export function createMonitorReports(source: ReportSource): MonitorReports {
  const { runtime } = source
  return {
    summary: (which, options = {}) => runtime.run(() => summaryReport(source, which, options)),
    chart: (id, options = {}) => runtime.run(() => chartReport(source, id, options)),
    reliability: (id, options = {}) => runtime.run(() => reliabilityReport(source, id, options)),
    errorBudget: (id, objective, options = {}) =>
      runtime.run(() => budgetReport(source, id, objective, options)),
    deviation: (id, options = {}) => runtime.run(() => deviationReport(source, id, options)),
    suggestTiers: (id) => runtime.run(() => tierSuggestion(source, id)),
  }
}

async function summaryReport(
  { runtime, ownerId, find }: ReportSource,
  which: string | MonitorSelection,
  options: SummaryOptions,
): Promise<MonitorSummary> {
  const { targetMs, ...given } = parseOptions('monitors.summary', summarySchema, options)
  const span = spanOf(runtime, given)
  const monitors = typeof which === 'string' ? [await find(which)] : await select(runtime, ownerId, which)
  const rollUps = await queryRollUps(runtime, { ownerId, monitors, span })
  const pause = timeSlices()
  let sum = mergeRollUps([])
  for (const ofMonitor of rollUps.values()) {
    sum = mergeRollUps([sum, ...ofMonitor])
    await pause()
  }
  const ids = monitors.map(({ id }) => id)
  const missed = await runtime.storage.series(missedSlotsTable).range(ownerId, ids, span)
  const missedSlots = missed.reduce((slots, { count }) => slots + count, 0)
  let countedMs = 0
  for (const { maintenance } of monitors) {
    countedMs += msOutsideMaintenance(maintenance, span)
    await pause()
  }
  const summary = summarizeRollUp(sum, { span, monitors: monitors.length, countedMs, targetMs })
  return { ...summary, missedSlots, ...defined({ maintenanceFrom: maintenanceFromOf(monitors, span) }) }
}

/** Returns the time from which on the figures of a span follow the present maintenance; `undefined` when all do. */
function maintenanceFromOf(monitors: readonly Monitor[], { from }: Span): number | undefined {
  const last = monitors.reduce((latest, { maintenanceFrom = 0 }) => Math.max(latest, maintenanceFrom), 0)
  return last > from ? last : undefined
}

async function chartReport(
  source: ReportSource,
  id: string,
  options: ChartOptions,
): Promise<readonly LatencyPoint[]> {
  const { by, ...given } = parseOptions('monitors.chart', chartSchema, options)
  const span = spanOf(source.runtime, given)
  const level = by ?? finestLevel(span) ?? 'day'
  if ((span.to - span.from) / bucketMs[level] > maxPoints)
    throw new ValidationError('monitors.chart', [
      {
        path: 'by',
        message: `expected at most ${maxPoints} points; ask for coarser ones, or a shorter span`,
      },
    ])
  const rollUps = await rollUpsOf(source, await source.find(id), span, level)
  const byBucket = groupBy(rollUps, ({ from }) => bucketStart(from, level))
  return splitByBucket(span, level)
    .map((bucket) => chartPoint(bucket, byBucket.get(bucketStart(bucket.from, level)) ?? []))
    .filter(({ checks, upMs, downMs }) => checks > 0 || upMs + downMs > 0)
}

async function reliabilityReport(
  { runtime, find }: ReportSource,
  id: string,
  options: SpanOptions,
): Promise<IncidentReliability> {
  const span = spanOf(runtime, parseOptions('monitors.reliability', spanSchema, options))
  const incidents = await incidentsIn(runtime, await find(id), span)
  // Nobody knows when the monitor of one that a pause ended works again.
  return incidentReliability(incidents.map((one) => (one.endReason === 'paused' ? omit(one, 'to') : one)))
}

async function budgetReport(
  source: ReportSource,
  id: string,
  given: Objective,
  options: SpanOptions,
): Promise<ErrorBudgetReport> {
  const { runtime, find } = source
  const objective = parseOptions('monitors.errorBudget', objectiveSchema, given)
  const parsed = parseOptions('monitors.errorBudget', spanSchema, options)
  const span = spanOf(runtime, parsed, errorBudgetSpanMs)
  const monitor = await find(id)
  return errorBudgetReport(objective, span, runtime.clock.now(), (part) => rollUpsOf(source, monitor, part))
}

async function deviationReport(
  source: ReportSource,
  id: string,
  options: { readonly timeZone?: string },
): Promise<Deviation | undefined> {
  const { timeZone } = parseOptions('monitors.deviation', deviationSchema, options)
  const monitor = await source.find(id)
  const { checkedAt: at, latencyMs, failure } = monitor
  if (at === undefined || latencyMs === undefined || failure) return undefined
  const span = alignToRetention(source.runtime, { from: at - baselineSpanMs, to: at })
  const hours = await rollUpsOf(source, monitor, span, 'hour')
  return deviation(weeklyBaselineOfRollUps(hours, { timeZone }), { at, latencyMs })
}

async function tierSuggestion(
  { runtime, ownerId, find }: ReportSource,
  id: string,
): Promise<TierSet<SonicTierName> | undefined> {
  await find(id)
  const from = runtime.clock.now() - suggestionSpanMs
  const { items } = await runtime.storage
    .series(checksTable)
    .page(ownerId, id, { from, limit: maxSuggestionChecks })
  const checks = items.map(checkFromRow).filter(({ ignored }) => ignored === undefined)
  return suggestTiers(checks.reverse())
}

function spanOf(
  runtime: Runtime,
  {
    from,
    to = runtime.clock.now(),
  }: { readonly from?: number | undefined; readonly to?: number | undefined },
  lengthMs = defaultSpanMs,
): Span {
  return alignToRetention(runtime, { from: from ?? to - lengthMs, to })
}

/** Returns the finest level that gives few enough points. */
const finestLevel = ({ from, to }: Span): RollUpLevel | undefined =>
  rollUpLevels.findLast((level) => (to - from) / bucketMs[level] <= defaultMaxPoints)

async function rollUpsOf(
  { runtime, ownerId }: ReportSource,
  monitor: Monitor,
  span: Span,
  coarsest: RollUpLevel = 'day',
): Promise<readonly TimedRollUp[]> {
  const rollUps = await queryRollUps(runtime, { ownerId, monitors: [monitor], span, coarsest })
  return rollUps.get(monitor.id) ?? []
}

/** Reads the monitors of an owner that match a selection. */
async function select(
  runtime: Runtime,
  ownerId: string,
  selection: MonitorSelection,
): Promise<readonly Monitor[]> {
  const { tag, region } = parseOptions('monitors.summary', selectionSchema, selection)
  const found: Monitor[] = []
  for await (const monitor of everyRecord(runtime.storage.collection(monitorsTable), ownerId)) {
    const hasTag = tag === undefined || monitor.tags.includes(tag)
    if (hasTag && (region === undefined || monitor.region === region)) found.push(monitor)
  }
  return found
}
