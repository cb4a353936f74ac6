import { everyOwner } from '../ports/index.js'
import { deliveriesTable } from '../records/delivery-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { groupBy } from './group-by.js'

/** Removes the messages that came to their end so long ago that they are kept no more. */
export async function dropDeliveries(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { storage, clock, retention } = runtime
  const deliveries = storage.collection(deliveriesTable)
  const before = clock.now() - retention.deliveries
  for (const status of ['sent', 'failed', 'suppressed'] as const)
    for await (const page of everyPage(deliveries, everyOwner, {
      where: { status, dueAt: { lt: before } },
    })) {
      if (signal.aborted) return
      for (const [ownerId, ofOwner] of groupBy(page, (delivery) => delivery.ownerId))
        await deliveries.delete(
          ownerId,
          ofOwner.map(({ id }) => id),
        )
    }
}
