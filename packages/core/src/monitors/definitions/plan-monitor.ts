import { isDeepStrictEqual } from 'node:util'
import { ConflictError } from '../../errors/index.js'
import { type Monitor, monitorsTable } from '../../records/monitor-records.js'
import { everyRecord } from '../../runtime/index.js'
import { buildWhole } from '../create-monitor.js'
import type { MonitorOptions, MonitorPatch } from '../monitor-options.js'
import type { MonitorsContext } from '../monitors-context.js'
import { secretsOfMonitor } from '../own-check.js'

/** The options of a definition, with its whole key. */
export type KeyedOptions = MonitorOptions & { readonly key: string }

/** The members of a stored monitor that options decide, with the options that decide them. */
const decidedBy = {
  name: ['name'],
  url: ['url'],
  hasUrlSecrets: ['url'],
  adapter: ['adapter'],
  everyMs: ['every', 'cron'],
  cron: ['every', 'cron'],
  missedRuns: ['missedRuns'],
  timeoutMs: ['timeout'],
  request: ['request'],
  expect: ['expect'],
  revealBody: ['revealBody'],
  inverted: ['inverted'],
  retry: ['retry'],
  heartbeat: ['heartbeat'],
  tiers: ['tiers'],
  statistic: ['statistic'],
  hysteresis: ['hysteresis'],
  failuresBeforeIncident: ['failuresBeforeIncident'],
  maintenance: ['maintenance'],
  tags: ['tags'],
  dependsOn: ['dependsOn'],
  region: ['region'],
} as const satisfies Partial<Record<keyof Monitor, readonly (keyof MonitorOptions)[]>>

/**
 * Checks a definition, and returns the names of the options in which the stored monitor differs from it. Whether that is
 * paused counts only where the definition says so.
 *
 * @param stored - the monitor; `undefined` when there is none yet.
 * @throws `ValidationError` as `monitors.create` does, `ConflictError` when only one of the two waits for heartbeats.
 */
export async function changedOptions(
  context: MonitorsContext,
  stored: Monitor | undefined,
  options: KeyedOptions,
): Promise<readonly string[]> {
  const { runtime } = context
  const { monitor: wanted, secrets = {} } = await buildWhole(context, 'monitors.plan', options)
  if (!stored) return []
  if ((wanted.heartbeat === undefined) !== (stored.heartbeat === undefined))
    throw new ConflictError(`${stored.name} is checked or waits for heartbeats for ever; give it a new key`)
  const members = Object.keys(decidedBy) as (keyof typeof decidedBy)[]
  // The longest interval of a cron expression depends on when it is asked for.
  const isCompared = (member: string) => member !== 'everyMs' || wanted.cron === undefined
  const changed = members
    .filter((member) => isCompared(member) && !isDeepStrictEqual(stored[member], wanted[member]))
    .flatMap((member) => decidedBy[member])
  const known = await secretsOfMonitor(runtime, runtime.storage, stored)
  const others = [
    ...(known.url === secrets.url ? [] : ['url']),
    ...(isDeepStrictEqual(known.settings, secrets.settings) ? [] : ['request', 'expect']),
    ...(options.paused === undefined || options.paused === stored.paused ? [] : ['paused']),
  ]
  return [...new Set([...changed, ...others])]
}

/** Returns the patch that makes the named options of a monitor those of its definition. */
export function patchOf(options: KeyedOptions, changes: readonly string[]): MonitorPatch {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const isKept = (name: string) => name === 'url' || name === 'paused' || name === 'heartbeat'
  return Object.fromEntries(changes.map((name) => [name, isKept(name) ? given[name] : (given[name] ?? null)]))
}

/** Reads the monitors of an owner whose keys begin with a text, by their keys. */
export async function monitorsByKey(
  { runtime, ownerId }: MonitorsContext,
  prefix: string,
): Promise<Map<string, Monitor>> {
  const found = new Map<string, Monitor>()
  const monitors = runtime.storage.collection(monitorsTable)
  for await (const monitor of everyRecord(monitors, ownerId))
    if (monitor.key?.startsWith(prefix)) found.set(monitor.key, monitor)
  return found
}
