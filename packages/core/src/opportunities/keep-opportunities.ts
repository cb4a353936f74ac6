import { omit } from '../options/index.js'
import { everyOwner, type OwnerScope, type Where } from '../ports/index.js'
import { type FoundOpportunity, opportunitiesTable } from '../records/opportunity-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import { everyPage, type Runtime, type VehicleAssessor } from '../runtime/index.js'
import { groupBy } from '../statistics/index.js'
import { hourMs } from '../time/index.js'

/** The number of vehicles that are assessed at a time. */
const batchSize = 100

/**
 * Keeps opportunities true, once an hour: forgets the values that sources let nobody keep, assesses those that are for sale anew, as
 * markets and terms of searches change, and vehicles that waited for a market, and removes those that have been none for as long
 * as `retention.goneVehicles` says. One with an outcome stays. Ends early when the signal fires.
 */
export async function keepOpportunities(
  runtime: Runtime,
  assessor: VehicleAssessor,
  signal: AbortSignal,
): Promise<void> {
  const { storage, clock, retention } = runtime
  const now = clock.now()
  const opportunities = storage.collection(opportunitiesTable)
  const expired = { keptUntil: { lt: now + hourMs } } as Where<FoundOpportunity>
  for await (const page of everyPage(opportunities, everyOwner, { where: expired })) {
    if (signal.aborted) return
    // One that was assessed meanwhile has a new version: then this write changes nothing.
    await opportunities.write(page.map((opportunity) => ({ update: withoutSources(opportunity) })))
  }
  await assessWaiting(runtime, assessor, { owner: everyOwner, signal })
  const active = { isActive: true } as Where<FoundOpportunity>
  for await (const page of everyPage(opportunities, everyOwner, { where: active })) {
    const ids = page.map(({ vehicleId }) => vehicleId)
    const where = { id: { in: ids } } as Where<TrackedVehicle>
    for await (const vehicles of everyPage(storage.collection(vehiclesTable), everyOwner, { where }))
      await assessAll(assessor, vehicles, signal)
  }
  const before = { isActive: false, updatedAt: { lt: now - retention.goneVehicles } }
  for await (const page of everyPage(opportunities, everyOwner, {
    where: before as Where<FoundOpportunity>,
  })) {
    if (signal.aborted) return
    const dropped = page.filter(({ outcome }) => outcome === undefined)
    for (const [ownerId, owned] of groupBy(dropped, (opportunity) => opportunity.ownerId))
      await opportunities.delete(
        ownerId,
        owned.map(({ id }) => id),
      )
  }
}

/** Assesses the vehicles of an owner, or of all, that wait for it: since there was no market yet, or a process was killed. */
export async function assessWaiting(
  { storage }: Runtime,
  assessor: VehicleAssessor,
  { owner, signal }: { readonly owner: OwnerScope; readonly signal: AbortSignal },
): Promise<void> {
  const where = { needsAssessment: true } as Where<TrackedVehicle>
  for await (const page of everyPage(storage.collection(vehiclesTable), owner, { where }))
    await assessAll(assessor, page, signal)
}

async function assessAll(
  assessor: VehicleAssessor,
  all: readonly TrackedVehicle[],
  signal: AbortSignal,
): Promise<void> {
  for (const [ownerId, vehicles] of groupBy(all, (vehicle) => vehicle.ownerId))
    for (let start = 0; start < vehicles.length && !signal.aborted; start += batchSize)
      await assessor.assess({ ownerId, vehicles: vehicles.slice(start, start + batchSize), signal })
}

/** Returns an opportunity without what sources said. The value that all of them gave together stays. */
function withoutSources(opportunity: FoundOpportunity): FoundOpportunity {
  const { marketAnalysis } = opportunity
  const kept = omit(marketAnalysis, 'kbbValue', 'edmundsValue', 'perplexityInsights')
  return { ...omit(opportunity, 'keptUntil'), marketAnalysis: { ...kept, sources: [] } }
}
