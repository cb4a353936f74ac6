import { ConflictError } from '../errors/index.js'
import { type CallOptions, defined } from '../options/index.js'
import { type ProbeSettings, parseOptions } from '../ports/index.js'
import { incidentsTable, type MonitorIncident } from '../records/incident-records.js'
import { type MissedSlots, missedSlotsFromRow, missedSlotsTable } from '../records/missed-slot-records.js'
import {
  type Check,
  checkFromRow,
  checksTable,
  type Monitor,
  monitorsTable,
} from '../records/monitor-records.js'
import { rollUpTables } from '../records/roll-up-records.js'
import {
  type HistoryOptions,
  type OwnedRecords,
  ownedRecords,
  type PageList,
  type PageOptions,
  pageList,
  type RecurringWork,
  type Runtime,
  removeSecrets,
  storeRecord,
  storeSecrets,
} from '../runtime/index.js'
import { applyPatch, buildMonitor } from './build-monitor.js'
import { checkMonitor } from './check-monitor.js'
import { heartbeatAdapter, recordHeartbeat } from './heartbeats.js'
import { type ImportOptions, type ImportResult, importMonitors } from './import-monitors.js'
import { type IncidentQuery, listIncidents } from './incidents.js'
import type { HeartbeatReport, MonitorOptions, MonitorPatch } from './monitor-options.js'
import { createMonitorReports, type MonitorReports } from './monitor-reports.js'
import { heartbeatReportSchema, monitorPatchSchema, monitorSchema } from './monitor-schema.js'
import { checkAfterPatch, secretsOfMonitor, withOwnCheck } from './own-check.js'
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
   * Creates the monitors of another tool's configuration, and lists what could not be carried over.
   *
   * @throws `ValidationError` when the text cannot be read. No monitor is created then.
   */
  import(text: string, options: ImportOptions): Promise<ImportResult>
  /** Returns a monitor. */
  get(id: string): Promise<Monitor>
  /** Returns a page of the monitors, in the order they were created. */
  list(page?: PageOptions): PageList<Monitor>
  /** Changes the members that the patch names; `null` takes one back to its default. New tiers begin without a history, a new interval begins a new schedule. */
  update(id: string, patch: MonitorPatch<Settings>): Promise<Monitor>
  /** Deletes a monitor with its checks, roll-ups and incidents. */
  delete(id: string): Promise<void>
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
  /** Returns a page of its checks, newest first. */
  checks(id: string, page?: HistoryOptions): PageList<Check>
  /** Returns a page of the slots that it missed, newest first: when nothing ran, or a check took longer than its interval. */
  missedSlots(id: string, page?: HistoryOptions): PageList<MissedSlots>
  /** Returns a page of the incidents of one monitor or of all, the last started first. */
  incidents(query?: IncidentQuery): PageList<MonitorIncident>
}

/** The parts that the monitors of one owner are made of. */
interface MonitorsContext {
  readonly runtime: Runtime
  readonly work: RecurringWork
  readonly health: ProbeHealth
  readonly ownerId: string
  readonly records: OwnedRecords<Monitor>
}

/** Makes the monitors of one owner. */
export function createMonitors(
  runtime: Runtime,
  work: RecurringWork,
  health: ProbeHealth,
  ownerId: string,
): Monitors {
  const records = ownedRecords(runtime, monitorsTable, ownerId, 'monitor')
  const context: MonitorsContext = { runtime, work, health, ownerId, records }
  const create = (options: MonitorOptions) => createMonitor(context, options)
  return {
    create: (options) => runtime.run(() => create(options)),
    import: (text, options) => runtime.run(() => importMonitors(text, options, create)),
    get: (id) => runtime.run(() => records.find(id)),
    list: records.list,
    update: (id, patch) => runtime.run(() => updateMonitor(context, id, patch)),
    delete: (id) => runtime.run(() => deleteMonitor(context, id)),
    check: (id, options = {}) =>
      runtime.call('monitors.check', options, (signal) => checkNow(context, id, signal)),
    heartbeat: (id, report = {}) => runtime.run(() => acceptHeartbeat(context, id, report)),
    checks: (id, page) =>
      records.history(id, { table: checksTable, fromRow: checkFromRow, call: 'monitors.checks' }, page),
    missedSlots: (id, page) =>
      records.history(
        id,
        { table: missedSlotsTable, fromRow: missedSlotsFromRow, call: 'monitors.missedSlots' },
        page,
      ),
    incidents: (query) =>
      pageList((next) => runtime.run(() => listIncidents(runtime, ownerId, records.find, next)), query),
    ...createMonitorReports({ runtime, ownerId, find: records.find }),
  }
}

async function createMonitor(
  { runtime, work, records }: MonitorsContext,
  given: MonitorOptions,
): Promise<Monitor> {
  const options = parseOptions('monitors.create', monitorSchema, given)
  const built = buildMonitor(runtime, records.base(), options)
  const { monitor, secrets } = await withOwnCheck(runtime, 'monitors.create', built, options)
  if (secrets)
    await runtime.commit(monitor.ownerId, async (tables) => {
      await tables.collection(monitorsTable).write([{ insert: monitor }])
      await storeSecrets(tables, runtime.secretBox, monitor, secrets)
    })
  else await runtime.storage.collection(monitorsTable).write([{ insert: monitor }])
  await work.enqueue(monitor)
  return monitor
}

async function updateMonitor(
  { runtime, work, ownerId, records }: MonitorsContext,
  id: string,
  given: MonitorPatch,
): Promise<Monitor> {
  const patch = parseOptions('monitors.update', monitorPatchSchema, given)
  const updated = await runtime.commit(ownerId, async (tables, emit) => {
    const monitor = await tables.collection(monitorsTable).get(ownerId, id)
    if (!monitor) throw records.notFound(id)
    const before = { monitor, secrets: await secretsOfMonitor(runtime, tables, monitor) }
    const given = checkAfterPatch(before, patch)
    const patched = applyPatch(runtime, monitor, { ...patch, ...defined({ url: given.url }) })
    if (!monitor.paused && patched.dueAt !== monitor.dueAt) await work.storeMissed(tables, emit, monitor)
    const changed = await withOwnCheck(runtime, 'monitors.update', patched, given)
    const stored = await storeRecord(tables, monitorsTable, changed.monitor)
    await storeSecrets(tables, runtime.secretBox, stored, changed.secrets ?? {})
    return stored
  })
  await work.remove(id)
  await work.enqueue(updated)
  return updated
}

async function deleteMonitor(
  { runtime, work, ownerId, records }: MonitorsContext,
  id: string,
): Promise<void> {
  await runtime.commit(ownerId, async (tables) => {
    if ((await tables.collection(monitorsTable).delete(ownerId, [id])) === 0) throw records.notFound(id)
    await removeSecrets(tables, ownerId, id)
    for (const table of [checksTable, missedSlotsTable, ...Object.values(rollUpTables)])
      await tables.series<never>(table as never).deleteKeys(ownerId, [id])
    const incidents = tables.collection(incidentsTable)
    for (;;) {
      const { items } = await incidents.page(ownerId, { where: { monitorId: id }, limit: 500 })
      if (items.length === 0) return
      await incidents.delete(
        ownerId,
        items.map((incident) => incident.id),
      )
    }
  })
  await work.remove(id)
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
  const monitor = await records.find(id)
  if (monitor.adapter !== heartbeatAdapter)
    throw new ConflictError(`${monitor.name} is checked, and waits for no heartbeat; use monitors.check`)
  const check = await recordHeartbeat(runtime, monitor, report)
  if (!check) throw records.notFound(id)
  return check
}
