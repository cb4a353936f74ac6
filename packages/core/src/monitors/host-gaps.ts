import type { Span } from '../latency/spans.js'
import { everyOwner } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { everyRecord, type Runtime, type ScheduledWork } from '../runtime/index.js'
import { minuteMs } from '../time/index.js'
import { afterHostGap } from './heartbeat-deadline.js'

/** The counter that all processes share, whose sum is the last time at which one of them was up. */
const upUntil = 'up-until'

/** The time between two marks of a process. */
const markEveryMs = 15_000

/** The time without a mark from which on no process was up. */
const minGapMs = minuteMs

/**
 * Makes the work that notices when no process of the host was up, by a mark that those who are up move on. A heartbeat
 * that was expected meanwhile could not be received: nothing is known of it, and its monitor waits for the next one.
 */
export function hostGaps(runtime: Runtime): ScheduledWork {
  const { clock, logger } = runtime
  let markedAt = Number.NEGATIVE_INFINITY
  return {
    kind: 'host-gap',
    sweep: async () => {
      const now = clock.now()
      if (Math.abs(now - markedAt) < markEveryMs) return
      markedAt = now
      const gap = await moveMark(runtime, now)
      if (!gap) return
      logger.info({ ...gap }, 'no process was up; heartbeats that were expected meanwhile are unknown')
      await excuseHeartbeats(runtime, gap)
    },
    handle: async () => undefined,
  }
}

/** Moves the mark on. Returns the gap before it when this process is the first after one. */
async function moveMark({ storage }: Runtime, now: number): Promise<Span | undefined> {
  const { value: from } = await storage.counters.add('shared', upUntil, 0, { now })
  if (from >= now) return undefined
  // Of several processes that find the gap, one stays below the limit.
  const { ok } = await storage.counters.add('shared', upUntil, now - from, { now, limit: now })
  return ok && from > 0 && now - from > minGapMs ? { from, to: now } : undefined
}

async function excuseHeartbeats({ storage, clock }: Runtime, gap: Span): Promise<void> {
  const monitors = storage.collection<Monitor>(monitorsTable)
  const where = { paused: false, dueAt: { gte: gap.from } }
  for await (const monitor of everyRecord(monitors, everyOwner, { where })) {
    const excused = monitor.heartbeat && afterHostGap(monitor, gap)
    // One that changed in the meantime has had its heartbeat.
    if (excused) await monitors.write([{ update: { ...excused, updatedAt: clock.now() } }])
  }
}
