import { requireRoom } from '../../budgets/index.js'
import { ValidationError } from '../../errors/index.js'
import { omit, parseOptions } from '../../options/index.js'
import { type Monitor, monitorsTable } from '../../records/monitor-records.js'
import { timeSlices } from '../../runtime/index.js'
import { deleteMonitor, updateMonitor } from '../change-monitor.js'
import { createMonitor } from '../create-monitor.js'
import type { MonitorsContext } from '../monitors-context.js'
import {
  type AppliedPlan,
  definitionsSchema,
  type MonitorDefinition,
  type MonitorDefinitions,
  type MonitorPlan,
  type MonitorUpdate,
} from './definition.js'
import { changedOptions, type KeyedOptions, monitorsByKey, patchOf } from './plan-monitor.js'

/** Compares definitions with what is stored. */
export async function planDefinitions(
  context: MonitorsContext,
  definitions: MonitorDefinitions,
): Promise<MonitorPlan> {
  parseOptions('monitors.plan', definitionsSchema, definitions)
  const { scope, monitors } = definitions
  const stored = await monitorsByKey(context, `${scope}/`)
  const create: MonitorDefinition[] = []
  const update: MonitorUpdate[] = []
  const unchanged: Monitor[] = []
  const pause = timeSlices()
  for (const [index, definition] of monitors.entries()) {
    const monitor = stored.get(`${scope}/${definition.key}`)
    const options = withIds(definition, scope, stored)
    const changes = await checkedAt(index, async () => {
      const changed = await changedOptions(context, monitor, options)
      await requireKnown(context, options.dependsOn ?? [], monitors.slice(0, index))
      return changed
    })
    if (!monitor) create.push(definition)
    else if (changes.length > 0) update.push({ monitor, definition, changes })
    else unchanged.push(monitor)
    await pause()
  }
  const defined = new Set(monitors.map(({ key }) => `${scope}/${key}`))
  return {
    create,
    update,
    unchanged,
    delete: [...stored.values()].filter(({ key = '' }) => !defined.has(key)),
  }
}

/** Runs the check of one definition. An error then names its place. */
async function checkedAt<Result>(index: number, check: () => Promise<Result>): Promise<Result> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const issues = error.issues.map(({ path, message }) => ({ path: `monitors[${index}].${path}`, message }))
    throw new ValidationError('monitors.plan', issues, { cause: error })
  }
}

/** @throws `ValidationError` naming a dependency that is neither an earlier definition nor the id of a monitor. */
async function requireKnown(
  { runtime, ownerId }: MonitorsContext,
  dependsOn: readonly string[],
  earlier: readonly MonitorDefinition[],
): Promise<void> {
  for (const each of dependsOn) {
    if (earlier.some(({ key }) => key === each)) continue
    if (await runtime.storage.collection(monitorsTable).get(ownerId, each)) continue
    const message = `expected the key of a definition before it, or the id of a monitor, got '${each}'`
    throw new ValidationError('monitors.plan', [{ path: 'dependsOn', message }])
  }
}

/** Makes what is stored the same as the definitions. */
export async function applyDefinitions(
  context: MonitorsContext,
  definitions: MonitorDefinitions,
): Promise<AppliedPlan> {
  const { create, update, unchanged, delete: left } = await planDefinitions(context, definitions)
  const { scope } = definitions
  const { runtime, ownerId } = context
  const limit = await runtime.quotas.recordLimit(ownerId, 'monitors')
  await requireRoom(runtime.storage, limit, create.length - left.length)
  const stored = await monitorsByKey(context, `${scope}/`)
  // First, since their places may be needed.
  for (const monitor of left) await deleteMonitor(context, monitor.id)
  const created: Monitor[] = []
  for (const definition of create) {
    const monitor = await createMonitor(context, withIds(definition, scope, stored))
    stored.set(`${scope}/${definition.key}`, monitor)
    created.push(monitor)
  }
  const updated: Monitor[] = []
  for (const { monitor, definition, changes } of update)
    updated.push(
      await updateMonitor(context, monitor.id, patchOf(withIds(definition, scope, stored), changes)),
    )
  return { created, updated, unchanged, deleted: left }
}

/** Returns the options of a definition: with its whole key, and with ids in place of the keys that it depends on. */
function withIds(
  definition: MonitorDefinition,
  scope: string,
  stored: ReadonlyMap<string, Monitor>,
): KeyedOptions {
  const key = `${scope}/${definition.key}`
  // What is no list of texts is left for the check of the options to refuse.
  if (!Array.isArray(definition.dependsOn)) return { ...definition, key }
  const dependsOn = definition.dependsOn.map((each) =>
    typeof each === 'string' ? (stored.get(`${scope}/${each}`)?.id ?? each) : each,
  )
  return { ...omit(definition, 'dependsOn'), key, dependsOn }
}
