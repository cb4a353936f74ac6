import { ConflictError } from '../errors/index.js'
import type { CallOptions } from '../options/index.js'
import { type ProbeSettings, parseOptions } from '../ports/index.js'
import { incidentsTable, type MonitorIncident } from '../records/incident-records.js'
import { type MissedSlots, missedSlotsFromRow, missedSlotsTable } from '../records/missed-slot-records.js'
import { type Check, type Monitor, monitorsTable } from '../records/monitor-records.js'
import {
  type ChangeOptions,
  type HistoryOptions,
  ownedRecords,
  type PageList,
  pageList,
  type RecurringWork,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import { deleteMonitor, updateMonitor } from './change-monitor.js'
import { checkMonitor } from './check-monitor.js'
import { createMonitor } from './create-monitor.js'
import { applyDefinitions, planDefinitions } from './definitions/apply-definitions.js'
import type { AppliedPlan, MonitorDefinitions, MonitorPlan } from './definitions/definition.js'
import { afterStart, heartbeatAdapter, recordHeartbeat } from './heartbeats.js'
import { type ImportOptions, type ImportResult, type ImportText, importMonitors } from './import-monitors.js'
import {
  type AcknowledgeOptions,
  acknowledgeIncident,
  type NoteOptions,
  noteOnIncident,
} from './incident-notes.js'
import { type IncidentQuery, listIncidents } from './incidents.js'
import { type CheckQuery, listChecks } from './list-checks.js'
import { listMonitors, type MonitorQuery } from './list-monitors.js'
import type { HeartbeatReport, HeartbeatStart, MonitorOptions, MonitorPatch } from './monitor-options.js'
import { createMonitorReports, type MonitorReports } from './monitor-reports.js'
import { heartbeatReportSchema, heartbeatStartSchema } from './monitor-schema.js'
import type { MonitorsContext } from './monitors-context.js'
import type { ProbeHealth } from './probe-health.js'

/**
 * The monitors of an owner. An id that does not exist, or that belongs to another owner, makes every call reject with a
 * `NotFoundError`.
 *
 * @typeParam Settings - the settings that the host's probes take of each monitor.
 */
export interface Monitors<Settings extends ProbeSettings = ProbeSettings> extends MonitorReports {
  /**
   * Creates a monitor. Its first scheduled check comes within five seconds of `telltale.start()`, or at the first slot
   * of its cron expression.
   *
   * @throws `ValidationError` when an option is wrong, the adapter is not known, no adapter's probe knows the URL, the
   *   guard forbids its address, or a secret is given without `secretKey`.
   */
  create(options: MonitorOptions<Settings>): Promise<Monitor>
  /**
   * Carries the monitors of another tool's configuration over, and tells what became of each. A monitor that would be
   * checked more weakly than before starts paused. The same configuration may be imported again: what changed in it is
   * changed here, and nothing is added twice. Nothing is ever deleted.
   *
   * @param text - the text of the configuration, or of several files of it; for Uptime Kuma also the bytes of `kuma.db`, which
   *   the optional package `sql.js` reads.
   * @throws `ValidationError` when it cannot be read. Nothing is changed then.
   */
  import(text: ImportText, options: ImportOptions): Promise<ImportResult>
  /**
   * Compares definitions with the monitors of their scope, and changes nothing.
   *
   * @throws `ValidationError` when a definition is wrong, as for `create`; `ConflictError` when one is a push monitor and
   *   its stored monitor is none, or the other way round.
   */
  plan(definitions: MonitorDefinitions<Settings>): Promise<MonitorPlan>
  /**
   * Makes the monitors of a scope those of its definitions: creates, changes and deletes what differs. All definitions are
   * checked first; doing it twice does nothing more. Monitors outside of the scope are never touched.
   *
   * @throws as `plan` does. Nothing is changed then.
   */
  apply(definitions: MonitorDefinitions<Settings>): Promise<AppliedPlan>
  /** Returns a monitor. */
  get(id: string): Promise<Monitor>
  /** Returns a page of the monitors, or of those that a query selects, in the order they were created. */
  list(query?: MonitorQuery): PageList<Monitor>
  /**
   * Changes the members that the patch names; `null` takes an option off. New tiers begin without a history, a new interval
   * begins a new schedule. Pausing ends its incident, and nothing is known of it from then on until its next check.
   */
  update(id: string, patch: MonitorPatch<Settings>, options?: ChangeOptions): Promise<Monitor>
  /** Deletes a monitor with its checks, roll-ups and incidents. */
  delete(id: string, options?: ChangeOptions): Promise<void>
  /**
   * Checks now, whatever the schedule says. A target that fails gives a check with a `failure`, not an exception. Of many
   * calls at a time some wait for a place; owners share the places fairly, and one has 500 calls at most.
   *
   * @throws `ConflictError` when it is a push monitor, which cannot be checked.
   */
  check(id: string, options?: CallOptions): Promise<Check>
  /**
   * Records a heartbeat of a push monitor: its job ran, or failed. The next one is expected one interval or slot later.
   *
   * @throws `ConflictError` when it is no push monitor.
   */
  heartbeat(id: string, report?: HeartbeatReport): Promise<Check>
  /**
   * Records that a run of a push monitor's job begins. Its heartbeat then tells how long it took; without one within
   * `maxRun` the run is late.
   *
   * @throws `ConflictError` when it is no push monitor.
   */
  heartbeatStart(id: string, start?: HeartbeatStart): Promise<Monitor>
  /** Returns a page of its checks, or of those that failed, newest first. */
  checks(id: string, query?: CheckQuery): PageList<Check>
  /** Returns a page of the slots that it missed, newest first: when nothing ran, or a check took longer than its interval. */
  missedSlots(id: string, page?: HistoryOptions): PageList<MissedSlots>
  /** Returns a page of the incidents of one monitor or of all, the last started first. */
  incidents(query?: IncidentQuery): PageList<MonitorIncident>
  /** Returns an incident. */
  incident(id: string): Promise<MonitorIncident>
  /**
   * Records who takes care of an open incident, here and in the audit log.
   *
   * @throws `ConflictError` when it is over, or somebody else has acknowledged it.
   */
  acknowledge(incidentId: string, options: AcknowledgeOptions): Promise<MonitorIncident>
  /**
   * Adds somebody's note to an incident, here and in the audit log.
   *
   * @throws `ConflictError` when it has 100 notes.
   */
  note(incidentId: string, options: NoteOptions): Promise<MonitorIncident>
}

/** Makes the monitors of one owner. */
export function createMonitors(
  runtime: Runtime,
  work: RecurringWork,
  health: ProbeHealth,
  ownerId: string,
): Monitors {
  const records = ownedRecords(runtime, monitorsTable, ownerId, 'monitor')
  const incidents = ownedRecords(runtime, incidentsTable, ownerId, 'incident')
  const context: MonitorsContext = { runtime, work, health, ownerId, records }
  return {
    create: (options) => runtime.run(() => createMonitor(context, options)),
    import: (text, options) => runtime.run(() => importMonitors(context, text, options)),
    plan: (definitions) => runtime.run(() => planDefinitions(context, definitions)),
    apply: (definitions) => runtime.run(() => applyDefinitions(context, definitions)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (query) => pageList((next) => runtime.run(() => listMonitors(context, next)), query),
    update: (id, patch, options) => runtime.run(() => updateMonitor(context, id, patch, options)),
    delete: (id, options) => runtime.run(() => deleteMonitor(context, id, options)),
    check: (id, options = {}) =>
      runtime.call('monitors.check', options, (signal) => checkNow(context, id, signal)),
    heartbeat: (id, report = {}) => runtime.run(() => acceptHeartbeat(context, id, report)),
    heartbeatStart: (id, start = {}) => runtime.run(() => acceptStart(context, id, start)),
    checks: (id, query) => pageList((next) => runtime.run(() => listChecks(context, id, next)), query),
    missedSlots: (id, page) =>
      records.history(
        id,
        { table: missedSlotsTable, fromRow: missedSlotsFromRow, call: 'monitors.missedSlots' },
        page,
      ),
    incidents: (query) =>
      pageList((next) => runtime.run(() => listIncidents(runtime, ownerId, records.find, next)), query),
    incident: (id) => runtime.run(() => incidents.find(id)),
    acknowledge: (id, options) =>
      runtime.run(() => acknowledgeIncident({ runtime, ownerId, incidents }, id, options)),
    note: (id, options) => runtime.run(() => noteOnIncident({ runtime, ownerId, incidents }, id, options)),
    ...createMonitorReports({ runtime, ownerId, find: records.find }),
  }
}

async function checkNow(
  { runtime, work, health, ownerId, records }: MonitorsContext,
  id: string,
  signal: AbortSignal,
): Promise<Check> {
  const monitor = await records.find(id)
  if (monitor.adapter === heartbeatAdapter)
    throw new ConflictError(`${monitor.name} waits for heartbeats; send one with monitors.heartbeat`)
  const claim = { kind: work.kind, ownerId }
  const check = await runtime.callPlaces.run(claim, signal, () =>
    checkMonitor(runtime, health, monitor, { signal }),
  )
  if (!check) throw records.notFound(id)
  return check
}

async function acceptHeartbeat(
  { runtime, records }: MonitorsContext,
  id: string,
  given: HeartbeatReport,
): Promise<Check> {
  const report = parseOptions('monitors.heartbeat', heartbeatReportSchema, given)
  const monitor = requirePushMonitor(await records.find(id))
  const check = await recordHeartbeat(runtime, monitor, report)
  if (!check) throw records.notFound(id)
  return check
}

async function acceptStart(
  { runtime, ownerId, records }: MonitorsContext,
  id: string,
  given: HeartbeatStart,
): Promise<Monitor> {
  const { run } = parseOptions('monitors.heartbeatStart', heartbeatStartSchema, given)
  await records.find(id)
  return runtime.commit(ownerId, async (tables) => {
    const stored = await tables.collection(monitorsTable).get(ownerId, id)
    if (!stored) throw records.notFound(id)
    const now = runtime.clock.now()
    const started = afterStart(requirePushMonitor(stored), now, run)
    return storeRecord(tables, monitorsTable, { ...started, updatedAt: now })
  })
}

function requirePushMonitor(monitor: Monitor): Monitor {
  if (monitor.adapter === heartbeatAdapter) return monitor
  throw new ConflictError(`${monitor.name} is checked, and waits for no heartbeat; use monitors.check`)
}
