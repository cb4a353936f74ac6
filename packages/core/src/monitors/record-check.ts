import type { Measurement } from '../latency/check.js'
import { type LatencyChange, latencyChange } from '../latency/latency-change.js'
import { isInMaintenance } from '../latency/maintenance.js'
import type { TimedCheck } from '../latency/spans.js'
import { defined, omit } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import {
  type Check,
  checkFromRow,
  checksTable,
  checkToRow,
  type IgnoreReason,
  type Monitor,
  monitorsTable,
} from '../records/monitor-records.js'
import { publicStateAt } from '../records/monitor-state.js'
import { monitorStatus } from '../records/monitor-status.js'
import {
  type Emit,
  emitPageChanges,
  type MatchedAlerts,
  matchAlerts,
  type PlannedSlot,
  type Runtime,
  storeRecord,
  type WorkRun,
} from '../runtime/index.js'
import { recomputeRollUps, rollUpDelayMs } from './compute-roll-ups.js'
import { withCause } from './dependencies.js'
import { type CheckEvaluation, evaluateCheck, type UnevaluatedCheck } from './evaluate-check.js'
import { storeIncident } from './incidents.js'
import { describeMonitor, factsOfCheck, type HistoryFacts, HistoryReader } from './rule-facts.js'
import { staleAtOf } from './state-hold.js'

/** A measurement of a monitor, to be recorded as a check. */
export interface ProbeResult {
  readonly measurement: Measurement
  /** The time at which the check began. */
  readonly at: number
  /** The reason why it does not affect its monitor. */
  readonly ignored?: IgnoreReason
  /** The run of a scheduled check, which plans the next one. */
  readonly run?: WorkRun<Monitor>
  /** Returns the monitor with its next deadline; absent where its schedule, or nothing, changes that. */
  readonly advance?: (stored: Monitor) => Monitor
}

/**
 * Evaluates a check and stores it with its monitor, its incident and its events. Resolves to `undefined` when the
 * monitor was deleted or rescheduled in the meantime, or another process took it over.
 */
export async function recordCheck(
  runtime: Runtime,
  monitor: Monitor,
  result: ProbeResult,
): Promise<Check | undefined> {
  const { run } = result
  const history = await readRuleHistory(runtime, monitor, result.at)
  if (run)
    return run.commit((tables, emit, stored, next) =>
      storeCheck(runtime, { tables, emit }, stored, { ...result, ...next, history }),
    )
  const { id, ownerId } = monitor
  return runtime.commit(ownerId, async (tables, emit) => {
    const stored = await tables.collection(monitorsTable).get(ownerId, id)
    const next = { dueAt: stored?.dueAt ?? 0, history }
    return stored && storeCheck(runtime, { tables, emit }, stored, { ...result, ...next })
  })
}

/** The reader of each runtime, which keeps what it has read. */
const readers = new WeakMap<Runtime, HistoryReader>()

/** Loads the rules that watch a monitor, and what they ask of its history: before the transaction, which reads neither. */
async function readRuleHistory(runtime: Runtime, monitor: Monitor, at: number): Promise<HistoryFacts> {
  const { ownerId, id, tags } = monitor
  await runtime.alertRules.load(ownerId)
  const rules = runtime.alertRules.watching(ownerId, { watches: 'monitor', id, tags })
  if (rules.length === 0) return {}
  const reader = readers.get(runtime) ?? new HistoryReader(runtime)
  readers.set(runtime, reader)
  return reader.read(monitor, rules, at)
}

/** The next slot of the monitor of a check; one that was requested by hand cannot bring it forward. */
type PlannedCheck = Pick<PlannedSlot, 'dueAt' | 'missedSlots'> &
  Partial<PlannedSlot> & {
    /** The facts of the monitor's history that rules ask for. */
    readonly history: HistoryFacts
  }

/** Returns the time of the check that follows a failed one before the next slot; `undefined` when none does. */
function retryAtOf({ monitor: { retry, failing }, check }: CheckEvaluation, now: number): number | undefined {
  const { everyMs, times = 0 } = retry ?? {}
  const isRetried = check.failure && !check.ignored && failing && failing.checks <= times
  return isRetried && everyMs !== undefined ? now + everyMs : undefined
}

async function storeCheck(
  runtime: Runtime,
  { tables, emit }: { readonly tables: Tables; readonly emit: Emit },
  stored: Monitor,
  {
    measurement,
    at,
    run,
    missedSlots,
    advance,
    bringForward,
    history,
    ...result
  }: ProbeResult & PlannedCheck,
): Promise<Check> {
  const { dueAt, running } = advance?.(stored) ?? { ...stored, dueAt: result.dueAt }
  const staleAt = staleAtOf(stored, { after: Math.max(at, run?.slotAt ?? at), dueAt })
  const unevaluated: UnevaluatedCheck = {
    ...measurement,
    id: runtime.newId(),
    ownerId: stored.ownerId,
    monitorId: stored.id,
    at,
    ...defined({
      slotAt: run?.slotAt,
      missedSlots,
      staleAt,
      region: stored.region,
      ignored: ignoreReason(stored, at, { isScheduled: run !== undefined, ignored: result.ignored }),
    }),
  }
  const earlier = await readStatisticWindow(tables, stored, at)
  const evaluated = evaluateCheck(stored, unevaluated, earlier, runtime.newId)
  const evaluation = await withCause(tables, evaluated)
  const now = runtime.clock.now()
  const retryAt = retryAtOf(evaluation, now)
  const alerts = await matchRules(runtime, { tables, emit }, stored, { ...evaluation, history })
  const monitor = await storeRecord(tables, monitorsTable, {
    ...omit(evaluation.monitor, 'running', 'ruleStates'),
    ...defined({ running, ruleStates: alerts ? alerts.states : stored.ruleStates }),
    dueAt: retryAt === undefined ? dueAt : (bringForward?.(retryAt) ?? dueAt),
    updatedAt: now,
  })
  await emitEvents(tables, emit, stored, { ...evaluation, monitor })
  alerts?.tell()
  await tables.series(checksTable).append([checkToRow(evaluation.check)])
  if (now - at > rollUpDelayMs) await recomputeRollUps(tables, monitor, { from: at })
  return evaluation.check
}

/** Matches the rules that watch a monitor with a check; `undefined` where it does not count. */
async function matchRules(
  runtime: Runtime,
  transaction: { readonly tables: Tables; readonly emit: Emit },
  before: Monitor,
  { history, ...evaluation }: CheckEvaluation & { readonly history: HistoryFacts },
): Promise<MatchedAlerts | undefined> {
  const { monitor, check } = evaluation
  if (check.ignored) return undefined
  const { id, ownerId, tags } = monitor
  const facts = factsOfCheck(before, evaluation, history)
  return matchAlerts(runtime, transaction, {
    watches: 'monitor',
    id,
    ownerId,
    tags,
    states: before.ruleStates,
    facts,
    causedBy: monitor.failing?.causedBy,
    describe: () => describeMonitor(monitor, facts),
  })
}

/** Returns the reason why a check does not affect its monitor, if there is one. */
function ignoreReason(
  { maintenance, paused }: Monitor,
  at: number,
  { isScheduled, ignored }: { readonly isScheduled: boolean; readonly ignored: IgnoreReason | undefined },
): IgnoreReason | undefined {
  if (isInMaintenance(maintenance, at)) return 'maintenance'
  return isScheduled && paused ? 'paused' : ignored
}

/** Emits the events of a check, and stores the incident that it belongs to. */
async function emitEvents(
  tables: Tables,
  emit: Emit,
  before: Monitor,
  evaluation: CheckEvaluation,
): Promise<void> {
  const { check } = evaluation
  const monitor = monitorStatus(evaluation.monitor)
  emit('monitor:checked', { monitor, check })
  if (evaluation.isTierChanged)
    emit('monitor:tier-changed', {
      monitor,
      check,
      to: monitor.tier as string,
      ...defined({ from: before.tier, change: await explainTierChange(tables, before, check) }),
    })
  if (evaluation.isDegradedChanged)
    emit('monitor:degraded-changed', { monitor, check, isDegraded: monitor.degradedSince !== undefined })
  if (evaluation.incident) await storeIncident(tables, emit, before, evaluation)
  const knownAt = before.checkedAt ?? check.at
  if (publicStateAt(before, knownAt) !== publicStateAt(evaluation.monitor, check.at))
    await emitPageChanges(tables, emit, before.ownerId, [before])
}

/** The maximum number of checks in a window: each check reads all of them. */
const maxWindowChecks = 1_000

/** Reads the earlier checks in the window of the monitor's statistic, in order of time. */
async function readStatisticWindow(
  tables: Tables,
  { id, ownerId, statistic }: Monitor,
  at: number,
): Promise<readonly TimedCheck[]> {
  if (!statistic) return []
  const { checks = maxWindowChecks, withinMs } = statistic
  const from = withinMs === undefined ? undefined : Math.max(0, Math.floor(at - withinMs))
  const { items } = await tables
    .series(checksTable)
    .page(ownerId, id, { to: at, limit: checks, ...defined({ from }) })
  return items
    .toReversed()
    .filter(({ ignored }) => ignored === undefined)
    .map(({ at, latencyMs, failureKind: kind }) => ({
      at,
      latencyMs,
      ...defined({ failure: kind ? { kind, message: kind } : undefined }),
    }))
}

/** The number of earlier checks that a change of tier is explained by. */
const comparedChecks = 20

/** Compares the checks that led to another tier with those before them, to tell which phase changed. */
async function explainTierChange(
  tables: Tables,
  { id, ownerId, tier }: Monitor,
  check: Check,
): Promise<LatencyChange | undefined> {
  if (tier === undefined || check.failure) return undefined
  const { items } = await tables
    .series(checksTable)
    .page(ownerId, id, { to: check.at, limit: comparedChecks })
  const earlier = items.map(checkFromRow).filter(({ failure, ignored }) => !failure && !ignored)
  const lastInTier = earlier.findIndex((one) => one.tier === tier)
  if (lastInTier < 0) return undefined
  return latencyChange(earlier.slice(lastInTier), [check, ...earlier.slice(0, lastInTier)])
}
