import { omit } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import { checksTable, type Monitor } from '../records/monitor-records.js'
import { type Emit, endAlertsOf, type Runtime } from '../runtime/index.js'
import { endIncident } from './incidents.js'

/**
 * Ends what is known of a monitor that is paused or resumed: the state that its last check tells, its tier, its incident
 * and its alerts. Resolves to the monitor without them.
 *
 * @param monitor - as it was before.
 */
export async function endKnownState(
  runtime: Runtime,
  { tables, emit }: { readonly tables: Tables; readonly emit: Emit },
  monitor: Monitor,
): Promise<Monitor> {
  const now = runtime.clock.now()
  const checks = tables.series(checksTable)
  const last = (await checks.latest(monitor.ownerId, [monitor.id])).get(monitor.id)
  if (!monitor.paused && last && last.at <= now && (last.staleAt ?? Number.POSITIVE_INFINITY) > now)
    await checks.replace([{ ...last, staleAt: now }])
  await endIncident(tables, emit, monitor, { to: now, endReason: 'paused' })
  const reason = monitor.paused ? 'its monitor was resumed' : 'its monitor was paused'
  await endAlertsOf(runtime, { tables, emit }, monitor, { to: now, reason })
  const known = ['failing', 'tier', 'tierChangedAt', 'hysteresisState', 'degradedSince', 'running'] as const
  return omit(monitor, ...known, 'ruleStates')
}
