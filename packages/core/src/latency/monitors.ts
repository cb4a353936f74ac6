import type { z } from 'zod'
import { type Page, parseOptions } from '../ports/index.js'
import {
  chooseAdapter,
  type HistoryOptions,
  ownedRecords,
  type PageOptions,
  present,
  type Runtime,
  storeRecord,
  type Watch,
} from '../runtime/index.js'
import { firstSlot } from '../schedule/slot.js'
import {
  type MonitorOptions,
  type MonitorPatch,
  monitorPatchSchema,
  monitorSchema,
} from './monitor-options.js'
import { type Check, checkFromRow, checksTable, type Monitor, monitorsTable } from './monitor-records.js'
import { observeMonitor } from './observe-monitor.js'

/** An owner's monitors. An id that never was and another owner's are alike: a `NotFoundError`. */
export interface Monitors {
  /**
   * Keeps a new monitor. Its first scheduled check comes within five seconds, once `telltale.start()` was called.
   *
   * @throws `ValidationError` when an option is wrong, the adapter is not known, or no adapter's probe knows the URL.
   */
  create(options: MonitorOptions): Promise<Monitor>
  get(id: string): Promise<Monitor>
  /** In the order they were created. */
  list(page?: PageOptions): Promise<Page<Monitor>>
  /** Changes what is named. Other tiers begin without a history; another interval begins a new schedule. */
  update(id: string, patch: MonitorPatch): Promise<Monitor>
  /** Removes a monitor with all of its checks. */
  delete(id: string): Promise<void>
  /** Checks now, whatever the schedule says. A target that fails is a check with a `failure`, not an exception. */
  check(id: string): Promise<Check>
  /** The checks that were made, newest first. */
  checks(id: string, page?: HistoryOptions): Promise<Page<Check>>
}

/** The monitors of one owner. */
export function createMonitors(runtime: Runtime, watch: Watch<Monitor>, ownerId: string): Monitors {
  const records = ownedRecords(runtime, monitorsTable, ownerId, 'monitor')

  const create = async (given: MonitorOptions): Promise<Monitor> => {
    const { name, every, timeout, adapter, ...options } = parseOptions(
      'monitors.create',
      monitorSchema,
      given,
    )
    const url = new URL(options.url)
    const base = records.base()
    const monitor: Monitor = {
      ...base,
      ...options,
      name: name ?? `${url.host}${url.pathname === '/' ? '' : url.pathname}`,
      adapter: chooseAdapter(runtime.adapters, 'probe', url, adapter, 'monitors.create').id,
      everyMs: every,
      timeoutMs: timeout,
      dueAt: firstSlot(base.id, every, base.createdAt),
    }
    await runtime.storage.collection(monitorsTable).write([{ insert: monitor }])
    await watch.plan(monitor)
    return monitor
  }

  const update = async (id: string, given: MonitorPatch): Promise<Monitor> => {
    const patch = parseOptions('monitors.update', monitorPatchSchema, given)
    const changed = await runtime.commit(ownerId, async (tables) => {
      const monitor = await tables.collection(monitorsTable).get(ownerId, id)
      if (!monitor) throw records.notFound(id)
      return storeRecord(tables, monitorsTable, applyPatch(runtime, monitor, patch))
    })
    await watch.forget(id)
    await watch.plan(changed)
    return changed
  }

  const remove = async (id: string): Promise<void> => {
    await watch.forget(id)
    await records.remove(id, checksTable)
  }

  const check = async (id: string): Promise<Check> => {
    const made = await observeMonitor(runtime, await records.find(id))
    if (!made) throw records.notFound(id)
    return made
  }

  return {
    create: (options) => runtime.run(() => create(options)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (page) => runtime.run(() => records.list(page)),
    update: (id, patch) => runtime.run(() => update(id, patch)),
    delete: (id) => runtime.run(() => remove(id)),
    check: (id) => runtime.run(() => check(id)),
    checks: (id, page) =>
      runtime.run(() => records.history(id, checksTable, checkFromRow, 'monitors.checks', page)),
  }
}

function applyPatch(
  { adapters, clock }: Runtime,
  monitor: Monitor,
  { every, timeout, adapter, ...patch }: z.output<typeof monitorPatchSchema>,
): Monitor {
  const now = clock.now()
  const url = new URL(patch.url ?? monitor.url)
  const wanted = adapter ?? (patch.url === undefined ? monitor.adapter : undefined)
  const { tier: _, tierChangedAt: __, ...withoutTier } = monitor
  const planAnew = every !== undefined || (monitor.paused && patch.paused === false)
  const everyMs = every ?? monitor.everyMs
  return {
    ...(patch.tiers ? withoutTier : monitor),
    ...present(patch),
    everyMs,
    timeoutMs: timeout ?? monitor.timeoutMs,
    adapter: chooseAdapter(adapters, 'probe', url, wanted, 'monitors.update').id,
    updatedAt: now,
    ...(planAnew && { dueAt: firstSlot(monitor.id, everyMs, now) }),
  }
}
