import type { OwnedEvents } from '../events/index.js'
import type { Tables } from '../ports/index.js'
import { feedKey, feedTable } from '../records/feed-records.js'

/** One event of an owner's feed, as plain JSON. */
export type FeedEvent = {
  [Name in keyof OwnedEvents]: {
    /** The id, which rises from event to event of one owner: epoch milliseconds, plus one where two events would share them. */
    readonly id: number
    /** The name of the event. */
    readonly name: Name
    /** The payload of the event. */
    readonly data: OwnedEvents[Name]
  }
}[keyof OwnedEvents]

/** An event of a transaction that has not been committed: stored with it, and emitted after it. */
export type PendingEvent = {
  [Name in keyof OwnedEvents]: { readonly name: Name; readonly data: OwnedEvents[Name] }
}[keyof OwnedEvents]

/** Appends events to the owner's feed, within the transaction that causes them. Resolves to the id of the last one. */
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
