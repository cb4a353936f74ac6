import { z } from 'zod'
import { defined, type OptionsShape, timeOption } from '../options/index.js'
import { parseOptions } from '../ports/index.js'
import { type Delivery, deliveriesTable } from '../records/delivery-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { quantile } from '../statistics/index.js'
import { dayMs } from '../time/index.js'

/** The span that deliveries are counted in, by the time of their making. */
export interface DeliveryStatisticsOptions {
  /** The start, in epoch milliseconds. @default 30 days before the end */
  readonly from?: number
  /** The end, itself not in it, in epoch milliseconds. @default now */
  readonly to?: number
}

/** The deliveries of one channel in a span. */
export interface DeliveryStatistics {
  /** The id of the adapter whose channel it is. */
  readonly channel: string
  /** The number that the service accepted. */
  readonly sent: number
  /** The number that failed for good. */
  readonly failed: number
  /** The number that was withdrawn. */
  readonly suppressed: number
  /** The number that waits. */
  readonly pending: number
  /** The median time from the making to the acceptance, in milliseconds; absent while none was sent. */
  readonly medianMs?: number
  /** The time that 95 % of them took at most, in milliseconds. */
  readonly p95Ms?: number
}

const statisticsSchema = z.strictObject({
  from: timeOption.optional(),
  to: timeOption.optional(),
} satisfies OptionsShape<DeliveryStatisticsOptions>)

interface Counted {
  readonly counts: Record<Delivery['status'], number>
  readonly timesMs: number[]
}

/** Counts an owner's deliveries of a span by channel, in order of the channels' names. */
export async function deliveryStatistics(
  { storage, clock }: Runtime,
  ownerId: string,
  given: DeliveryStatisticsOptions,
): Promise<readonly DeliveryStatistics[]> {
  const span = parseOptions('alerts.deliveries.statistics', statisticsSchema, given)
  const to = span.to ?? clock.now() + 1
  const from = span.from ?? to - 30 * dayMs
  const channels = new Map<string, Counted>()
  const where = { createdAt: { gte: Math.max(0, from), lt: to } }
  for await (const page of everyPage(storage.collection(deliveriesTable), ownerId, { where }))
    for (const { channel, status, createdAt, sentAt } of page) {
      const counted = channels.get(channel) ?? newCount()
      channels.set(channel, counted)
      counted.counts[status] += 1
      if (status === 'sent' && sentAt !== undefined) counted.timesMs.push(sentAt - createdAt)
    }
  return [...channels.keys()].sort().map((channel) => statisticsOf(channel, channels.get(channel)))
}

const newCount = (): Counted => ({
  counts: { sent: 0, failed: 0, suppressed: 0, pending: 0 },
  timesMs: [],
})

function statisticsOf(channel: string, { counts, timesMs }: Counted = newCount()): DeliveryStatistics {
  const [medianMs, p95Ms] = [0.5, 0.95].map((share) => quantile(timesMs, share))
  return { channel, ...counts, ...defined({ medianMs, p95Ms }) }
}
