import { defined } from '../options/index.js'
import type { Check, Monitor } from '../records/monitor-records.js'
import { farFuture, planOf, type Runtime } from '../runtime/index.js'
import { recordCheck } from './check-monitor.js'

/** What stands for the URL and the adapter of a push monitor. */
export const heartbeatUrl = 'heartbeat:'

/** Its adapter: none that a host brings. */
export const heartbeatAdapter = 'heartbeat'

/** What a job said, as it was checked. */
export interface Beat {
  readonly durationMs: number
  readonly failure?: string | undefined
}

/** When the heartbeat after a time is missed: a whole interval or the next slot later, and the grace. */
export function heartbeatDeadline(
  monitor: Pick<Monitor, 'id' | 'everyMs' | 'cron' | 'heartbeat'>,
  after: number,
): number {
  const graceMs = monitor.heartbeat?.graceMs ?? 0
  const expectedAt = monitor.cron ? planOf(monitor).next(after) : after + monitor.everyMs
  return expectedAt === undefined ? farFuture : expectedAt + graceMs
}

/** Stores a heartbeat; `undefined` when the monitor was deleted meanwhile. */
export function recordHeartbeat(
  runtime: Runtime,
  monitor: Monitor,
  { durationMs, failure }: Beat,
): Promise<Check | undefined> {
  const at = runtime.clock.now()
  const measurement = {
    latencyMs: durationMs,
    phases: {},
    uncertaintyMs: 0,
    ...defined({ failure: failure === undefined ? undefined : { kind: 'job' as const, message: failure } }),
  }
  return recordCheck(runtime, monitor, { measurement, at, nextDueAt: () => heartbeatDeadline(monitor, at) })
}

/** Stores that a heartbeat did not come. Its latency is how long it has been waited for. */
export async function recordMissedHeartbeat(
  runtime: Runtime,
  monitor: Monitor,
  slotAt?: number,
): Promise<void> {
  const at = runtime.clock.now()
  const { dueAt, heartbeat } = monitor
  const expectedAt = dueAt - (heartbeat?.graceMs ?? 0)
  const message = `no heartbeat came by ${new Date(dueAt).toISOString()}`
  const measurement = {
    latencyMs: Math.max(0, at - expectedAt),
    phases: {},
    uncertaintyMs: 0,
    failure: { kind: 'late' as const, message },
  }
  await recordCheck(runtime, monitor, {
    measurement,
    at,
    expectedDueAt: dueAt,
    ...defined({ slotAt }),
    nextDueAt: () => {
      const following = heartbeatDeadline(monitor, expectedAt)
      return following > at ? following : heartbeatDeadline(monitor, at)
    },
  })
}
