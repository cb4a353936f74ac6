import type { Span } from '../latency/spans.js'
import { defined, omit } from '../options/index.js'
import type { Monitor, StartedRun } from '../records/monitor-records.js'
import { farFuture, planOf } from '../runtime/index.js'
import { hourMs, minuteMs } from '../time/index.js'

type Schedule = Pick<Monitor, 'id' | 'everyMs' | 'cron' | 'heartbeat'>
type Deadline = Schedule & Pick<Monitor, 'dueAt' | 'running'>

/** The delay of a deadline from which on nobody was there to receive the heartbeat: the host was down. */
const hostDownMs = minuteMs

const graceOf = ({ heartbeat }: Schedule): number => heartbeat?.graceMs ?? 0

/** Returns when the heartbeat after a time is late: one interval or slot later, and the grace. */
export function heartbeatDeadline(monitor: Schedule, after: number): number {
  const expectedAt = monitor.cron ? planOf(monitor).next(after) : after + monitor.everyMs
  return expectedAt === undefined ? farFuture : expectedAt + graceOf(monitor)
}

/** Returns when the next heartbeat is late that a job's schedule asks for, whether it runs now or not. */
export const plannedDueAt = ({ dueAt, running }: Deadline): number => running?.nextDueAt ?? dueAt

/** Checks whether a deadline passed while the host was down. */
export const isHostLate = ({ dueAt }: Deadline, now: number): boolean => now - dueAt > hostDownMs

/** The time before a slot in which a heartbeat counts for it: the grace, and at least a minute. */
const earlyMs = (monitor: Schedule): number => Math.max(graceOf(monitor), minuteMs)

/**
 * Returns when the heartbeat after one that comes now is late. By cron, one that comes a little before its slot counts for
 * it, by half of the interval at most; one that comes much earlier does not take its place.
 */
export function deadlineAfterBeat(monitor: Deadline, at: number): number {
  if (!monitor.cron) return heartbeatDeadline(monitor, at)
  const expectedAt = plannedDueAt(monitor) - graceOf(monitor)
  const following = planOf(monitor).next(expectedAt)
  if (following === undefined) return at >= expectedAt - earlyMs(monitor) ? farFuture : plannedDueAt(monitor)
  const early = Math.min(earlyMs(monitor), (following - expectedAt) / 2)
  if (at < expectedAt - early) return plannedDueAt(monitor)
  return heartbeatDeadline(monitor, following <= at ? at : expectedAt)
}

/** Returns when a run that began at a time has taken too long. */
const runDueAt = (monitor: Schedule, { at }: StartedRun): number =>
  at + (monitor.heartbeat?.maxRunMs ?? Math.max(graceOf(monitor), hourMs))

/** Returns a push monitor with its runs that go on: the oldest must end next, and without any the next heartbeat is due. */
export function withRuns(monitor: Monitor, { runs, nextDueAt }: NonNullable<Monitor['running']>): Monitor {
  const [oldest] = runs
  const dueAt = oldest ? runDueAt(monitor, oldest) : nextDueAt
  return { ...omit(monitor, 'running'), dueAt, ...defined({ running: oldest && { runs, nextDueAt } }) }
}

/** Returns a push monitor after a deadline that passed: it waits for the next one that is to come. */
export function afterMiss(monitor: Monitor, now: number): Monitor {
  if (isHostLate(monitor, now))
    return withRuns(monitor, { runs: [], nextDueAt: heartbeatDeadline(monitor, now) })
  const runs = (monitor.running?.runs ?? []).filter((run) => runDueAt(monitor, run) > now)
  return withRuns(monitor, { runs, nextDueAt: plannedAfter(monitor, now) })
}

/**
 * Returns a push monitor after a time in which the host was down, as it waits for the next heartbeat that can come, without
 * the runs that may have ended meanwhile; `undefined` when it expected none.
 */
export function afterHostGap(monitor: Monitor, gap: Span): Monitor | undefined {
  const planned = plannedDueAt(monitor)
  const expectedAt = planned - graceOf(monitor)
  const isExpected = expectedAt >= gap.from && expectedAt < gap.to
  const runs = (monitor.running?.runs ?? []).filter(({ at }) => at >= gap.to)
  if (!isExpected && runs.length === (monitor.running?.runs.length ?? 0)) return undefined
  return withRuns(monitor, { runs, nextDueAt: isExpected ? heartbeatDeadline(monitor, gap.to) : planned })
}

function plannedAfter(monitor: Deadline, now: number): number {
  const planned = plannedDueAt(monitor)
  if (planned > now) return planned
  const following = heartbeatDeadline(monitor, planned - graceOf(monitor))
  return following > now ? following : heartbeatDeadline(monitor, now)
}

/** Returns the deadline that a push monitor waits for next; before that has come, the latest that it may have. */
export function nextDeadline(monitor: Monitor, now: number): number {
  if (now >= monitor.dueAt) return afterMiss(monitor, now).dueAt
  const [oldest] = monitor.running?.runs ?? []
  if (oldest) return runDueAt(monitor, { at: Math.min(oldest.at, now) })
  return heartbeatDeadline(monitor, monitor.cron ? now + earlyMs(monitor) : now)
}
