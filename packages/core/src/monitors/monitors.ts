import { ConflictError } from '../errors/index.js'
import { type Page, parseOptions } from '../ports/index.js'
import { incidentsTable, type MonitorIncident } from '../records/incident-records.js'
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
  ownedRecords,
  type PageOptions,
  type RecurringWork,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import { buildMonitor, patchMonitor } from './build-monitor.js'
import { checkMonitor } from './check-monitor.js'
import { heartbeatAdapter, recordHeartbeat } from './heartbeats.js'
import { type ImportOptions, type ImportResult, importMonitors } from './import-monitors.js'
import { type IncidentQuery, incidentPage } from './incidents.js'
import type { HeartbeatReport, MonitorOptions, MonitorPatch } from './monitor-options.js'
import { createMonitorReports, type MonitorReports } from './monitor-reports.js'
import { heartbeatReportSchema, monitorPatchSchema, monitorSchema } from './monitor-schema.js'
import type { ProbeHealth } from './probe-health.js'

/** An owner's monitors. An id that never was and another owner's are alike: a `NotFoundError`. */
export interface Monitors extends MonitorReports {
  /**
   * Keeps a new monitor. Its first scheduled check comes within five seconds, once `telltale.start()` was called; that
   * of a cron expression at its first slot.
   *
   * @throws `ValidationError` when an option is wrong, the adapter is not known, or no adapter's probe knows the URL.
   */
  create(options: MonitorOptions): Promise<Monitor>
  /**
   * Makes the monitors of another tool's configuration, and says item by item what could not be carried over.
   *
   * @throws `ValidationError` when the text cannot be read; nothing was made then.
   */
  import(text: string, options: ImportOptions): Promise<ImportResult>
  get(id: string): Promise<Monitor>
  /** In the order they were created. */
  list(page?: PageOptions): Promise<Page<Monitor>>
  /** Changes what is named. Other tiers begin without a history; another interval begins a new schedule. */
  update(id: string, patch: MonitorPatch): Promise<Monitor>
  /** Removes a monitor with all of its checks, roll-ups and incidents. */
  delete(id: string): Promise<void>
  /**
   * Checks now, whatever the schedule says. A target that fails is a check with a `failure`, not an exception.
   *
   * @throws `ConflictError` when it is a push monitor, which nobody can check.
   */
  check(id: string): Promise<Check>
  /**
   * Says that the job of a push monitor ran, or failed. The next one is expected an interval, or a slot, from now.
   *
   * @throws `ConflictError` when it is no push monitor.
   */
  beat(id: string, beat?: HeartbeatReport): Promise<Check>
  /** The checks that were made, newest first. */
  checks(id: string, page?: HistoryOptions): Promise<Page<Check>>
  /** The incidents of one monitor or of all, those that began last first. */
  incidents(query?: IncidentQuery): Promise<Page<MonitorIncident>>
}

/** The monitors of one owner. */
export function createMonitors(
  runtime: Runtime,
  work: RecurringWork,
  health: ProbeHealth,
  ownerId: string,
): Monitors {
  const records = ownedRecords(runtime, monitorsTable, ownerId, 'monitor')

  const create = async (given: MonitorOptions): Promise<Monitor> => {
    const options = parseOptions('monitors.create', monitorSchema, given)
    const monitor = buildMonitor(runtime, records.base(), options)
    await runtime.storage.collection(monitorsTable).write([{ insert: monitor }])
    await work.enqueue(monitor)
    return monitor
  }

  const update = async (id: string, given: MonitorPatch): Promise<Monitor> => {
    const patch = parseOptions('monitors.update', monitorPatchSchema, given)
    const changed = await runtime.commit(ownerId, async (tables) => {
      const monitor = await tables.collection(monitorsTable).get(ownerId, id)
      if (!monitor) throw records.notFound(id)
      return storeRecord(tables, monitorsTable, patchMonitor(runtime, monitor, patch))
    })
    await work.remove(id)
    await work.enqueue(changed)
    return changed
  }

  const remove = async (id: string): Promise<void> => {
    await work.remove(id)
    await runtime.commit(ownerId, async (tables) => {
      if ((await tables.collection(monitorsTable).delete(ownerId, [id])) === 0) throw records.notFound(id)
      for (const table of [checksTable, ...Object.values(rollUpTables)])
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
  }

  const check = async (id: string): Promise<Check> => {
    const monitor = await records.find(id)
    if (monitor.adapter === heartbeatAdapter)
      throw new ConflictError(`${monitor.name} waits for heartbeats; send one with monitors.beat`)
    const made = await checkMonitor(runtime, health, monitor)
    if (!made) throw records.notFound(id)
    return made
  }

  const beat = async (id: string, given: HeartbeatReport): Promise<Check> => {
    const said = parseOptions('monitors.beat', heartbeatReportSchema, given)
    const monitor = await records.find(id)
    if (monitor.adapter !== heartbeatAdapter)
      throw new ConflictError(`${monitor.name} is checked, and waits for no heartbeat; use monitors.check`)
    const made = await recordHeartbeat(runtime, monitor, said)
    if (!made) throw records.notFound(id)
    return made
  }

  return {
    create: (options) => runtime.run(() => create(options)),
    import: (text, options) => runtime.run(() => importMonitors(text, options, create)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (page) => runtime.run(() => records.list(page)),
    update: (id, patch) => runtime.run(() => update(id, patch)),
    delete: (id) => runtime.run(() => remove(id)),
    check: (id) => runtime.run(() => check(id)),
    beat: (id, said = {}) => runtime.run(() => beat(id, said)),
    checks: (id, page) =>
      runtime.run(() =>
        records.history(id, { table: checksTable, fromRow: checkFromRow, call: 'monitors.checks' }, page),
      ),
    incidents: (query) => runtime.run(() => incidentPage(runtime, ownerId, records.find, query)),
    ...createMonitorReports(runtime, ownerId, records.find),
  }
}
