import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import { incidentsTable, type MonitorIncident } from '../records/incident-records.js'
import type { Runtime } from '../runtime/index.js'
import type { ShownMonitor } from './page-monitors.js'
import type { StatusPageIncident, StatusPageMessage } from './status-page-report.js'

/** The maximum number of incidents of a report. */
const maxIncidents = 100

/** Reads the incidents of monitors that are open or began within a span, the last one first. */
export async function incidentsOf(
  { storage }: Runtime,
  shown: ReadonlyMap<string, ShownMonitor>,
  { from }: Span,
): Promise<readonly StatusPageIncident[]> {
  const incidents = storage.collection(incidentsTable)
  const found = new Map<string, MonitorIncident>()
  for (const { monitor } of shown.values()) {
    const { items } = await incidents.page(monitor.ownerId, {
      where: { monitorId: monitor.id, from: { gte: from } },
      orderBy: { column: 'from', direction: 'desc' },
      limit: maxIncidents,
    })
    const openId = monitor.failing?.incidentId
    const open = openId === undefined ? undefined : await incidents.get(monitor.ownerId, openId)
    for (const incident of open ? [...items, open] : items) found.set(incident.id, incident)
  }
  return [...found.values()]
    .toSorted((one, other) => other.from - one.from || (one.id < other.id ? 1 : -1))
    .slice(0, maxIncidents)
    .map((incident) => publicIncident(incident, shown))
}

/** Returns the part of an incident that readers may see: no address, no failure, no person. */
function publicIncident(
  { id, monitorId, from, to, causedBy, acknowledgement, notes = [] }: MonitorIncident,
  shown: ReadonlyMap<string, ShownMonitor>,
): StatusPageIncident {
  const said = acknowledgement ? [acknowledgement, ...notes] : notes
  const messages = said
    .filter(({ isPublic }) => isPublic)
    .map(({ at, text }): StatusPageMessage => ({ at, ...defined({ text }) }))
    .toSorted((one, other) => one.at - other.at)
  const cause = causedBy === undefined ? undefined : shown.get(causedBy)?.name
  return {
    id,
    monitor: shown.get(monitorId)?.name ?? '',
    from,
    messages,
    ...defined({ to, causedBy: cause }),
  }
}
