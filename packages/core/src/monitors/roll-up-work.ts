import { setImmediate as nextTurn } from 'node:timers/promises'
import { everyOwner } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { notRolledUp, rollUpMonitor } from './roll-ups.js'

/** Rolls up the checks of every owner's monitors, until the signal fires or Telltale closes. */
export async function rollUpMonitors(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { storage, clock, closing } = runtime
  for await (const page of everyPage(storage.collection(monitorsTable), everyOwner))
    for (const [ownerId, monitors] of byOwner(page))
      for (const monitor of await notRolledUp(storage, ownerId, monitors, clock.now())) {
        if (signal.aborted || closing.aborted) return
        await runtime.commit(ownerId, (tables) => rollUpMonitor(tables, monitor, clock.now()))
        // Work that has become due goes first.
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
