import type { CheckFailure } from '../latency/check.js'
import { defined } from '../options/index.js'
import { type Check, type Monitor, monitorsTable } from '../records/monitor-records.js'
import { type Runtime, storeRecord, type WorkRun } from '../runtime/index.js'
import { afterMiss, deadlineAfterBeat, isHostLate, plannedDueAt, withRuns } from './heartbeat-deadline.js'
import { recordCheck } from './record-check.js'

/** The URL of a push monitor, which has no target. */
export const heartbeatUrl = 'heartbeat:'

/** The adapter id of a push monitor, which no probe measures. */
export const heartbeatAdapter = 'heartbeat'

/** The number of runs at a time that are told apart. Of more, the oldest are forgotten. */
const maxRuns = 20

/** The report of a job, as it was checked. */
export interface CheckedReport {
  readonly durationMs?: number | undefined
  readonly failure?: string | undefined
  readonly exitCode?: number | undefined
  readonly run?: string | undefined
}

/** Stores a heartbeat as a check. Resolves to `undefined` when the monitor was deleted in the meantime. */
export function recordHeartbeat(
  runtime: Runtime,
  monitor: Monitor,
  report: CheckedReport,
): Promise<Check | undefined> {
  const at = runtime.clock.now()
  const begun = monitor.running?.runs.findLast(({ run }) => run === report.run)
  const durationMs = report.durationMs ?? (begun ? Math.max(0, at - begun.at) : 0)
  return recordCheck(runtime, monitor, {
    measurement: heartbeatMeasurement(durationMs, failureOf(report)),
    at,
    advance: (stored) => afterBeat(stored, at, report.run),
  })
}

function afterBeat(monitor: Monitor, at: number, run: string | undefined): Monitor {
  const runs = monitor.running?.runs ?? []
  const ended = runs.findLast((one) => one.run === run)
  const planned = plannedDueAt(monitor)
  // The start of a run has counted for its slot.
  const hasCounted = ended && monitor.cron && planned > at
  const nextDueAt = hasCounted ? planned : deadlineAfterBeat(monitor, at)
  return withRuns(monitor, { runs: runs.filter((one) => one !== ended), nextDueAt })
}

/** Returns a push monitor one of whose runs begins. It counts for the slot, and its end is due next. */
export function afterStart(monitor: Monitor, at: number, run: string | undefined): Monitor {
  const others = monitor.running?.runs.filter((one) => one.run !== run) ?? []
  const runs = [...others, { at, ...defined({ run }) }].slice(-maxRuns)
  return withRuns(monitor, { runs, nextDueAt: deadlineAfterBeat(monitor, at) })
}

/**
 * Stores a failed check for a heartbeat that did not come, or a run that did not end. Its latency is the time since it was
 * expected. When nobody was there to receive it, since the host was down, nothing is known: the next one is waited for.
 */
export async function recordMissedHeartbeat(
  runtime: Runtime,
  monitor: Monitor,
  run: WorkRun<Monitor>,
): Promise<void> {
  const at = runtime.clock.now()
  if (isHostLate(monitor, at)) {
    await run.commit((tables, _, stored) => storeRecord(tables, monitorsTable, afterMiss(stored, at)))
    return
  }
  const { dueAt, heartbeat, running } = monitor
  const begunAt = running?.runs[0]?.at
  const message =
    begunAt === undefined
      ? `no heartbeat came by ${inIso(dueAt)}`
      : `its run that began at ${inIso(begunAt)} has not ended by ${inIso(dueAt)}`
  const expectedAt = begunAt ?? dueAt - (heartbeat?.graceMs ?? 0)
  await recordCheck(runtime, monitor, {
    measurement: heartbeatMeasurement(Math.max(0, at - expectedAt), { kind: 'late', message }),
    at,
    run,
    advance: (stored) => afterMiss(stored, at),
  })
}

const inIso = (time: number): string => new Date(time).toISOString()

function failureOf({ failure, exitCode }: CheckedReport): CheckFailure | undefined {
  const hasFailed = exitCode !== undefined && exitCode !== 0
  if (failure === undefined && !hasFailed) return undefined
  const code = hasFailed ? `exit code ${exitCode}` : undefined
  const message =
    failure === undefined ? `the job ended with ${code}` : code ? `${failure} (${code})` : failure
  return { kind: 'job', message }
}

const heartbeatMeasurement = (latencyMs: number, failure: CheckFailure | undefined) => ({
  latencyMs,
  phases: {},
  uncertaintyMs: 0,
  ...defined({ failure }),
})
