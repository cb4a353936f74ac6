import { setImmediate as nextTurn } from 'node:timers/promises'
import { archiveOlder } from '../backup/archive.js'
import { levels } from '../latency/roll-up-levels.js'
import { notRolledUp, rollUpMonitor } from '../monitors/roll-ups.js'
import { everyOwner, type JobRun, type SeriesDefinition, type SeriesRow } from '../ports/index.js'
import { auditTable } from '../records/audit-records.js'
import { feedTable } from '../records/feed-records.js'
import { checksTable, type Monitor, monitorsTable } from '../records/monitor-records.js'
import { rollUpTables } from '../records/roll-up-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { dropExpired, shortestKeptMs } from './expired-values.js'

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
      now: clock.now(),
      limit: 1,
      resetAt: nextSlotAt(clock.now()),
    })
    if (!taken.ok) return
    await rollUpAll(runtime, signal)
    if (!signal.aborted && slotAt % dropEveryMs === 0) await dropOld(runtime, signal)
  } catch (cause) {
    runtime.report(cause, 'the upkeep of the storage')
  } finally {
    if (!runtime.closing.aborted) await planUpkeep(runtime)
  }
}

async function rollUpAll(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { storage, clock, closing } = runtime
  for await (const page of everyPage(storage.collection(monitorsTable), everyOwner))
    for (const [ownerId, monitors] of byOwner(page))
      for (const monitor of await notRolledUp(storage, ownerId, monitors, clock.now())) {
        if (signal.aborted || closing.aborted) return
        await runtime.commit(ownerId, (tables) => rollUpMonitor(tables, monitor, clock.now()))
        // What is due meanwhile comes first.
        await nextTurn()
      }
}

function byOwner(monitors: readonly Monitor[]): ReadonlyMap<string, readonly Monitor[]> {
  const found = new Map<string, Monitor[]>()
  for (const monitor of monitors) {
    const known = found.get(monitor.ownerId)
    if (known) known.push(monitor)
    else found.set(monitor.ownerId, [monitor])
  }
  return found
}

/** Drops what is too old, archived first where the host wants that. What fails of one table changes nothing for others. */
async function dropOld(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { storage, clock, retention } = runtime
  const endsBefore = clock.now() + dropEveryMs
  await dropExpired(runtime, endsBefore, signal).catch((cause) =>
    runtime.report(cause, 'the removal of what sources let nobody keep'),
  )
  const kept: readonly (readonly [table: SeriesDefinition<SeriesRow>, keptMs: number])[] = [
    [checksTable, retention.checks],
    ...levels.map((level) => [rollUpTables[level], retention[level]] as const),
    // An event holds what it is about.
    [feedTable, Math.min(retention.events, shortestKeptMs(runtime.adapters) - dropEveryMs)],
    [auditTable, retention.audit],
  ]
  for (const [table, keptMs] of kept) {
    const before = clock.now() - keptMs
    try {
      await archiveOlder(runtime, { table: table.name, before, signal })
      await storage.series(table).dropBefore(before)
    } catch (cause) {
      runtime.report(cause, `the retention of ${table.name}`)
    }
  }
}
