import { z } from 'zod'
import { ConflictError } from '../errors/index.js'
import { defined, type OptionsShape, timeOption } from '../options/index.js'
import { parseOptions, type Tables, type Where } from '../ports/index.js'
import { type AlertDelivery, type Delivery, deliveriesTable } from '../records/delivery-records.js'
import { destinationsTable } from '../records/destination-records.js'
import {
  alertDeliveryOf,
  everyRecord,
  type ListOptions,
  type ListPage,
  listPage,
  listShape,
  type OwnedRecords,
  ownedRecords,
  type PageList,
  pageList,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import {
  type DeliveryStatistics,
  type DeliveryStatisticsOptions,
  deliveryStatistics,
} from './delivery-statistics.js'

/** Options of a list of deliveries. */
export interface DeliveryQuery extends ListOptions {
  /** Their status: `failed` are the dead letters. @default any */
  readonly status?: AlertDelivery['status']
  /** The id of the adapter whose channel they go by. @default any */
  readonly channel?: string
  /** The id of their destination. @default any */
  readonly destinationId?: string
  /** The id of their alert. @default any */
  readonly alertId?: string
  /** The id of the episode whose messages they are. @default any */
  readonly episodeId?: string
}

/** The dead letters to try again. */
export interface DeliveryRetryOptions {
  /** The id of the adapter whose channel they go by. @default any */
  readonly channel?: string
  /** The id of their destination. @default any */
  readonly destinationId?: string
}

/** The deliveries to send once more. */
export interface DeliveryReplayOptions {
  /** The time from which on they were made, in epoch milliseconds. */
  readonly since: number
}

const filterShape = {
  channel: z.string().max(200).optional(),
  destinationId: z.string().max(100).optional(),
}

const querySchema = z.strictObject({
  status: z.enum(['pending', 'sent', 'failed', 'suppressed']).optional(),
  ...filterShape,
  alertId: z.string().max(100).optional(),
  episodeId: z.string().max(100).optional(),
  ...listShape,
} satisfies OptionsShape<DeliveryQuery>)

const retrySchema = z.strictObject(filterShape satisfies OptionsShape<DeliveryRetryOptions>)

const replaySchema = z.strictObject({
  since: timeOption,
} satisfies OptionsShape<DeliveryReplayOptions>)

/** The maximum number of deliveries that one call of `retryAll` or `replay` puts into line again. */
const maxAtOnce = 10_000
const perCommit = 500

/** The messages to an owner's destinations. An unknown id and another owner's id both give a `NotFoundError`. */
export interface AlertDeliveries {
  /** Returns deliveries, the newest first. */
  list(query?: DeliveryQuery): PageList<AlertDelivery>
  /** Returns one delivery. @throws `NotFoundError` */
  get(id: string): Promise<AlertDelivery>
  /**
   * Tries a dead letter again, with the same id and as many attempts as a new one.
   *
   * @throws `NotFoundError`; `ConflictError` when it did not fail, or is a code, which a new one replaces.
   */
  retry(id: string): Promise<AlertDelivery>
  /** Tries the dead letters again, of one channel or destination where given. Resolves to their number, 10,000 at most. */
  retryAll(options?: DeliveryRetryOptions): Promise<number>
  /**
   * Sends once more what was sent to a destination since a time, or failed, oldest first and each with its old id: for a
   * receiver that lost it. Resolves to their number, 10,000 at most.
   *
   * @throws `NotFoundError`
   */
  replay(destinationId: string, options: DeliveryReplayOptions): Promise<number>
  /** Counts the deliveries of a span by channel, with the time from the making of a message to its acceptance. */
  statistics(span?: DeliveryStatisticsOptions): Promise<readonly DeliveryStatistics[]>
}

/** Makes the deliveries service of one owner. */
export function createDeliveries(runtime: Runtime, ownerId: string): AlertDeliveries {
  const records = ownedRecords(runtime, deliveriesTable, ownerId, 'delivery')
  const destinations = ownedRecords(runtime, destinationsTable, ownerId, 'destination')
  const { run } = runtime

  const replay = async (destinationId: string, given: DeliveryReplayOptions): Promise<number> => {
    const { since } = parseOptions('alerts.deliveries.replay', replaySchema, given)
    await destinations.find(destinationId)
    const where = { destinationId, status: { in: ['sent', 'failed'] }, createdAt: { gte: since } }
    return putInLine(runtime, ownerId, where)
  }

  const retryAll = (given: DeliveryRetryOptions): Promise<number> => {
    const filter = defined(parseOptions('alerts.deliveries.retryAll', retrySchema, given))
    return putInLine(runtime, ownerId, { ...filter, status: 'failed' })
  }

  return {
    list: (query) => pageList((next) => run(() => listDeliveries(runtime, ownerId, next)), query),
    get: (id) => run(async () => alertDeliveryOf(await records.find(id))),
    retry: (id) => run(() => retryOne(runtime, records, ownerId, id)),
    retryAll: (options = {}) => run(() => retryAll(options)),
    replay: (destinationId, options) => run(() => replay(destinationId, options)),
    statistics: (span = {}) => run(() => deliveryStatistics(runtime, ownerId, span)),
  }
}

async function listDeliveries(
  { storage }: Runtime,
  ownerId: string,
  query: DeliveryQuery = {},
): Promise<ListPage<AlertDelivery>> {
  const parsed = defined(parseOptions('alerts.deliveries.list', querySchema, query))
  const { limit, after, total, ...where } = parsed
  const orderBy = { column: 'id', direction: 'desc' } as const
  const page = { where, limit, after, orderBy, total }
  const { items, ...rest } = await listPage(storage.collection(deliveriesTable), ownerId, page)
  return { ...rest, items: items.map(alertDeliveryOf) }
}

async function retryOne(
  runtime: Runtime,
  records: OwnedRecords<Delivery>,
  ownerId: string,
  id: string,
): Promise<AlertDelivery> {
  await records.find(id)
  const stored = await runtime.commit(ownerId, async (tables) => {
    const delivery = await tables.collection(deliveriesTable).get(ownerId, id)
    if (!delivery) throw records.notFound(id)
    if (delivery.status !== 'failed')
      throw new ConflictError(`the delivery is ${delivery.status}; only one that failed can be tried again`)
    if (delivery.kind === 'verification')
      throw new ConflictError('a code is not kept; send a new one to the destination')
    return storeRecord(tables, deliveriesTable, asNew(delivery, runtime.clock.now()))
  })
  runtime.deliveriesWaiting.wake()
  return alertDeliveryOf(stored)
}

/** Puts deliveries into line again, some hundreds in a transaction. */
async function putInLine(runtime: Runtime, ownerId: string, where: Where<Delivery>): Promise<number> {
  const deliveries = runtime.storage.collection(deliveriesTable)
  const found: Delivery[] = []
  for await (const delivery of everyRecord(deliveries, ownerId, { where })) {
    if (delivery.kind !== 'verification') found.push(delivery)
    if (found.length === maxAtOnce) break
  }
  let count = 0
  for (let from = 0; from < found.length; from += perCommit) {
    const some = found.slice(from, from + perCommit)
    count += await runtime.commit(ownerId, (tables) => writeAsNew(tables, some, runtime.clock.now()))
    runtime.deliveriesWaiting.wake()
  }
  return count
}

async function writeAsNew(tables: Tables, some: readonly Delivery[], now: number): Promise<number> {
  const operations = some.map((delivery) => ({ update: asNew(delivery, now) }))
  const results = await tables.collection(deliveriesTable).write(operations)
  return results.filter(({ ok }) => ok).length
}

function asNew(delivery: Delivery, now: number): Delivery {
  const { sentAt: _, errorMessage: __, ...rest } = delivery
  return { ...rest, status: 'pending', attempts: 0, dueAt: now, updatedAt: now }
}
