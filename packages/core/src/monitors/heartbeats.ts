import type { CheckFailure } from '../latency/check.js'
import { defined } from '../options/index.js'
import type { Check, Monitor } from '../records/monitor-records.js'
import { farFuture, planOf, type Runtime, type WorkRun } from '../runtime/index.js'
import { recordCheck } from './record-check.js'

/** The URL of a push monitor, which has no target. */
export const heartbeatUrl = 'heartbeat:'

/** The adapter id of a push monitor, which no probe measures. */
export const heartbeatAdapter = 'heartbeat'

/** Returns when the heartbeat after a time is late: one interval or slot later, and the grace. */
export function heartbeatDeadline(
  monitor: Pick<Monitor, 'id' | 'everyMs' | 'cron' | 'heartbeat'>,
  after: number,
): number {
  const graceMs = monitor.heartbeat?.graceMs ?? 0
  const expectedAt = monitor.cron ? planOf(monitor).next(after) : after + monitor.everyMs
  return expectedAt === undefined ? farFuture : expectedAt + graceMs
}

/** Stores a heartbeat as a check. Resolves to `undefined` when the monitor was deleted in the meantime. */
export function recordHeartbeat(
  runtime: Runtime,
  monitor: Monitor,
  report: { readonly durationMs: number; readonly failure?: string | undefined },
): Promise<Check | undefined> {
  const at = runtime.clock.now()
  const failure =
    report.failure === undefined ? undefined : ({ kind: 'job', message: report.failure } as const)
  const measurement = heartbeatMeasurement(report.durationMs, failure)
  return recordCheck(runtime, monitor, { measurement, at, dueAt: heartbeatDeadline(monitor, at) })
}

/** Stores a failed check for a heartbeat that did not come. Its latency is the time since it was expected. */
export async function recordMissedHeartbeat(
  runtime: Runtime,
  monitor: Monitor,
  run: WorkRun<Monitor>,
): Promise<void> {
  const at = runtime.clock.now()
  const { dueAt, heartbeat } = monitor
  const expectedAt = dueAt - (heartbeat?.graceMs ?? 0)
  const message = `no heartbeat came by ${new Date(dueAt).toISOString()}`
  await recordCheck(runtime, monitor, {
    measurement: heartbeatMeasurement(Math.max(0, at - expectedAt), { kind: 'late', message }),
    at,
    run,
  })
}

/** Returns the deadline after the one that a push monitor waits for: of the next expected heartbeat that is to come. */
export function deadlineAfterMiss(monitor: Monitor, now: number): number {
  const expectedAt = Math.min(now, monitor.dueAt - (monitor.heartbeat?.graceMs ?? 0))
  const following = heartbeatDeadline(monitor, expectedAt)
  return following > now ? following : heartbeatDeadline(monitor, now)
}

const heartbeatMeasurement = (latencyMs: number, failure: CheckFailure | undefined) => ({
  latencyMs,
  phases: {},
  uncertaintyMs: 0,
  ...defined({ failure }),
})
