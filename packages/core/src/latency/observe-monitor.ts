import { chooseAdapter, type Runtime, storable, storeRecord } from '../runtime/index.js'
import type { Measurement } from './check.js'
import { type Check, checksTable, checkToRow, type Monitor, monitorsTable } from './monitor-records.js'
import { classify, worstTier } from './tier.js'

/** The slot that a scheduled check is for. */
export interface ScheduledCheck {
  readonly slotAt: number
  readonly signal: AbortSignal
  /** When the monitor is due next. */
  readonly nextDueAt: () => number
}

/** Checks a monitor once and stores what came of it; `undefined` when it was deleted or planned anew meanwhile. */
export async function observeMonitor(
  runtime: Runtime,
  monitor: Monitor,
  scheduled?: ScheduledCheck,
): Promise<Check | undefined> {
  const { id, ownerId } = monitor
  const url = new URL(monitor.url)
  const { probe } = chooseAdapter(runtime.adapters, 'probe', url, monitor.adapter, 'monitors.check')
  const at = runtime.clock.now()
  const target = { url, timeoutMs: monitor.timeoutMs }
  const measurement = storable(await probe.check(target, runtime.context(scheduled?.signal)))
  return runtime.commit(ownerId, async (tables, emit) => {
    const stored = await tables.collection(monitorsTable).get(ownerId, id)
    // A slot that was done elsewhere after this lease ran out is not done twice.
    if (!stored || (scheduled && stored.dueAt !== monitor.dueAt)) return undefined
    const tier = tierOf(stored, measurement)
    const slot = scheduled && { slotAt: scheduled.slotAt }
    const check: Check = { ...measurement, id: runtime.newId(), ownerId, monitorId: id, at, tier, ...slot }
    await tables.series(checksTable).append([checkToRow(check)])
    const changed = await storeRecord(tables, monitorsTable, {
      ...withCheck(stored, check),
      ...(scheduled && { dueAt: scheduled.nextDueAt() }),
      updatedAt: runtime.clock.now(),
    })
    emit('monitor:checked', { monitor: changed, check })
    if (stored.tier !== tier) {
      const from = stored.tier !== undefined && { from: stored.tier }
      emit('monitor:tier-changed', { monitor: changed, check, ...from, to: tier })
    }
    return check
  })
}

function tierOf({ tiers, tier }: Monitor, { failure, latencyMs }: Measurement): string {
  if (failure) return worstTier(tiers).name
  return classify(latencyMs, { tiers, ...(tier !== undefined && { previous: tier }) })
}

function withCheck({ failure: _, ...monitor }: Monitor, { tier, at, latencyMs, failure }: Check): Monitor {
  const tierChangedAt =
    monitor.tier === tier && monitor.tierChangedAt !== undefined ? monitor.tierChangedAt : at
  return { ...monitor, tier, tierChangedAt, checkedAt: at, latencyMs, ...(failure && { failure }) }
}
