import type { z } from 'zod'
import { defined } from '../options/index.js'
import type { BaseRecord } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import { chooseAdapter, farFuture, planOf, type Runtime } from '../runtime/index.js'
import { firstSlot } from '../schedule/slot.js'
import { heartbeatAdapter, heartbeatDeadline, heartbeatUrl } from './heartbeats.js'
import type { monitorPatchSchema, monitorSchema } from './monitor-schema.js'

type Timing = Pick<Monitor, 'everyMs' | 'cron'>

const defaultEveryMs = 60_000

/** How long a push monitor waits beyond the time of a heartbeat, unless told otherwise. */
const defaultGraceMs = 60_000

/** A monitor as it is made. */
export function buildMonitor(
  runtime: Runtime,
  base: BaseRecord,
  options: z.output<typeof monitorSchema>,
): Monitor {
  const { name, every, cron, timeout, adapter, url, heartbeat, failuresBeforeIncident, ...rest } = options
  const timing = timingOf(every, cron, base.createdAt)
  const target = heartbeat ? beating(heartbeat.grace) : probed(runtime, url as string, adapter)
  const monitor = {
    ...base,
    ...defined(rest),
    ...timing,
    ...target,
    name: name ?? nameOf(target.url),
    timeoutMs: timeout,
    failuresBeforeIncident: failuresBeforeIncident ?? (heartbeat ? 1 : 2),
  }
  return { ...monitor, dueAt: firstDueAt(monitor, base.createdAt) }
}

/** A monitor with what a patch names. */
export function patchMonitor(
  runtime: Runtime,
  monitor: Monitor,
  { every, cron, timeout, adapter, url, ...patch }: z.output<typeof monitorPatchSchema>,
): Monitor {
  const now = runtime.clock.now()
  const { tier: _, tierChangedAt: __, steady: ___, ...withoutTier } = monitor
  const { everyMs, cron: ____, ...withoutTiming } = patch.tiers ? withoutTier : monitor
  const isTimed = every !== undefined || cron !== undefined
  const timing = isTimed ? timingOf(every, cron, now) : defined({ everyMs, cron: monitor.cron })
  const target = monitor.heartbeat
    ? { url: monitor.url, adapter: monitor.adapter }
    : probed(runtime, url ?? monitor.url, adapter ?? (url === undefined ? monitor.adapter : undefined))
  const changed = {
    ...withoutTiming,
    ...defined(patch),
    ...timing,
    ...target,
    timeoutMs: timeout ?? monitor.timeoutMs,
    updatedAt: now,
  }
  const isPlannedAnew = isTimed || (monitor.paused && patch.paused === false)
  return isPlannedAnew ? { ...changed, dueAt: firstDueAt(changed, now) } : changed
}

const nameOf = (url: string): string => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname === '/' ? '' : pathname}`
}

const beating = (graceMs = defaultGraceMs) => ({
  url: heartbeatUrl,
  adapter: heartbeatAdapter,
  heartbeat: { graceMs },
})

const probed = ({ adapters }: Runtime, url: string, adapter: string | undefined) => ({
  url,
  adapter: chooseAdapter(adapters, { capability: 'probe', url: new URL(url), id: adapter, call: 'monitors' })
    .id,
})

/** How many slots of a cron expression are looked at to tell how far they lie apart. */
const slotsCompared = 50

function timingOf(every: number | undefined, cron: Monitor['cron'], now: number): Timing {
  if (!cron) return { everyMs: every ?? defaultEveryMs }
  const plan = planOf({ id: '', everyMs: defaultEveryMs, cron })
  let everyMs = defaultEveryMs
  let slotAt = plan.next(now)
  for (let count = 0; count < slotsCompared && slotAt !== undefined; count++) {
    const following = plan.next(slotAt)
    if (following !== undefined) everyMs = Math.max(everyMs, following - slotAt)
    slotAt = following
  }
  return { everyMs, cron }
}

function firstDueAt(monitor: Timing & Pick<Monitor, 'id' | 'heartbeat'>, now: number): number {
  if (monitor.heartbeat) return heartbeatDeadline(monitor, now)
  if (monitor.cron) return planOf(monitor).next(now) ?? farFuture
  return firstSlot(monitor.id, monitor.everyMs, now)
}
