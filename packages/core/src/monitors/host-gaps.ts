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
  const { clock, logger, storage } = runtime
  let markedAt = Number.NEGATIVE_INFINITY
  return {
    kind: 'host-gap',
    sweep: async () => {
      const now = clock.now()
      if (Math.abs(now - markedAt) < markEveryMs) return
      const { value: from } = await storage.counters.add('shared', upUntil, 0, { now })
      // The mark moves last: a process that is killed before leaves the gap to the next one.
      if (from > 0 && now - from > minGapMs) {
        logger.info(
          { from, to: now },
          'no process was up; heartbeats that were expected meanwhile are unknown',
        )
        await excuseHeartbeats(runtime, { from, to: now })
      }
      // Of several processes that move the mark at once, one stays below the limit.
      if (from < now) await storage.counters.add('shared', upUntil, now - from, { now, limit: now })
      markedAt = now
    },
    handle: async () => undefined,
  }
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
