import { setImmediate as nextTurn } from 'node:timers/promises'
import { levels } from './latency/cover.js'
import { checksTable, monitorsTable } from './latency/monitor-records.js'
import { rollUpTables } from './latency/roll-up-records.js'
import { rollUpMonitor } from './latency/roll-ups.js'
import { everyOwner, type JobRun } from './ports/index.js'
import { everyRecord, feedTable, type Runtime } from './runtime/index.js'

/** The id and kind of the job that keeps the storage in order. */
export const upkeepKind = 'upkeep'

const everyMs = 300_000
const dropEveryMs = 3_600_000

const nextSlotAt = (now: number): number => (Math.floor(now / everyMs) + 1) * everyMs

/** Enqueues the next upkeep. */
export function planUpkeep({ scheduler, clock }: Runtime): Promise<void> {
  return scheduler.enqueue({ id: upkeepKind, slotAt: nextSlotAt(clock.now()), data: { kind: upkeepKind } })
}

/**
 * Rolls checks up, every five minutes, and once an hour removes what has been kept long enough. Of several processes
 * one does it; when that one ends before it is done, the next slot makes up for it.
 */
export async function runUpkeep(runtime: Runtime, { slotAt, signal }: JobRun): Promise<void> {
  const { storage, clock } = runtime
  try {
    const taken = await storage.counters.add('shared', upkeepKind, 1, {
      ...{ now: clock.now(), limit: 1, resetAt: nextSlotAt(clock.now()) },
    })
    if (!taken.ok) return
    await rollUpAll(runtime, signal)
    if (!signal.aborted && slotAt % dropEveryMs === 0) await dropOld(runtime)
  } catch (cause) {
    runtime.report(cause, 'the upkeep of the storage')
  } finally {
    if (!runtime.closing.aborted) await planUpkeep(runtime)
  }
}

async function rollUpAll(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const monitors = runtime.storage.collection(monitorsTable)
  for await (const monitor of everyRecord(monitors, everyOwner)) {
    if (signal.aborted || runtime.closing.aborted) return
    await runtime.commit(monitor.ownerId, (tables) => rollUpMonitor(tables, monitor, runtime.clock.now()))
    // What is due meanwhile comes first.
    await nextTurn()
  }
}

async function dropOld({ storage, clock, retention }: Runtime): Promise<void> {
  const before = (keptMs: number) => clock.now() - keptMs
  await storage.series(checksTable).dropBefore(before(retention.checks))
  for (const level of levels) await storage.series(rollUpTables[level]).dropBefore(before(retention[level]))
  await storage.series(feedTable).dropBefore(before(retention.events))
}
