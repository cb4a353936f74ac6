import { defined, parseOptions } from '../options/index.js'
import { incidentsTable } from '../records/incident-records.js'
import { missedSlotsTable } from '../records/missed-slot-records.js'
import { checksTable, type Monitor, monitorsTable } from '../records/monitor-records.js'
import { rollUpTables } from '../records/roll-up-records.js'
import {
  type ChangeOptions,
  emitPageChanges,
  removeAlertsOf,
  removeSecrets,
  storeRecord,
  storeSecrets,
  versionCheck,
} from '../runtime/index.js'
import { applyPatch } from './build-monitor.js'
import { checkDependencies, removeDependency, storeDependencies } from './dependencies.js'
import type { MonitorPatch } from './monitor-options.js'
import { monitorPatchSchema } from './monitor-schema.js'
import type { MonitorsContext } from './monitors-context.js'
import { checkAfterPatch, secretsOfMonitor, withOwnCheck } from './own-check.js'
import { applyPastMaintenance } from './past-maintenance.js'
import { endKnownState } from './pause.js'

/** Changes a monitor as a patch says. */
export async function updateMonitor(
  { runtime, work, ownerId, records }: MonitorsContext,
  id: string,
  given: MonitorPatch,
  options?: ChangeOptions,
): Promise<Monitor> {
  const checkVersion = versionCheck('monitors.update', options)
  const patch = parseOptions('monitors.update', monitorPatchSchema, given)
  const updated = await runtime.commit(ownerId, async (tables, emit) => {
    const monitor = await tables.collection(monitorsTable).get(ownerId, id)
    if (!monitor) throw records.notFound(id)
    checkVersion(monitor)
    if (patch.dependsOn)
      await checkDependencies(tables, { id, ownerId, dependsOn: patch.dependsOn }, 'monitors.update')
    const before = { monitor, secrets: await secretsOfMonitor(runtime, tables, monitor) }
    const given = checkAfterPatch(before, patch)
    const isTurned = patch.paused !== undefined && patch.paused !== monitor.paused
    const settled = isTurned ? await endKnownState(runtime, { tables, emit }, monitor) : monitor
    const patched = applyPatch(runtime, settled, { ...patch, ...defined({ url: given.url }) })
    if (!monitor.paused && patched.dueAt !== monitor.dueAt) await work.storeMissed(tables, emit, monitor)
    const changed = await withOwnCheck(runtime, 'monitors.update', patched, given)
    const rolledUp = await applyPastMaintenance(runtime, tables, monitor, changed.monitor)
    const stored = await storeRecord(tables, monitorsTable, rolledUp)
    await storeSecrets(tables, runtime.secretBox, stored, changed.secrets ?? {})
    if (patch.dependsOn !== undefined) await storeDependencies(tables, runtime.newId, stored)
    if (isShown(patch)) await emitPageChanges(tables, emit, ownerId, [monitor, stored])
    return stored
  })
  await work.remove(id)
  await work.enqueue(updated)
  return updated
}

/** Checks whether readers of a status page may see what a patch changes. */
const isShown = (patch: object): boolean =>
  ['name', 'tags', 'maintenance', 'paused'].some((name) => name in patch)

/** Deletes a monitor with all that is stored of it. */
export async function deleteMonitor(
  { runtime, work, ownerId, records }: MonitorsContext,
  id: string,
  options?: ChangeOptions,
): Promise<void> {
  const checkVersion = versionCheck('monitors.delete', options)
  await runtime.commit(ownerId, async (tables, emit) => {
    const monitor = await tables.collection(monitorsTable).get(ownerId, id)
    if (!monitor) throw records.notFound(id)
    checkVersion(monitor)
    // A storage may remove the rows that refer to a monitor with it.
    await removeDependency(tables, ownerId, id)
    await tables.collection(monitorsTable).delete(ownerId, [id])
    await emitPageChanges(tables, emit, ownerId, [monitor])
    await removeSecrets(tables, ownerId, id)
    await removeAlertsOf(runtime, tables, { kind: 'monitor', ownerId, id })
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
