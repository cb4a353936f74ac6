import { maintenanceSpans } from '../latency/maintenance.js'
import { dayMs } from '../time/index.js'
import type { ShownMonitor } from './page-monitors.js'
import type { StatusPageMaintenance } from './status-page-report.js'

/** The time from now on in which planned maintenance is shown. */
const plannedMs = 30 * dayMs

/** Returns the maintenance of monitors that is under way, and the next of each of their windows, in order of time. */
export function maintenanceOf(shown: readonly ShownMonitor[], now: number): readonly StatusPageMaintenance[] {
  const found = new Map<string, StatusPageMaintenance>()
  for (const { name, monitor } of shown)
    for (const window of monitor.maintenance) {
      const spans = maintenanceSpans([window], { from: now, to: now + plannedMs })
      const next = spans.find(({ from }) => from > now)
      for (const span of spans.filter((one) => one.from <= now || one === next)) {
        const { from, to } = span
        const key = `${from} ${to}`
        const names = new Set([...(found.get(key)?.monitors ?? []), name])
        found.set(key, { from, to, isUnderWay: from <= now, monitors: [...names] })
      }
    }
  return [...found.values()].toSorted((one, other) => one.from - other.from || one.to - other.to)
}
