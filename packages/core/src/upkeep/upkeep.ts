import { rollUpLevels } from '../latency/roll-up-levels.js'
import type { JobRun, SeriesDefinition, SeriesRow } from '../ports/index.js'
import { alertDecisionsTable } from '../records/alert-routing-records.js'
import { auditTable } from '../records/audit-records.js'
import { feedTable } from '../records/feed-records.js'
import { missedSlotsTable } from '../records/missed-slot-records.js'
import { checksTable } from '../records/monitor-records.js'
import { rollUpTables } from '../records/roll-up-records.js'
import { archiveOldRows, type Runtime, type ScheduledWork, sealAnew } from '../runtime/index.js'
import { hourMs, minuteMs } from '../time/index.js'
import { dropExpired, minKeptMs } from './expired-values.js'
import { dropOldAlerts } from './old-alerts.js'

/** The id and kind of the upkeep's job. */
const upkeepKind = 'upkeep'

const everyMs = 5 * minuteMs
const dropEveryMs = hourMs

const nextSlotAt = (now: number): number => (Math.floor(now / everyMs) + 1) * everyMs

/** The parts of the upkeep that belong to services: each ends early when the signal fires. */
export interface UpkeepTasks {
  /** Rolls checks up. */
  rollUp(runtime: Runtime, signal: AbortSignal): Promise<void>
  /** Removes the answers to requests that were kept long enough. */
  dropAnswers(runtime: Runtime, signal: AbortSignal): Promise<void>
  /** Removes the vehicles that are gone, and the runs of searches, that were kept long enough. */
  dropVehicles(runtime: Runtime, signal: AbortSignal): Promise<void>
  /** Assesses opportunities anew, and removes those that are none any more and were kept long enough. */
  keepOpportunities(runtime: Runtime, signal: AbortSignal): Promise<void>
  /** Removes the messages that were kept long enough. */
  dropDeliveries(runtime: Runtime, signal: AbortSignal): Promise<void>
}

/**
 * Makes the upkeep of the storage. It rolls checks up every five minutes, and once an hour removes what has been kept
 * long enough. Of several processes one does it; when that one ends before it is done, the next slot makes up for it.
 */
export function createUpkeep(
  runtime: Runtime,
  { rollUp, dropAnswers, dropVehicles, keepOpportunities, dropDeliveries }: UpkeepTasks,
): ScheduledWork {
  const { scheduler, storage, clock } = runtime
  const enqueueNext = () =>
    scheduler.enqueue({
      id: upkeepKind,
      slotAt: nextSlotAt(clock.now()),
      kind: upkeepKind,
      data: { kind: upkeepKind },
    })

  /** Takes the slot for this process; resolves to `false` when another one has it. */
  const takeSlot = async (): Promise<boolean> => {
    const now = clock.now()
    const { ok } = await storage.counters.add('shared', upkeepKind, 1, {
      now,
      limit: 1,
      resetAt: nextSlotAt(now),
    })
    return ok
  }

  return {
    kind: upkeepKind,
    sweep: enqueueNext,
    handle: async ({ slotAt, signal }: JobRun) => {
      try {
        if (!(await takeSlot())) return
        await rollUp(runtime, signal)
        if (signal.aborted || slotAt % dropEveryMs !== 0) return
        await dropAnswers(runtime, signal)
        await dropVehicles(runtime, signal)
        await keepOpportunities(runtime, signal)
        await dropDeliveries(runtime, signal)
        await dropOldRows(runtime, signal)
      } catch (cause) {
        runtime.report(cause, 'the upkeep of the storage')
      } finally {
        if (!runtime.closing.aborted) await enqueueNext()
      }
    },
  }
}

/** Drops what is too old, archived first where the host wants that. A table that fails does not stop the others. */
async function dropOldRows(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { storage, clock, retention } = runtime
  const endsBefore = clock.now() + dropEveryMs
  await sealAnew(runtime, signal)
  await dropExpired(runtime, endsBefore, signal).catch((cause) =>
    runtime.report(cause, 'the removal of what sources let nobody keep'),
  )
  await dropOldAlerts(runtime, clock.now() - retention.alerts, signal).catch((cause) =>
    runtime.report(cause, 'the retention of alerts'),
  )
  const kept: readonly (readonly [table: SeriesDefinition<SeriesRow>, keptMs: number])[] = [
    [checksTable, retention.checks],
    ...rollUpLevels.map((level) => [rollUpTables[level], retention[level]] as const),
    // An event repeats the values that it is about.
    [feedTable, Math.min(retention.events, minKeptMs(runtime.adapters) - dropEveryMs)],
    [missedSlotsTable, retention.checks],
    [auditTable, retention.audit],
    [alertDecisionsTable, retention.alerts],
  ]
  for (const [table, keptMs] of kept) {
    const before = clock.now() - keptMs
    try {
      await archiveOldRows(runtime, { table: table.name, before, signal })
      await storage.series(table).dropBefore(before)
    } catch (cause) {
      runtime.report(cause, `the retention of ${table.name}`)
    }
  }
}
