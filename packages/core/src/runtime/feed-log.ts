import type { OwnedEvents } from '../events/index.js'
import type { Tables } from '../ports/index.js'
import { feedKey, feedTable } from '../records/feed-records.js'

/** One event of an owner's feed, as JSON that can be sent on. */
export type FeedEvent = {
  [Name in keyof OwnedEvents]: {
    /** Rises from event to event of one owner: epoch milliseconds, moved on where two events share one. */
    readonly id: number
    readonly name: Name
    readonly data: OwnedEvents[Name]
  }
}[keyof OwnedEvents]

/** An event that is to be kept and emitted once the transaction holds. */
export type PendingEvent = {
  [Name in keyof OwnedEvents]: { readonly name: Name; readonly data: OwnedEvents[Name] }
}[keyof OwnedEvents]

/** Keeps events in the owner's feed, in the transaction of what they speak of; resolves to the id of the last. */
export async function appendToFeed(
  tables: Tables,
  ownerId: string,
  events: readonly PendingEvent[],
  now: number,
): Promise<number> {
  const firstId = await tables.counters.reserve(ownerId, feedKey, { now, gapMs: 1, count: events.length })
  await tables.series(feedTable).append(
    events.map(({ name, data }, index) => {
      const at = firstId + index
      return { ownerId, key: feedKey, at, id: String(at), name, data }
    }),
  )
  return firstId + events.length - 1
}
