import { z } from 'zod'
import { BoundedQueue } from '../async/index.js'
import { type OptionsShape, parseOptions, signalOption } from '../options/index.js'
import type { Page } from '../ports/index.js'
import { feedKey, feedTable } from '../records/feed-records.js'
import type { FeedEvent } from './feed-log.js'
import { eventsPerRead } from './feed-reader.js'
import { FeedReaders, type FeedReaderUse, type StoredFeed } from './feed-readers.js'
import { type PageList, pageList } from './page-list.js'
import type { Runtime } from './runtime.js'

/** A query for a part of a feed. */
export interface FeedQuery {
  /** The id after which the events start. @default 0 (the oldest event that is kept) */
  readonly after?: number
  /** The number of events, 1000 at most. @default 100 */
  readonly limit?: number
}

/** Options of following a feed. */
export interface FollowOptions {
  /** The id after which the events start. @default the newest id: only events from now on */
  readonly after?: number
  /** Ends the stream without an error. @default none */
  readonly signal?: AbortSignal
}

/** The feed of one owner: its events in order, so that a client that was away can catch up. */
export interface Feed {
  /** Lists events after an id, oldest first. A page's `next` is present when there are more: ask again after its last id. */
  since(query?: FeedQuery): PageList<FeedEvent>
  /** Resolves to the id of the newest event, 0 without one. Ask for it before reading records, and follow from there. */
  lastId(): Promise<number>
  /**
   * Yields the events after an id, then each new one of this or another process, until `signal` fires or the loop is left.
   * Pass the last id that was seen to go on after a broken connection. All followers of an owner share one read of each
   * event. One for whom 1,000 events wait is too slow and gets an error of code `SLOW_CONSUMER`: follow again, after the
   * last id that was seen.
   */
  follow(options?: FollowOptions): AsyncGenerator<FeedEvent, void, undefined>
}

const eventId = z.int().min(0)
const querySchema = z.strictObject({
  after: eventId.default(0),
  limit: z.int().min(1).max(1000).default(100),
} satisfies OptionsShape<FeedQuery>)
const followSchema = z.strictObject({
  after: eventId.optional(),
  signal: signalOption.optional(),
} satisfies OptionsShape<FollowOptions>)

/** The number of events that may wait for one follower. */
const maxWaitingEvents = 1_000

const slowAdvice = 'follow again after the last id that you have seen'

/** Makes the feeds of all owners. Those who follow one owner share what is read. */
export function createFeeds(runtime: Runtime): (ownerId: string) => Feed {
  const readers = new FeedReaders(runtime)
  return (ownerId) => createFeed(runtime, readers, ownerId)
}

function createFeed(runtime: Runtime, readers: FeedReaders, ownerId: string): Feed {
  const rows = runtime.storage.series(feedTable)
  const read = async (after: number, limit: number): Promise<Page<FeedEvent>> => {
    const page = await rows.page(ownerId, feedKey, { from: after + 1, limit, direction: 'asc' })
    return { ...page, items: page.items.map(({ at, name, data }) => ({ id: at, name, data }) as FeedEvent) }
  }
  const stored: StoredFeed = {
    read: async (after, limit) => (await read(after, limit)).items,
    newestId: async () => (await rows.latest(ownerId, [feedKey])).get(feedKey)?.at ?? 0,
  }
  return {
    since: (query) =>
      pageList(
        (next = {}) =>
          runtime.run(() => {
            const { after, limit } = parseOptions('feed.since', querySchema, next)
            return read(after, limit)
          }),
        query,
        ({ items }) => items.at(-1)?.id,
      ),
    lastId: () => runtime.run(stored.newestId),
    follow: async function* (options = {}) {
      const { after, signal } = parseOptions('feed.follow', followSchema, options)
      await runtime.run(() => undefined)
      const ends = [signal, runtime.closing].filter((end) => end !== undefined)
      if (ends.some((end) => end.aborted)) return
      const queue = new BoundedQueue<FeedEvent>(maxWaitingEvents, slowAdvice)
      const onEnd = () => queue.end()
      for (const end of ends) end.addEventListener('abort', onEnd)
      let use: FeedReaderUse | undefined
      try {
        use = await readers.join(ownerId, stored)
        yield* eventsAfter(after ?? (await stored.newestId()), { use, stored, queue })
      } finally {
        for (const end of ends) end.removeEventListener('abort', onEnd)
        queue.end()
        use?.leave()
      }
    },
  }
}

/** The parts of following a feed. */
interface Following {
  readonly use: FeedReaderUse
  readonly stored: StoredFeed
  readonly queue: BoundedQueue<FeedEvent>
}

/** Yields what a follower missed, read for it alone, and then what the reader hands to all. */
async function* eventsAfter(
  after: number,
  { use, stored, queue }: Following,
): AsyncGenerator<FeedEvent, void, undefined> {
  let lastId = after
  while (lastId < use.reader.lastId && !queue.isOver) {
    const newestId = use.reader.lastId
    const missed = await stored.read(lastId, eventsPerRead)
    for (const event of missed) {
      if (queue.isOver) return
      lastId = event.id
      yield event
    }
    // The others up to there are kept no longer.
    if (missed.length === 0) lastId = newestId
  }
  use.reader.add(queue, use.leave)
  for await (const event of queue.items()) if (event.id > lastId) yield event
}
