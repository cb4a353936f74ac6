import { z } from 'zod'
import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import { type OptionsShape, type Page, parseOptions, type Tables } from '../ports/index.js'
import { incidentsTable, type MonitorIncident } from '../records/incident-records.js'
import type { Monitor } from '../records/monitor-records.js'
import { monitorStatus } from '../records/monitor-status.js'
import {
  type Emit,
  everyRecord,
  type PageOptions,
  pageShape,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import type { CheckEvaluation } from './evaluate-check.js'

/** Stores what a check makes of its monitor's incident, and says when one begins or ends. */
export async function storeIncident(
  tables: Tables,
  emit: Emit,
  before: Monitor,
  { monitor, check, incident }: CheckEvaluation,
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
  if (incident === 'ended') emit('incident:ended', { monitor: monitorStatus(monitor), incident: stored })
}

async function begin(tables: Tables, emit: Emit, monitor: Monitor): Promise<void> {
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
    ...defined({ region }),
  }
  await tables.collection(incidentsTable).write([{ insert: incident }])
  emit('incident:started', { monitor: monitorStatus(monitor), incident })
}

/** Which incidents are wanted. */
export interface IncidentQuery extends PageOptions {
  /** Only those of this monitor. @default all */
  readonly monitorId?: string
  /** Only those that last, or that are over. @default both */
  readonly status?: MonitorIncident['status']
}

const querySchema = z.strictObject({
  monitorId: z.string().optional(),
  status: z.enum(['open', 'ended']).optional(),
  ...pageShape,
} satisfies OptionsShape<IncidentQuery>)

/** A page of an owner's incidents, those that began last first. */
export async function incidentPage(
  runtime: Runtime,
  ownerId: string,
  find: (id: string) => Promise<Monitor>,
  query: IncidentQuery = {},
): Promise<Page<MonitorIncident>> {
  const { limit, after, ...where } = defined(parseOptions('monitors.incidents', querySchema, query))
  if (where.monitorId !== undefined) await find(where.monitorId)
  return runtime.storage.collection(incidentsTable).page(ownerId, {
    where,
    limit,
    orderBy: { column: 'from', direction: 'desc' },
    ...defined({ after }),
  })
}

/** The incidents of a monitor that touch a span, in order of time. */
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
    // Those of one monitor follow each other: what lies before one that ended too early ended earlier still.
    if (incident.to !== undefined && incident.to <= from) break
    found.push(incident)
  }
  return found.toReversed()
}
