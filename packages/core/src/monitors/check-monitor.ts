import { defined } from '../options/index.js'
import { toStorableText } from '../ports/index.js'
import type { Check, Monitor } from '../records/monitor-records.js'
import { chooseAdapter, type Runtime, type WorkRun } from '../runtime/index.js'
import { measureTarget } from './measure-target.js'
import type { ProbeHealth } from './probe-health.js'
import { recordCheck } from './record-check.js'

/**
 * Checks a monitor once and stores the check. Resolves to `undefined` when the monitor was deleted or rescheduled in the
 * meantime.
 *
 * @param scheduled - the run of a scheduled check; absent for one that was requested by hand.
 */
export async function checkMonitor(
  runtime: Runtime,
  health: ProbeHealth,
  monitor: Monitor,
  scheduled?: WorkRun,
): Promise<Check | undefined> {
  const url = new URL(monitor.url)
  const adapter = chooseAdapter(runtime.adapters, {
    capability: 'probe',
    url,
    id: monitor.adapter,
    call: 'monitors.check',
  })
  const at = runtime.clock.now()
  const target = { url, timeoutMs: monitor.timeoutMs }
  const context = runtime.context(adapter, scheduled?.signal)
  const measurement = toStorableText(await measureTarget(adapter, target, context))
  const isHealthy = health.note(adapter.id, monitor, measurement.failure)
  const result = defined({
    measurement,
    at,
    ignored: measurement.failure && !isHealthy ? ('unhealthy-probe' as const) : undefined,
  })
  if (!scheduled) return recordCheck(runtime, monitor, result)
  const { slotAt } = scheduled
  return recordCheck(runtime, monitor, {
    ...result,
    nextDueAt: () => scheduled.nextDueAt(),
    expectedDueAt: monitor.dueAt,
    ...defined({ slotAt }),
  })
}
