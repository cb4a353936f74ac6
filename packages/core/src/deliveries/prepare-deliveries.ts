import type { NoticeReader } from '../alerting/index.js'
import { defined } from '../options/index.js'
import { everyOwner } from '../ports/index.js'
import { alertPreferencesTable } from '../records/alert-routing-records.js'
import { type Delivery, deliveriesTable } from '../records/delivery-records.js'
import { type Destination, destinationsTable } from '../records/destination-records.js'
import { everyRecord, type Runtime } from '../runtime/index.js'

/** A claimed delivery with what is known of its destination, its reader and the earlier messages of its episode. */
export interface PreparedDelivery {
  readonly delivery: Delivery
  /** Absent when it was removed. */
  readonly destination?: Destination
  readonly reader: NoticeReader
  /** The id of the first message of the episode at this destination. */
  readonly earlierMessageId?: string
  /** The due time of an earlier message of the episode to this destination that is not sent yet. */
  readonly waitsFor?: number
}

/** Reads what a batch of claimed deliveries needs, in a few queries for all of them. */
export async function prepareDeliveries(
  runtime: Runtime,
  claimed: readonly Delivery[],
): Promise<readonly PreparedDelivery[]> {
  const [destinations, earlier] = await Promise.all([
    readDestinations(runtime, claimed),
    readEpisodes(runtime, claimed),
  ])
  const readers = await readReaders(runtime, [...destinations.values()])
  return claimed.map((delivery) => {
    const destination = destinations.get(`${delivery.ownerId} ${delivery.destinationId}`)
    const { language, timeZone } = { ...readers.get(delivery.ownerId), ...destination }
    return {
      delivery,
      reader: defined({ language, timeZone }),
      ...defined({ destination }),
      ...earlierOf(delivery, earlier.get(episodeKey(delivery)) ?? []),
    }
  })
}

const episodeKey = ({ ownerId, episodeId, destinationId }: Delivery): string =>
  `${ownerId} ${episodeId} ${destinationId}`

function earlierOf(
  { id }: Delivery,
  messages: readonly Delivery[],
): Pick<PreparedDelivery, 'earlierMessageId' | 'waitsFor'> {
  const before = messages.filter((message) => message.id < id)
  const earlierMessageId = before.find(({ messageId }) => messageId !== undefined)?.messageId
  const waitsFor = before.find(({ status }) => status === 'pending')?.dueAt
  return defined({ earlierMessageId, waitsFor })
}

async function readDestinations({ storage }: Runtime, claimed: readonly Delivery[]) {
  const ids = [...new Set(claimed.map(({ destinationId }) => destinationId))]
  const destinations = new Map<string, Destination>()
  const where = { id: { in: ids } }
  for await (const each of everyRecord(storage.collection(destinationsTable), everyOwner, { where }))
    destinations.set(`${each.ownerId} ${each.id}`, each)
  return destinations
}

/** Reads the messages of the episodes that have more than one. */
async function readEpisodes({ storage }: Runtime, claimed: readonly Delivery[]) {
  const ids = new Set(
    claimed.flatMap(({ id, episodeId, kind, attempts }) =>
      episodeId === id || (kind === 'verification' && attempts === 0) ? [] : [episodeId],
    ),
  )
  const episodes = new Map<string, Delivery[]>()
  if (ids.size === 0) return episodes
  const where = { episodeId: { in: [...ids] } }
  for await (const each of everyRecord(storage.collection(deliveriesTable), everyOwner, { where })) {
    const messages = episodes.get(episodeKey(each))
    if (messages) messages.push(each)
    else episodes.set(episodeKey(each), [each])
  }
  return episodes
}

/** Reads the preferences of the owners whose destinations do not say all about their readers. */
async function readReaders({ storage }: Runtime, destinations: readonly Destination[]) {
  const owners = new Set(
    destinations.flatMap(({ ownerId, language, timeZone }) => (language && timeZone ? [] : [ownerId])),
  )
  const readers = new Map<string, NoticeReader>()
  for (const ownerId of owners) {
    const { items } = await storage.collection(alertPreferencesTable).page(ownerId, { limit: 1 })
    const [{ language, timeZone } = {}] = items
    readers.set(ownerId, defined({ language, timeZone }))
  }
  return readers
}
