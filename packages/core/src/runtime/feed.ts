import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../options/index.js'
import type { Page } from '../ports/index.js'
import { feedKey, feedTable } from '../records/feed-records.js'
import type { FeedEvent } from './feed-log.js'
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
  /** Reads events after an id, oldest first. `next` is present when there are more: ask again after the last id. */
  since(query?: FeedQuery): Promise<Page<FeedEvent>>
  /** Resolves to the id of the newest event, 0 without one. Ask for it before reading records, and follow from there. */
  lastId(): Promise<number>
  /**
   * Yields the events after an id, then each new one of this or another process, until `signal` fires or the loop is left.
   * Pass the last id that was seen to go on after a broken connection.
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
  signal: z.instanceof(AbortSignal).optional(),
} satisfies OptionsShape<FollowOptions>)

/** The interval at which a followed feed is also polled, since a bus may lose a message. */
const pollMs = 10_000

/** Makes the feed of one owner. */
export function createFeed(runtime: Runtime, ownerId: string): Feed {
  const rows = runtime.storage.series(feedTable)
  const read = async (after: number, limit: number): Promise<Page<FeedEvent>> => {
    const page = await rows.page(ownerId, feedKey, { from: after + 1, limit, direction: 'asc' })
    return { ...page, items: page.items.map(({ at, name, data }) => ({ id: at, name, data }) as FeedEvent) }
  }
  const newestId = async () => (await rows.latest(ownerId, [feedKey])).get(feedKey)?.at ?? 0
  return {
    since: (query = {}) =>
      runtime.run(() => {
        const { after, limit } = parseOptions('feed.since', querySchema, query)
        return read(after, limit)
      }),
    lastId: () => runtime.run(newestId),
    follow: async function* (options = {}) {
      const { after, signal } = parseOptions('feed.follow', followSchema, options)
      const growth = await watchGrowth(runtime, ownerId, signal)
      try {
        let lastId = after ?? (await newestId())
        while (!growth.isOver()) {
          const { items } = await read(lastId, 100)
          for (const event of items) {
            if (growth.isOver()) return
            lastId = event.id
            yield event
          }
          if (items.length === 0) await growth.wait()
        }
      } finally {
        growth.close()
      }
    },
  }
}

/** Watches for growth of a feed: `wait` resolves on a message of the bus, after a while, or at the end. */
async function watchGrowth(runtime: Runtime, ownerId: string, signal: AbortSignal | undefined) {
  let hasGrown = false
  let wake = () => {}
  const notify = () => {
    hasGrown = true
    wake()
  }
  const unsubscribe = await runtime.bus.subscribe((message) => message.ownerId === ownerId && notify())
  const ends = [signal, runtime.closing].filter((end) => end !== undefined)
  for (const end of ends) end.addEventListener('abort', notify)
  return {
    isOver: () => ends.some((end) => end.aborted),
    wait: async () => {
      const cancel = runtime.clock.wakeAt(runtime.clock.now() + pollMs, notify)
      await new Promise<void>((resolve) => {
        wake = resolve
        if (hasGrown) resolve()
      })
      hasGrown = false
      cancel()
    },
    close: () => {
      unsubscribe()
      for (const end of ends) end.removeEventListener('abort', notify)
    },
  }
}
