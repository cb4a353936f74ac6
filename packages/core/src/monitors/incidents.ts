import { z } from 'zod'
import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import { type OptionsShape, parseOptions, type Tables } from '../ports/index.js'
import { incidentsTable, type MonitorIncident } from '../records/incident-records.js'
import type { Monitor } from '../records/monitor-records.js'
import { monitorStatus } from '../records/monitor-status.js'
import {
  type Emit,
  everyRecord,
  type ListOptions,
  type ListPage,
  listPage,
  listShape,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import type { CheckEvaluation } from './evaluate-check.js'

/** Stores the effect of a check on its monitor's incident, and emits the event of one that starts or ends. */
export async function storeIncident(
  tables: Tables,
  emit: Emit,
  before: Monitor,
  { monitor, check, incident }: CheckEvaluation,
): Promise<void> {
  if (incident === 'started') return startIncident(tables, emit, monitor)
  if (incident === 'ended')
    return endIncident(
      tables,
      emit,
      { ...monitor, ...defined({ failing: before.failing }) },
      { to: check.at, endReason: 'recovered' },
    )
  const open = await openIncident(tables, before)
  if (!open) return
  const { updatedAt, failing } = monitor
  const changed = defined({ checks: failing?.checks, causedBy: failing?.causedBy, updatedAt })
  await storeRecord(tables, incidentsTable, { ...open, ...changed })
}

/** Ends the incident of a monitor, if it has one, and emits the event. */
export async function endIncident(
  tables: Tables,
  emit: Emit,
  monitor: Monitor,
  end: Required<Pick<MonitorIncident, 'to' | 'endReason'>>,
): Promise<void> {
  const open = await openIncident(tables, monitor)
  if (!open) return
  const ended: MonitorIncident = {
    ...open,
    ...end,
    status: 'ended',
    updatedAt: Math.max(end.to, monitor.updatedAt),
  }
  const incident = await storeRecord(tables, incidentsTable, ended)
  emit('incident:ended', { monitor: monitorStatus(monitor), incident })
}

async function openIncident(
  tables: Tables,
  { ownerId, failing }: Pick<Monitor, 'ownerId' | 'failing'>,
): Promise<MonitorIncident | undefined> {
  const id = failing?.incidentId
  return id === undefined ? undefined : tables.collection(incidentsTable).get(ownerId, id)
}

async function startIncident(tables: Tables, emit: Emit, monitor: Monitor): Promise<void> {
  const { id: monitorId, ownerId, failing, region, updatedAt: now } = monitor
  if (failing?.incidentId === undefined) return
  const incident: MonitorIncident = {
    id: failing.incidentId,
    ownerId,
    version: 1,
    createdAt: now,
    updatedAt: now,
    monitorId,
    from: failing.from,
    status: 'open',
    cause: failing.cause,
    checks: failing.checks,
    ...defined({ region, causedBy: failing.causedBy }),
  }
  await tables.collection(incidentsTable).write([{ insert: incident }])
  emit('incident:started', { monitor: monitorStatus(monitor), incident })
}

/** A query for incidents. */
export interface IncidentQuery extends ListOptions {
  /** The monitor that they are of. @default any */
  readonly monitorId?: string
  /** Their status: ongoing or over. @default any */
  readonly status?: MonitorIncident['status']
}

const querySchema = z.strictObject({
  monitorId: z.string().max(100).optional(),
  status: z.enum(['open', 'ended']).optional(),
  ...listShape,
} satisfies OptionsShape<IncidentQuery>)

/** Returns a page of an owner's incidents, the last started first. */
export async function listIncidents(
  runtime: Runtime,
  ownerId: string,
  find: (id: string) => Promise<Monitor>,
  query: IncidentQuery = {},
): Promise<ListPage<MonitorIncident>> {
  const { limit, after, total, ...where } = defined(parseOptions('monitors.incidents', querySchema, query))
  if (where.monitorId !== undefined) await find(where.monitorId)
  const orderBy = { column: 'from', direction: 'desc' } as const
  return listPage(runtime.storage.collection(incidentsTable), ownerId, {
    where,
    limit,
    after,
    orderBy,
    total,
  })
}

/** Reads the incidents of a monitor that overlap a span, in order of time. */
export async function incidentsIn(
  { storage }: Runtime,
  { id: monitorId, ownerId }: Monitor,
  { from, to }: Span,
): Promise<readonly MonitorIncident[]> {
  const found: MonitorIncident[] = []
  const query = {
    where: { monitorId, from: { lt: to } },
    orderBy: { column: 'from', direction: 'desc' },
  } as const
  for await (const incident of everyRecord(storage.collection(incidentsTable), ownerId, query)) {
    // Incidents of one monitor do not overlap: those that started before this one ended before it too.
    if (incident.to !== undefined && incident.to <= from) break
    found.push(incident)
  }
  return found.toReversed()
}
