import { maintenanceSpans } from '../latency/maintenance.js'
import { monitorsTable } from '../records/monitor-records.js'
import { createRecurringWork, type RecurringWork, type Runtime } from '../runtime/index.js'
import { checkMonitor } from './check-monitor.js'
import { nextDeadline } from './heartbeat-deadline.js'
import { recordMissedHeartbeat } from './heartbeats.js'
import type { ProbeHealth } from './probe-health.js'

/** Makes the recurring work of monitors: checks each at its slots, and notices heartbeats that did not come. */
export function monitorWork(runtime: Runtime, health: ProbeHealth): RecurringWork {
  return createRecurringWork(runtime, {
    kind: 'monitor',
    table: monitorsTable,
    maxRunMs: 60_000,
    run: async (monitor, run) => {
      if (monitor.heartbeat) await recordMissedHeartbeat(runtime, monitor, run)
      else await checkMonitor(runtime, health, monitor, { signal: run.signal, run })
    },
    restsIn: ({ maintenance }, span) => maintenanceSpans(maintenance, span),
    nextDeadline: (monitor, now) => (monitor.heartbeat ? nextDeadline(monitor, now) : undefined),
  })
}
