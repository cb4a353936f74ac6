import type { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { defined, omit, parseUrl } from '../options/index.js'
import type { BaseRecord } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import {
  chooseAdapter,
  dueAtOfPaused,
  farFuture,
  planOf,
  type Runtime,
  type Timing,
  timingOf,
  urlMembers,
} from '../runtime/index.js'
import { firstSlot } from '../schedule/slot.js'
import { minuteMs } from '../time/index.js'
import { heartbeatDeadline } from './heartbeat-deadline.js'
import { heartbeatAdapter, heartbeatUrl } from './heartbeats.js'
import { monitorDefaults, type monitorPatchSchema, type monitorSchema } from './monitor-schema.js'

type Target = Pick<Monitor, 'url' | 'hasUrlSecrets' | 'adapter' | 'heartbeat'>

const defaultEveryMs = minuteMs
const defaultGraceMs = minuteMs

/** Makes the record of a new monitor, without the settings of its probe. */
export function buildMonitor(
  runtime: Runtime,
  base: BaseRecord,
  { request, expect, ...options }: z.output<typeof monitorSchema>,
): Monitor {
  const { name, every, cron, timeout, adapter, url, heartbeat, failuresBeforeIncident, ...rest } = options
  const timing = timingOf(every ?? defaultEveryMs, cron, base.createdAt)
  const target = heartbeat ? heartbeatTarget(heartbeat) : probeTarget(runtime, url as string, adapter)
  const monitor = {
    ...base,
    ...defined(rest),
    ...timing,
    ...target,
    name: name ?? nameFromUrl(target.url),
    timeoutMs: timeout,
    failuresBeforeIncident: failuresBeforeIncident ?? defaultFailures({ ...target, ...defined(rest) }),
  }
  return { ...monitor, dueAt: firstDueAt(monitor, base.createdAt) }
}

const defaultFailures = ({ heartbeat, retry }: Pick<Monitor, 'heartbeat' | 'retry'>): number =>
  heartbeat ? 1 : retry?.times === undefined ? 2 : retry.times + 1

type Patch = z.output<typeof monitorPatchSchema>

/** Returns a monitor with the changes of a patch, but for the settings of its probe. */
export function applyPatch(
  runtime: Runtime,
  monitor: Monitor,
  { every, cron, adapter, url, request, expect, heartbeat, ...patch }: Patch,
): Monitor {
  const now = runtime.clock.now()
  if (heartbeat && !monitor.heartbeat)
    throw new ValidationError('monitors.update', [
      { path: 'heartbeat', message: 'expected none: a monitor that is checked never waits for heartbeats' },
    ])
  const settled =
    patch.tiers !== undefined ? omit(monitor, 'tier', 'tierChangedAt', 'hysteresisState') : monitor
  const isScheduleTakenOff = (monitor.cron ? cron : every) === null
  const isRetimed = typeof every === 'number' || Boolean(cron) || isScheduleTakenOff
  const timing = isRetimed
    ? timingOf(every ?? defaultEveryMs, cron ?? undefined, now)
    : defined({ everyMs: monitor.everyMs, cron: monitor.cron })
  const kept = url === undefined ? defined({ hasUrlSecrets: monitor.hasUrlSecrets }) : {}
  const isKeptAdapter = adapter === undefined && url === undefined
  const target = monitor.heartbeat
    ? { url: monitor.url, adapter: monitor.adapter, ...changedHeartbeat(heartbeat) }
    : probeTarget(runtime, url ?? monitor.url, isKeptAdapter ? monitor.adapter : (adapter ?? undefined))
  const patched = {
    ...omit(settled, 'everyMs', 'cron', 'hasUrlSecrets'),
    ...kept,
    ...timing,
    ...target,
    updatedAt: now,
  }
  const changed = withMembers(patched, patch)
  const isRescheduled = isRetimed || (monitor.paused && patch.paused === false)
  if (isRescheduled) return { ...changed, dueAt: firstDueAt(changed, now) }
  const isPausedNow = patch.paused === true && !monitor.paused && !monitor.heartbeat
  return isPausedNow ? { ...changed, dueAt: dueAtOfPaused(monitor, now) } : changed
}

/** Returns a monitor with the plain members of a patch: `null` takes one back to its default. */
function withMembers(
  monitor: Monitor,
  {
    name,
    timeout: timeoutMs,
    failuresBeforeIncident,
    ...patch
  }: Omit<Patch, 'url' | 'adapter' | 'heartbeat'>,
): Monitor {
  const members = Object.entries(defined({ ...patch, timeoutMs }))
  const given = Object.fromEntries(members.filter(([, value]) => value !== null))
  const isReset = (member: string) => members.some(([each, value]) => each === member && value === null)
  const resetMembers = Object.entries(monitorDefaults).filter(([member]) => isReset(member))
  const rest = Object.fromEntries(Object.entries(monitor).filter(([member]) => !isReset(member))) as Monitor
  const changed: Monitor = { ...rest, ...Object.fromEntries(resetMembers), ...given }
  return {
    ...changed,
    name: name === null ? nameOf(monitor) : (name ?? monitor.name),
    failuresBeforeIncident:
      failuresBeforeIncident === null
        ? defaultFailures(changed)
        : (failuresBeforeIncident ?? monitor.failuresBeforeIncident),
  }
}

const nameOf = ({ url, heartbeat }: Monitor): string => (heartbeat ? heartbeatAdapter : nameFromUrl(url))

function nameFromUrl(url: string): string {
  const { host, pathname } = parseUrl(url) ?? new URL(url)
  return `${host}${pathname === '/' ? '' : pathname}`
}

type CheckedHeartbeat = NonNullable<z.output<typeof monitorSchema>['heartbeat']>

const changedHeartbeat = (heartbeat: CheckedHeartbeat | undefined) =>
  heartbeat ? { heartbeat: heartbeatTarget(heartbeat).heartbeat } : {}

const heartbeatTarget = ({ grace = defaultGraceMs, maxRun }: CheckedHeartbeat) => ({
  url: heartbeatUrl,
  adapter: heartbeatAdapter,
  heartbeat: { graceMs: grace, ...defined({ maxRunMs: maxRun }) },
})

function probeTarget({ adapters }: Runtime, whole: string, id: string | undefined): Target {
  const members = urlMembers(whole)
  const url = parseUrl(members.url) ?? new URL(members.url)
  return {
    ...members,
    adapter: chooseAdapter(adapters, { capability: 'probe', url, id, call: 'monitors' }).id,
  }
}

function firstDueAt(monitor: Timing & Pick<Monitor, 'id' | 'heartbeat'>, now: number): number {
  if (monitor.heartbeat) return heartbeatDeadline(monitor, now)
  if (monitor.cron) return planOf(monitor).next(now) ?? farFuture
  return firstSlot(monitor.id, monitor.everyMs, now)
}
