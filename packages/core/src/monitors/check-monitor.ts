import { abortedBy, untilSignal } from '../async/index.js'
import { defined, parseUrl } from '../options/index.js'
import type { Check, Monitor } from '../records/monitor-records.js'
import { chooseAdapter, type Runtime, type WorkRun } from '../runtime/index.js'
import { inverted } from './inverted.js'
import { measureSafely } from './measure-safely.js'
import type { ProbeHealth } from './probe-health.js'
import { recordCheck } from './record-check.js'

/** The circumstances of a check. */
export interface CheckCircumstances {
  /** Calls the check off: nothing of it is stored then. */
  readonly signal: AbortSignal
  /** The run of a scheduled check; absent for one that was requested by hand. */
  readonly run?: WorkRun<Monitor>
}

/**
 * Checks a monitor once and stores the check. Resolves to `undefined` when the monitor was deleted or rescheduled in the
 * meantime, or another process took it over.
 *
 * @throws `TelltaleError` of code `ABORTED` when the signal fires before the check is stored.
 */
export async function checkMonitor(
  runtime: Runtime,
  health: ProbeHealth,
  monitor: Monitor,
  { signal, run }: CheckCircumstances,
): Promise<Check | undefined> {
  const url = parseUrl(monitor.url) ?? new URL(monitor.url)
  const adapter = chooseAdapter(runtime.adapters, {
    capability: 'probe',
    url,
    id: monitor.adapter,
    call: 'monitors.check',
  })
  const at = runtime.clock.now()
  const context = runtime.context(adapter, signal, monitor.ownerId)
  const { measurement, isOwnFault } = await measureSafely(runtime, adapter, monitor, context)
  const isInDoubt =
    isOwnFault || (await untilSignal(signal, health.isInDoubt(adapter.id, monitor, measurement)))
  if (signal.aborted) throw abortedBy(signal)
  const result = defined({
    measurement: monitor.inverted && !isOwnFault ? inverted(measurement) : measurement,
    at,
    ignored: isInDoubt ? ('unhealthy-probe' as const) : undefined,
  })
  return recordCheck(runtime, monitor, { ...result, ...defined({ run }) })
}
