import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import { type PublicState, publicStateAt } from '../records/monitor-state.js'
import type { StatusPage } from '../records/status-page-records.js'
import { type Runtime, timeSlices } from '../runtime/index.js'
import { dayMs } from '../time/index.js'
import { daysOf, medianMsOf, type ReadUptime, type TimedRollUp, uptimePercentOf } from './page-days.js'
import { incidentsOf } from './page-incidents.js'
import { maintenanceOf } from './page-maintenance.js'
import { monitorsOf, type ShownMonitor } from './page-monitors.js'
import { overallWords } from './page-words.js'
import type { OverallState, StatusPageEntry, StatusPageReport } from './status-page-report.js'

/** The number of days that are shown, today included. */
const shownDays = 90

/** Makes the report on a status page. */
export async function reportOf(
  runtime: Runtime,
  page: StatusPage,
  readUptime: ReadUptime,
): Promise<StatusPageReport> {
  const { title, description, locale, timeZone } = page
  const at = runtime.clock.now()
  const today = Math.floor(at / dayMs) * dayMs
  const span = { from: today - (shownDays - 1) * dayMs, to: at }
  const groups = await monitorsOf(runtime, page)
  const shown = new Map(groups.flatMap(({ monitors }) => monitors.map((one) => [one.monitor.id, one])))
  const monitors = [...shown.values()].map(({ monitor }) => monitor)
  const uptime = await readUptime(monitors, span)
  const entries = new Map<string, StatusPageEntry>()
  const pause = timeSlices()
  for (const one of shown.values()) {
    entries.set(one.monitor.id, entryOf(page, one, uptime.get(one.monitor.id) ?? [], span))
    await pause()
  }
  const states = [...entries.values()].map(({ state }) => state)
  const state = overallState(states)
  return {
    title,
    ...defined({ description }),
    locale,
    timeZone,
    at,
    state,
    inWords: overallWords[state],
    groups: groups.map(({ name, monitors: members }) => ({
      ...defined({ name }),
      monitors: members.flatMap(({ monitor: { id } }) => entries.get(id) ?? []),
    })),
    incidents: await incidentsOf(runtime, shown, span),
    maintenance: maintenanceOf([...shown.values()], at),
  }
}

function entryOf(
  { showLatency, showTags }: StatusPage,
  { name, monitor }: ShownMonitor,
  rollUps: readonly TimedRollUp[],
  span: Span,
): StatusPageEntry {
  const medianMs = showLatency ? medianMsOf(rollUps, span.to) : undefined
  return {
    name,
    state: publicStateAt(monitor, span.to),
    days: daysOf(rollUps, span),
    ...defined({
      uptimePercent: uptimePercentOf(rollUps),
      medianMs,
      tags: showTags && monitor.tags.length > 0 ? monitor.tags : undefined,
    }),
  }
}

function overallState(states: readonly PublicState[]): OverallState {
  const known = states.filter((state) => state !== 'unknown')
  const has = (state: (typeof known)[number]) => known.includes(state)
  if (known.length === 0) return 'unknown'
  if (has('down')) return known.every((state) => state === 'down') ? 'down' : 'partial'
  if (has('degraded')) return 'degraded'
  return has('maintenance') ? 'maintenance' : 'operational'
}
