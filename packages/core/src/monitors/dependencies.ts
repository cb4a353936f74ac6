import { ConflictError, ValidationError } from '../errors/index.js'
import { defined, omit } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import { type MonitorDependency, monitorDependenciesTable } from '../records/dependency-records.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import type { CheckEvaluation } from './evaluate-check.js'

/** The number of monitors that a search for a circle reads at most: a dependency of dependencies is rarely deep. */
const maxRead = 1_000

/**
 * Checks that the monitors that one depends on exist, and that none of them depends on it.
 *
 * @throws `ValidationError`
 */
export async function checkDependencies(
  tables: Tables,
  { id, ownerId, dependsOn = [] }: Pick<Monitor, 'id' | 'ownerId' | 'dependsOn'>,
  call: string,
): Promise<void> {
  const monitors = tables.collection(monitorsTable)
  const refuse = (message: string) => new ValidationError(call, [{ path: 'dependsOn', message }])
  const seen = new Set<string>()
  const waiting = [...dependsOn]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === id) throw refuse('expected no circle: a monitor it depends on depends on it')
    if (seen.has(next)) continue
    if (seen.size >= maxRead) throw refuse(`expected at most ${maxRead} dependencies in all`)
    seen.add(next)
    const parent = await monitors.get(ownerId, next)
    if (parent) waiting.push(...(parent.dependsOn ?? []))
    else if (dependsOn.includes(next)) throw refuse(`no monitor has the id '${next}'`)
  }
}

/** Adds the monitor that failed first to an evaluation, where a check fails whose monitor depends on others. */
export async function withCause(tables: Tables, evaluation: CheckEvaluation): Promise<CheckEvaluation> {
  const { monitor, check } = evaluation
  const { failing, ownerId, dependsOn } = monitor
  if (!failing || !dependsOn || !check.failure || check.ignored) return evaluation
  for (const id of dependsOn) {
    const parent = await tables.collection(monitorsTable).get(ownerId, id)
    if (!parent?.failing) continue
    const causedBy = parent.failing.causedBy ?? id
    return { ...evaluation, monitor: { ...monitor, failing: { ...failing, causedBy } } }
  }
  return evaluation
}

/** Stores the index of what a monitor depends on, which may be what it was before. */
export async function storeDependencies(
  tables: Tables,
  newId: () => string,
  { id: monitorId, ownerId, createdAt, updatedAt, dependsOn = [] }: Monitor,
): Promise<void> {
  const dependencies = tables.collection(monitorDependenciesTable)
  const { items } = await dependencies.page(ownerId, { where: { monitorId }, limit: batchSize })
  const gone = items.filter(({ dependsOnId }) => !dependsOn.includes(dependsOnId))
  if (gone.length > 0)
    await dependencies.delete(
      ownerId,
      gone.map(({ id }) => id),
    )
  const known = new Set(items.map(({ dependsOnId }) => dependsOnId))
  const added = [...new Set(dependsOn)].filter((id) => !known.has(id))
  const base = { ownerId, version: 1, createdAt, updatedAt, monitorId }
  if (added.length > 0)
    await dependencies.write(added.map((dependsOnId) => ({ insert: { ...base, id: newId(), dependsOnId } })))
}

/** The number of dependents that are read at once. */
const batchSize = 500

/** Takes a monitor that was deleted off those that depend on it, and forgets what it depended on. */
export async function removeDependency(tables: Tables, ownerId: string, id: string): Promise<void> {
  const dependencies = tables.collection(monitorDependenciesTable)
  const removeAll = (rows: readonly MonitorDependency[]) =>
    dependencies.delete(
      ownerId,
      rows.map((row) => row.id),
    )
  const own = await dependencies.page(ownerId, { where: { monitorId: id }, limit: batchSize })
  await removeAll(own.items)
  for (;;) {
    const { items } = await dependencies.page(ownerId, { where: { dependsOnId: id }, limit: batchSize })
    if (items.length === 0) return
    await takeOff(tables, ownerId, { id, from: items.map(({ monitorId }) => monitorId) })
    await removeAll(items)
  }
}

async function takeOff(
  tables: Tables,
  ownerId: string,
  { id, from }: { readonly id: string; readonly from: readonly string[] },
): Promise<void> {
  const monitors = tables.collection(monitorsTable)
  const { items } = await monitors.page(ownerId, { where: { id: { in: from } }, limit: batchSize })
  const changed = items.map((monitor): { readonly update: Monitor } => {
    const dependsOn = monitor.dependsOn?.filter((one) => one !== id) ?? []
    const others = defined({ dependsOn: dependsOn.length > 0 ? dependsOn : undefined })
    return { update: { ...omit(monitor, 'dependsOn'), ...others } }
  })
  const results = changed.length > 0 ? await monitors.write(changed) : []
  if (results.some(({ ok }) => !ok))
    throw new ConflictError('a monitor that depends on it changed meanwhile; try again', { retryable: true })
}
