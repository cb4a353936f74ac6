import { isInMaintenance } from '../latency/maintenance.js'
import type { Monitor } from './monitor-records.js'

/** The states of a monitor, for a query. */
export const monitorStates = ['up', 'degraded', 'down', 'failing', 'maintenance', 'paused', 'new'] as const

/**
 * The state of a monitor: `down` while it has an incident, `failing` while too few checks in a row have failed for one,
 * `degraded` while a condition degrades it, `maintenance` and `paused` whatever its checks say, `new` before its first
 * check that counts, and `up` otherwise.
 */
export type MonitorState = (typeof monitorStates)[number]

/** Returns the state of a monitor at a time. */
export function monitorStateAt(
  {
    paused,
    maintenance,
    failing,
    degradedSince,
    tier,
  }: Pick<Monitor, 'paused' | 'maintenance' | 'failing' | 'degradedSince' | 'tier'>,
  now: number,
): MonitorState {
  if (paused) return 'paused'
  if (isInMaintenance(maintenance, now)) return 'maintenance'
  if (failing) return failing.incidentId === undefined ? 'failing' : 'down'
  if (degradedSince !== undefined) return 'degraded'
  return tier === undefined ? 'new' : 'up'
}
