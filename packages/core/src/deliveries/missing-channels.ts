import { everyOwner } from '../ports/index.js'
import { deliveriesTable } from '../records/delivery-records.js'
import type { Runtime } from '../runtime/index.js'
import { minuteMs } from '../time/index.js'
import type { DeliveryOutcome } from './outcome.js'
import { prepareDeliveries } from './prepare-deliveries.js'
import { nextAttemptAt } from './retry-plan.js'
import { outcomeWithoutSending } from './send-delivery.js'
import type { ResultWriter } from './store-results.js'

/** The time that a delivery is overdue before a process without its channel counts an attempt: another process may have it. */
const overdueMs = minuteMs

/** The number of deliveries of one channel that a look takes. */
const takenAtOnce = 100

/** The length of a lease: the writing of results. */
const leaseMs = 10_000

/** Tells whether a delivery has waited so long that no process seems to have its channel. */
export const isOverdue = ({ dueAt }: { readonly dueAt: number }, now: number): boolean =>
  dueAt <= now - overdueMs

/**
 * Counts an attempt of the overdue deliveries of a channel that no adapter of this process has. They fail after their last
 * attempt, so that what a host can no longer send is listed as a dead letter and does not wait for good.
 */
export async function failWithoutChannel(
  runtime: Runtime,
  results: ResultWriter,
  channel: string,
): Promise<void> {
  const { storage, clock } = runtime
  const now = clock.now()
  const claimed = await storage.collection(deliveriesTable).claim(everyOwner, {
    where: { channel, status: 'pending', dueAt: { lte: now - overdueMs } },
    orderBy: { column: 'dueAt', direction: 'asc' },
    limit: takenAtOnce,
    now,
    leaseMs,
  })
  if (claimed.length === 0) return
  const prepared = await prepareDeliveries(runtime, claimed)
  await Promise.all(
    prepared.map((each) => {
      const { delivery, destination } = each
      const outcome =
        outcomeWithoutSending(each, now) ?? outcomeOfAttempt(channel, delivery.attempts + 1, now)
      return results.store({ delivery, outcome, destination })
    }),
  )
}

function outcomeOfAttempt(channel: string, attempts: number, now: number): DeliveryOutcome {
  const reason = `no adapter of this host has the channel '${channel}'`
  const dueAt = nextAttemptAt({ attempts, isForPeople: true, now })
  return dueAt === undefined ? { status: 'failed', reason } : { status: 'retried', reason, dueAt }
}
