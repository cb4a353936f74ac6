import { type BaseRecord, type CollectionDefinition, everyOwner, type Where } from '../ports/index.js'
import { type SearchRun, searchRunsTable } from '../records/search-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { groupBy } from '../statistics/index.js'

/** Removes the vehicles that are gone, and the runs of searches, that were kept long enough. Ends early when the signal fires. */
export async function dropOldVehicles(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { clock, retention } = runtime
  const now = clock.now()
  const goneBefore = { goneAt: { lt: now - retention.goneVehicles } } as Where<TrackedVehicle>
  await dropAll(runtime, { table: vehiclesTable, where: goneBefore, signal })
  const runBefore = { startedAt: { lt: now - retention.searchRuns } } as Where<SearchRun>
  await dropAll(runtime, { table: searchRunsTable, where: runBefore, signal })
}

interface Dropped<Item extends BaseRecord> {
  readonly table: CollectionDefinition<Item>
  readonly where: Where<Item>
  readonly signal: AbortSignal
}

async function dropAll<Item extends BaseRecord>(
  { storage }: Runtime,
  { table, where, signal }: Dropped<Item>,
): Promise<void> {
  const records = storage.collection(table)
  for await (const page of everyPage(records, everyOwner, { where })) {
    if (signal.aborted) return
    for (const [ownerId, owned] of groupBy(page, (item) => item.ownerId))
      await records.delete(
        ownerId,
        owned.map(({ id }) => id),
      )
  }
}
