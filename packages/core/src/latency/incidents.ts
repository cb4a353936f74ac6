import type { Tables } from '../ports/index.js'
import { type Emit, storeRecord } from '../runtime/index.js'
import { incidentsTable, type MonitorIncident } from './incident-records.js'
import type { Judgement } from './judge-check.js'
import type { Monitor } from './monitor-records.js'

/** Stores what a check makes of its monitor's incident, and says when one begins or ends. */
export async function storeIncident(
  tables: Tables,
  emit: Emit,
  before: Monitor,
  { monitor, check, incident }: Judgement,
): Promise<void> {
  if (incident === 'started') return begin(tables, emit, monitor)
  const id = before.failing?.incidentId
  const open = id === undefined ? undefined : await tables.collection(incidentsTable).get(monitor.ownerId, id)
  if (!open) return
  const updatedAt = monitor.updatedAt
  const checks = monitor.failing?.checks ?? open.checks
  const changed: MonitorIncident =
    incident === 'ended'
      ? { ...open, status: 'ended', to: check.at, updatedAt }
      : { ...open, checks, updatedAt }
  const stored = await storeRecord(tables, incidentsTable, changed)
  if (incident === 'ended') emit('incident:ended', { monitor, incident: stored })
}

async function begin(tables: Tables, emit: Emit, monitor: Monitor): Promise<void> {
  const { id: monitorId, ownerId, failing, region, updatedAt: now } = monitor
  if (failing?.incidentId === undefined) return
  const incident: MonitorIncident = {
    ...{ id: failing.incidentId, ownerId, version: 1, createdAt: now, updatedAt: now },
    ...{ monitorId, from: failing.from, status: 'open', cause: failing.cause, checks: failing.checks },
    ...(region !== undefined && { region }),
  }
  await tables.collection(incidentsTable).write([{ insert: incident }])
  emit('incident:started', { monitor, incident })
}
