import { z } from 'zod'
import { type OptionsShape, type Page, parseOptions } from '../ports/index.js'
import { feedKey, feedTable } from '../records/feed-records.js'
import type { FeedEvent } from './feed-log.js'
import type { Runtime } from './runtime.js'

/** Which part of a feed is wanted. */
export interface FeedQuery {
  /** Only events after the one with this id. @default 0 (from the oldest that is kept) */
  readonly after?: number
  /** @default 100; at most 1000 */
  readonly limit?: number
}

/** How a feed is followed. */
export interface FollowOptions {
  /** Only events after the one with this id. @default the newest one: only what happens from now on */
  readonly after?: number
  /** Ends the stream, without an error. */
  readonly signal?: AbortSignal
}

/** All that happened to one owner's records, in order, so that someone who was away can catch up. */
export interface Feed {
  /** The events after one, oldest first. Where `next` is present there are more: ask again after the last id. */
  since(query?: FeedQuery): Promise<Page<FeedEvent>>
  /** The id of the newest event, 0 when there is none: ask before reading records, and follow from there. */
  lastId(): Promise<number>
  /**
   * Gives each event after one, then goes on with what happens, in this process or another one, until `signal` fires
   * or the loop is left. Hand in the last id that was seen to go on where a connection broke.
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

/** A bus may lose a message, so a feed that is followed is also looked at this often. */
const lookAgainMs = 10_000

/** The feed of one owner. */
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
      const waiter = await wakeOnGrowth(runtime, ownerId, signal)
      try {
        let lastId = after ?? (await newestId())
        while (!waiter.ended()) {
          const { items } = await read(lastId, 100)
          for (const event of items) {
            if (waiter.ended()) return
            lastId = event.id
            yield event
          }
          if (items.length === 0) await waiter.wait()
        }
      } finally {
        waiter.close()
      }
    },
  }
}

async function wakeOnGrowth(runtime: Runtime, ownerId: string, signal: AbortSignal | undefined) {
  let grown = false
  let wake = () => {}
  const rouse = () => {
    grown = true
    wake()
  }
  const unsubscribe = await runtime.bus.subscribe((message) => message.ownerId === ownerId && rouse())
  const ends = [signal, runtime.closing].filter((end) => end !== undefined)
  for (const end of ends) end.addEventListener('abort', rouse)
  return {
    ended: () => ends.some((end) => end.aborted),
    wait: async () => {
      const cancel = runtime.clock.wakeAt(runtime.clock.now() + lookAgainMs, rouse)
      await new Promise<void>((resolve) => {
        wake = resolve
        if (grown) resolve()
      })
      grown = false
      cancel()
    },
    close: () => {
      unsubscribe()
      for (const end of ends) end.removeEventListener('abort', rouse)
    },
  }
}
