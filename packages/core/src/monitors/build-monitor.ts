import type { z } from 'zod'
import { defined, omit, parseUrl } from '../options/index.js'
import type { BaseRecord } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import {
  chooseAdapter,
  dueAtOfPaused,
  farFuture,
  planOf,
  type Runtime,
  urlMembers,
} from '../runtime/index.js'
import { firstSlot } from '../schedule/slot.js'
import { dayMs, minuteMs } from '../time/index.js'
import { heartbeatAdapter, heartbeatDeadline, heartbeatUrl } from './heartbeats.js'
import type { monitorPatchSchema, monitorSchema } from './monitor-schema.js'

type Timing = Pick<Monitor, 'everyMs' | 'cron'>
type Target = Pick<Monitor, 'url' | 'hasUrlSecrets' | 'adapter' | 'heartbeat'>

const defaultEveryMs = minuteMs
const defaultGraceMs = minuteMs

/** Makes the record of a new monitor. */
export function buildMonitor(
  runtime: Runtime,
  base: BaseRecord,
  options: z.output<typeof monitorSchema>,
): Monitor {
  const { name, every, cron, timeout, adapter, url, heartbeat, failuresBeforeIncident, ...rest } = options
  const timing = timingOf(every, cron, base.createdAt)
  const target = heartbeat ? heartbeatTarget(heartbeat.grace) : probeTarget(runtime, url as string, adapter)
  const monitor = {
    ...base,
    ...defined(rest),
    ...timing,
    ...target,
    name: name ?? nameFromUrl(target.url),
    timeoutMs: timeout,
    failuresBeforeIncident: failuresBeforeIncident ?? (heartbeat ? 1 : 2),
  }
  return { ...monitor, dueAt: firstDueAt(monitor, base.createdAt) }
}

/** Returns a monitor with the changes of a patch. */
export function applyPatch(
  runtime: Runtime,
  monitor: Monitor,
  { every, cron, timeout, adapter, url, ...patch }: z.output<typeof monitorPatchSchema>,
): Monitor {
  const now = runtime.clock.now()
  const settled = patch.tiers ? omit(monitor, 'tier', 'tierChangedAt', 'hysteresisState') : monitor
  const isRetimed = every !== undefined || cron !== undefined
  const timing = isRetimed
    ? timingOf(every, cron, now)
    : defined({ everyMs: monitor.everyMs, cron: monitor.cron })
  const kept = url === undefined ? defined({ hasUrlSecrets: monitor.hasUrlSecrets }) : {}
  const target = monitor.heartbeat
    ? { url: monitor.url, adapter: monitor.adapter }
    : probeTarget(runtime, url ?? monitor.url, adapter ?? (url === undefined ? monitor.adapter : undefined))
  const patched = {
    ...omit(settled, 'everyMs', 'cron', 'hasUrlSecrets'),
    ...kept,
    ...defined(patch),
    ...timing,
    ...target,
    timeoutMs: timeout ?? monitor.timeoutMs,
    updatedAt: now,
  }
  const isRescheduled = isRetimed || (monitor.paused && patch.paused === false)
  if (isRescheduled) return { ...patched, dueAt: firstDueAt(patched, now) }
  const isPausedNow = patch.paused === true && !monitor.paused && !monitor.heartbeat
  return isPausedNow ? { ...patched, dueAt: dueAtOfPaused(monitor, now) } : patched
}

function nameFromUrl(url: string): string {
  const { host, pathname } = parseUrl(url) ?? new URL(url)
  return `${host}${pathname === '/' ? '' : pathname}`
}

const heartbeatTarget = (graceMs = defaultGraceMs): Target => ({
  url: heartbeatUrl,
  adapter: heartbeatAdapter,
  heartbeat: { graceMs },
})

function probeTarget({ adapters }: Runtime, whole: string, id: string | undefined): Target {
  const members = urlMembers(whole)
  const url = parseUrl(members.url) ?? new URL(members.url)
  return {
    ...members,
    adapter: chooseAdapter(adapters, { capability: 'probe', url, id, call: 'monitors' }).id,
  }
}

/** The number of slots of a cron expression, and the time, in which the longest interval between them is looked for. */
const [comparedSlots, comparedMs] = [50, 2 * 366 * dayMs]

function timingOf(every: number | undefined, cron: Monitor['cron'], now: number): Timing {
  if (!cron) return { everyMs: every ?? defaultEveryMs }
  const plan = planOf({ id: '', everyMs: defaultEveryMs, cron })
  let everyMs = defaultEveryMs
  let slotAt = plan.next(now)
  for (let count = 0; count < comparedSlots && slotAt !== undefined && slotAt < now + comparedMs; count++) {
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
