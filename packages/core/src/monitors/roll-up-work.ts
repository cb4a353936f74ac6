import { setImmediate as nextTurn } from 'node:timers/promises'
import { everyOwner } from '../ports/index.js'
import { monitorsTable } from '../records/monitor-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { groupBy } from '../statistics/index.js'
import { monitorsToRollUp, rollUpMonitor } from './compute-roll-ups.js'

/** Rolls up the checks of every owner's monitors, until `signal` fires or the runtime closes. */
export async function rollUpMonitors(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { storage, clock, closing } = runtime
  for await (const page of everyPage(storage.collection(monitorsTable), everyOwner))
    for (const [ownerId, monitors] of groupBy(page, (monitor) => monitor.ownerId))
      for (const monitor of await monitorsToRollUp(storage, ownerId, monitors, clock.now())) {
        if (signal.aborted || closing.aborted) return
        await runtime.commit(ownerId, (tables) => rollUpMonitor(tables, monitor, clock.now()))
        // Jobs that became due in the meantime run first.
        await nextTurn()
      }
}
