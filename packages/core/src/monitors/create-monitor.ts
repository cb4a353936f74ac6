import { requireRoom } from '../budgets/index.js'
import { ConflictError } from '../errors/index.js'
import { parseOptions, type Tables } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { type RecordSecrets, storeSecrets } from '../runtime/index.js'
import { buildMonitor } from './build-monitor.js'
import { checkDependencies, storeDependencies } from './dependencies.js'
import type { MonitorOptions } from './monitor-options.js'
import { monitorSchema } from './monitor-schema.js'
import type { MonitorsContext } from './monitors-context.js'
import { withOwnCheck } from './own-check.js'

/** A monitor that is not stored, and the secrets that are stored apart. */
export interface BuiltMonitor {
  readonly monitor: Monitor
  readonly secrets?: RecordSecrets
}

/**
 * Builds a monitor as {@link createMonitor} stores it.
 *
 * @throws `ValidationError`
 */
export async function buildWhole(
  { runtime, records }: MonitorsContext,
  call: string,
  given: MonitorOptions,
): Promise<BuiltMonitor> {
  const options = parseOptions(call, monitorSchema, given)
  return withOwnCheck(runtime, call, buildMonitor(runtime, records.base(), options), options)
}

/** Creates a monitor and enqueues its first check. */
export async function createMonitor(context: MonitorsContext, given: MonitorOptions): Promise<Monitor> {
  const { runtime, work } = context
  const { monitor, secrets } = await buildWhole(context, 'monitors.create', given)
  if (monitor.dependsOn) await checkDependencies(runtime.storage, monitor, 'monitors.create')
  const limit = await runtime.quotas.recordLimit(monitor.ownerId, 'monitors')
  if (secrets || monitor.dependsOn || limit)
    await runtime.commit(monitor.ownerId, async (tables) => {
      await requireRoom(tables, limit)
      await insert(tables, monitor)
      if (monitor.dependsOn) await storeDependencies(tables, runtime.newId, monitor)
      if (secrets) await storeSecrets(tables, runtime.secretBox, monitor, secrets)
    })
  else await insert(runtime.storage, monitor)
  await work.enqueue(monitor)
  return monitor
}

async function insert(tables: Tables, monitor: Monitor): Promise<void> {
  const [result] = await tables.collection(monitorsTable).write([{ insert: monitor }])
  if (!result?.ok) throw new ConflictError(`a monitor has the key '${monitor.key}' already; see list()`)
}
