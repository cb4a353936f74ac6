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

/** The states of a monitor that readers of a status page are told. */
export type PublicState = 'operational' | 'degraded' | 'down' | 'maintenance' | 'unknown'

const publicStates: Readonly<Record<MonitorState, PublicState>> = {
  up: 'operational',
  // One failed check is no outage yet.
  failing: 'operational',
  degraded: 'degraded',
  down: 'down',
  maintenance: 'maintenance',
  paused: 'unknown',
  new: 'unknown',
}

/** Returns the time for which a check of a monitor may tell its state: two may be missing, and one may take all of its time. */
export const stateReachMs = ({ everyMs, timeoutMs }: Pick<Monitor, 'everyMs' | 'timeoutMs'>): number =>
  2.5 * everyMs + timeoutMs

/** Returns the state of a monitor that readers are told. It is unknown once its checks have ceased to come. */
export function publicStateAt(monitor: Monitor, now: number): PublicState {
  const state = publicStates[monitorStateAt(monitor, now)]
  if (state === 'maintenance') return state
  const isStale = now - (monitor.checkedAt ?? Number.NEGATIVE_INFINITY) > stateReachMs(monitor)
  return isStale ? 'unknown' : state
}
