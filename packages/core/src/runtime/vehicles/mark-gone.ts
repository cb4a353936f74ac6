import type { BaseRecord, Collection, Where } from '../../ports/index.js'
import { type TrackedVehicle, vehicleSummary, vehiclesTable } from '../../records/vehicle-records.js'
import { everyPage } from '../every-record.js'
import type { Runtime } from '../runtime.js'

/** An answer that a source gave whole. */
export interface WholeAnswer {
  readonly ownerId: string
  /** The source of the vehicles. */
  readonly source: string
  /** The time from which on the answer was given: what was seen since then is there. */
  readonly since: number
  /** Returns `true` for a vehicle that the answer would have had. */
  covers(vehicle: TrackedVehicle): boolean
  /** Is called with those that are gone, after the transaction that stored it. */
  onGone(vehicles: readonly TrackedVehicle[]): Promise<void>
}

/** Marks the vehicles that a whole answer lacks as gone, and tells of them. Resolves to their number. */
export async function markGone(runtime: Runtime, answer: WholeAnswer): Promise<number> {
  const { ownerId, source, since, covers, onGone } = answer
  const where = { source, isActive: true, lastSeenAt: { lt: since } } as Where<TrackedVehicle>
  let count = 0
  for await (const page of everyPage(runtime.storage.collection(vehiclesTable), ownerId, { where })) {
    const gone = await markPage(runtime, ownerId, page.filter(covers))
    await onGone(gone)
    count += gone.length
  }
  return count
}

function markPage(
  runtime: Runtime,
  ownerId: string,
  vehicles: readonly TrackedVehicle[],
): Promise<readonly TrackedVehicle[]> {
  if (vehicles.length === 0) return Promise.resolve([])
  return runtime.commit(ownerId, async (tables, emit) => {
    const goneAt = runtime.clock.now()
    const gone = vehicles.map((vehicle) => ({ ...vehicle, isActive: false, goneAt, updatedAt: goneAt }))
    const stored = await updateKnown(tables.collection(vehiclesTable), gone)
    for (const vehicle of stored) emit('vehicle:gone', { vehicle: vehicleSummary(vehicle) })
    return stored
  })
}

/** Updates records, except those that changed meanwhile. Resolves to the others as they are stored. */
async function updateKnown<Item extends BaseRecord>(
  records: Pick<Collection<Item>, 'write'>,
  changed: readonly Item[],
): Promise<readonly Item[]> {
  const results = await records.write(changed.map((update) => ({ update })))
  return results.flatMap((result) => (result.ok ? [result.record] : []))
}
