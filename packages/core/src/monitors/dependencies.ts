import { ValidationError } from '../errors/index.js'
import { defined, omit } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { everyRecord, storeRecord } from '../runtime/index.js'
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

/** Takes a monitor that was deleted off those that depend on it. */
export async function removeDependency(tables: Tables, ownerId: string, id: string): Promise<void> {
  for await (const monitor of everyRecord(tables.collection(monitorsTable), ownerId)) {
    if (!monitor.dependsOn?.includes(id)) continue
    const dependsOn = monitor.dependsOn.filter((one) => one !== id)
    const others = defined({ dependsOn: dependsOn.length > 0 ? dependsOn : undefined })
    await storeRecord<Monitor>(tables, monitorsTable, { ...omit(monitor, 'dependsOn'), ...others })
  }
}
