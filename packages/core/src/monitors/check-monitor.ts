import { defined, parseUrl } from '../options/index.js'
import type { Check, Monitor } from '../records/monitor-records.js'
import { chooseAdapter, type Runtime, type WorkRun } from '../runtime/index.js'
import { measureSafely } from './measure-safely.js'
import type { ProbeHealth } from './probe-health.js'
import { recordCheck } from './record-check.js'

/**
 * Checks a monitor once and stores the check. Resolves to `undefined` when the monitor was deleted or rescheduled in the
 * meantime, or another process took it over.
 *
 * @param scheduled - the run of a scheduled check; absent for one that was requested by hand.
 */
export async function checkMonitor(
  runtime: Runtime,
  health: ProbeHealth,
  monitor: Monitor,
  scheduled?: WorkRun<Monitor>,
): Promise<Check | undefined> {
  const url = parseUrl(monitor.url) ?? new URL(monitor.url)
  const adapter = chooseAdapter(runtime.adapters, {
    capability: 'probe',
    url,
    id: monitor.adapter,
    call: 'monitors.check',
  })
  const at = runtime.clock.now()
  const context = runtime.context(adapter, scheduled?.signal)
  const { measurement, isOwnFault } = await measureSafely(runtime, adapter, monitor, context)
  const isInDoubt = isOwnFault || (await health.isInDoubt(adapter.id, monitor, measurement))
  const result = defined({
    measurement,
    at,
    ignored: isInDoubt ? ('unhealthy-probe' as const) : undefined,
  })
  return recordCheck(runtime, monitor, { ...result, ...defined({ run: scheduled }) })
}
