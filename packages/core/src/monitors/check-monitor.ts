import type { Measurement } from '../latency/check.js'
import { type LatencyChange, latencyChange } from '../latency/latency-change.js'
import { isInMaintenance } from '../latency/maintenance.js'
import type { TimedCheck } from '../latency/spans.js'
import { defined } from '../options/index.js'
import { type Tables, toStorableText } from '../ports/index.js'
import {
  type CheckRow,
  checkFromRow,
  checksTable,
  checkToRow,
  type IgnoreReason,
  type Monitor,
  monitorsTable,
} from '../records/monitor-records.js'
import { monitorStatus } from '../records/monitor-status.js'
import { chooseAdapter, type Emit, type Runtime, storeRecord } from '../runtime/index.js'
import { recomputeRollUps, rollUpDelayMs } from './compute-roll-ups.js'
import { type CheckEvaluation, evaluateCheck, type UnevaluatedCheck } from './evaluate-check.js'
import { storeIncident } from './incidents.js'
import { measureTarget } from './measure-target.js'
import type { ProbeHealth } from './probe-health.js'

/** The slot that a scheduled check is for. */
export interface ScheduledCheck {
  /** Absent when it makes up for slots that were missed. */
  readonly slotAt?: number
  readonly signal: AbortSignal
  /** When the monitor is due next. */
  readonly nextDueAt: () => number
}

/** What was seen of a monitor, and what is to become of it. */
export interface ProbeResult {
  readonly measurement: Measurement
  /** When the check began. */
  readonly at: number
  readonly slotAt?: number
  readonly ignored?: IgnoreReason
  /** When the monitor is due next; as before when absent. */
  readonly nextDueAt?: () => number
  /** The `dueAt` that the monitor must still have; a slot that was done elsewhere is not done twice. */
  readonly expectedDueAt?: number
}

/** Checks a monitor once and stores what came of it; `undefined` when it was deleted or planned anew meanwhile. */
export async function checkMonitor(
  runtime: Runtime,
  health: ProbeHealth,
  monitor: Monitor,
  scheduled?: ScheduledCheck,
): Promise<CheckEvaluation['check'] | undefined> {
  const url = new URL(monitor.url)
  const adapter = chooseAdapter(runtime.adapters, {
    capability: 'probe',
    url,
    id: monitor.adapter,
    call: 'monitors.check',
  })
  const at = runtime.clock.now()
  const target = { url, timeoutMs: monitor.timeoutMs }
  const context = runtime.context(adapter, scheduled?.signal)
  const measurement = toStorableText(await measureTarget(adapter, target, context))
  const isHealthy = health.note(adapter.id, monitor, measurement.failure)
  const ignored = measurement.failure && !isHealthy && { ignored: 'unhealthy-probe' as const }
  const slot = scheduled && {
    nextDueAt: scheduled.nextDueAt,
    expectedDueAt: monitor.dueAt,
    ...defined({ slotAt: scheduled.slotAt }),
  }
  return recordCheck(runtime, monitor, { measurement, at, ...ignored, ...slot })
}

/** Judges what was seen of a monitor and stores both; `undefined` when it was deleted or planned anew meanwhile. */
export function recordCheck(
  runtime: Runtime,
  { id, ownerId }: Monitor,
  { measurement, at, slotAt, nextDueAt, expectedDueAt, ...why }: ProbeResult,
): Promise<CheckEvaluation['check'] | undefined> {
  return runtime.commit(ownerId, async (tables, emit) => {
    const stored = await tables.collection(monitorsTable).get(ownerId, id)
    if (!stored || (expectedDueAt !== undefined && stored.dueAt !== expectedDueAt)) return undefined
    const ignored = isInMaintenance(stored.maintenance, at) ? 'maintenance' : why.ignored
    const check: UnevaluatedCheck = {
      ...measurement,
      id: runtime.newId(),
      ownerId,
      monitorId: id,
      at,
      ...defined({ slotAt, region: stored.region, ignored }),
    }
    const evaluation = evaluateCheck(stored, check, await checksBefore(tables, stored, at), runtime.newId)
    const now = runtime.clock.now()
    const monitor = await storeRecord(tables, monitorsTable, {
      ...evaluation.monitor,
      ...defined({ dueAt: nextDueAt ? nextDueAt() : undefined }),
      updatedAt: now,
    })
    await announce(tables, emit, stored, { ...evaluation, monitor })
    await tables.series(checksTable).append([checkToRow(evaluation.check)])
    if (now - at > rollUpDelayMs) await recomputeRollUps(tables, monitor, at)
    return evaluation.check
  })
}

/** Emits what a check brought, and stores the incident it belongs to. */
async function announce(
  tables: Tables,
  emit: Emit,
  before: Monitor,
  evaluation: CheckEvaluation,
): Promise<void> {
  const { check } = evaluation
  const monitor = monitorStatus(evaluation.monitor)
  emit('monitor:checked', { monitor, check })
  if (evaluation.isTierChanged) {
    const change = await changeOf(tables, before, check)
    const from = before.tier !== undefined && { from: before.tier }
    emit('monitor:tier-changed', { monitor, check, ...from, to: monitor.tier as string, ...change })
  }
  if (evaluation.incident) await storeIncident(tables, emit, before, evaluation)
}

/** The checks that the monitor's statistic looks at beside the one at hand, in order of time. */
async function checksBefore(
  tables: Tables,
  { id, ownerId, statistic }: Monitor,
  at: number,
): Promise<readonly TimedCheck[]> {
  if (!statistic) return []
  const { checks, withinMs } = statistic
  const rows = tables.series(checksTable)
  const found =
    withinMs === undefined
      ? (await rows.page(ownerId, id, { to: at, limit: checks ?? 1 })).items.toReversed()
      : await rows.range(ownerId, [id], { from: at - withinMs, to: at, fields: windowFields })
  return found
    .filter(({ ignored }) => ignored === undefined)
    .map(({ at, latencyMs, failureKind: kind }) => ({
      at,
      latencyMs,
      ...defined({ failure: kind ? { kind, message: kind } : undefined }),
    }))
}

const windowFields = ['latencyMs', 'failureKind', 'ignored'] as const satisfies readonly (keyof CheckRow)[]

/** How many checks are looked at to say what changed. */
const checksCompared = 20

/** How latency changed with a change of tier: the checks that spoke for the new one against those before. */
async function changeOf(
  tables: Tables,
  { id, ownerId, tier }: Monitor,
  check: CheckEvaluation['check'],
): Promise<{ readonly change?: LatencyChange }> {
  if (tier === undefined || check.failure) return {}
  const { items } = await tables
    .series(checksTable)
    .page(ownerId, id, { to: check.at, limit: checksCompared })
  const earlier = items.map(checkFromRow).filter(({ failure, ignored }) => !failure && !ignored)
  const firstBefore = earlier.findIndex((one) => one.tier === tier)
  if (firstBefore < 0) return {}
  const change = latencyChange(earlier.slice(firstBefore), [check, ...earlier.slice(0, firstBefore)])
  return change ? { change } : {}
}
