import { defined } from '../options/index.js'
import { everyOwner, type OwnerScope, type Tables, type Where } from '../ports/index.js'
import { type AlertDelivery, type Delivery, deliveriesTable } from '../records/delivery-records.js'
import { everyRecord } from './every-record.js'
import type { Runtime } from './runtime.js'

/** A delivery before it is stored. */
export interface DeliveryDraft
  extends Pick<
    Delivery,
    | 'ownerId'
    | 'key'
    | 'destinationId'
    | 'channel'
    | 'alertId'
    | 'ruleId'
    | 'subjectId'
    | 'kind'
    | 'severity'
    | 'notice'
  > {
  /** The id that all messages of one episode share. @default the delivery's own */
  readonly episodeId?: string
  /** The time of the first attempt, in epoch milliseconds. @default now */
  readonly dueAt?: number
}

/**
 * Stores deliveries in a transaction. A key that the owner has already is passed over, so that a decision that is repeated
 * doubles nothing. After the commit, `runtime.deliveriesWaiting.wake()` starts them at once.
 *
 * @returns the deliveries that were stored.
 */
export async function enqueueDeliveries(
  { clock, newId }: Pick<Runtime, 'clock' | 'newId'>,
  tables: Tables,
  drafts: readonly DeliveryDraft[],
): Promise<readonly Delivery[]> {
  if (drafts.length === 0) return []
  const now = clock.now()
  const deliveries = drafts.map((draft): Delivery => {
    const id = newId()
    const base = { id, version: 1, createdAt: now, updatedAt: now, episodeId: id, dueAt: now }
    return { ...base, ...draft, status: 'pending', attempts: 0 }
  })
  const results = await tables.collection(deliveriesTable).write(deliveries.map((insert) => ({ insert })))
  return results.flatMap((result) => (result.ok ? [result.record] : []))
}

/** The pending deliveries to withdraw. */
export interface Withdrawal {
  /** The owner of them. @default any */
  readonly ownerId?: string
  /** Their conditions, by columns of an index, such as `{ alertId }`. */
  readonly where: Where<Delivery>
  /** The reason, in words. */
  readonly reason: string
}

/**
 * Withdraws pending deliveries in a transaction: they become `suppressed` with the reason. One that is on its way at this
 * moment may still arrive; it is `sent` then.
 *
 * @returns the number withdrawn.
 */
export async function withdrawDeliveries(
  { clock }: Pick<Runtime, 'clock'>,
  tables: Tables,
  { ownerId, where, reason }: Withdrawal,
): Promise<number> {
  const owner: OwnerScope = ownerId ?? everyOwner
  const deliveries = tables.collection(deliveriesTable)
  const pending: Delivery[] = []
  for await (const delivery of everyRecord(deliveries, owner, { where: { ...where, status: 'pending' } }))
    pending.push(delivery)
  const at = clock.now()
  const results = await deliveries.write(
    pending.map((delivery) => ({
      update: { ...delivery, status: 'suppressed', errorMessage: reason, updatedAt: at },
    })),
  )
  return results.filter(({ ok }) => ok).length
}

/** Returns a delivery for people: its subject instead of the notice, which may hold the code that verifies a destination. */
export function alertDeliveryOf({ notice, key: _, ...rest }: Delivery): AlertDelivery {
  return { ...rest, ...defined({ subject: 'subject' in notice ? notice.subject : undefined }) }
}
