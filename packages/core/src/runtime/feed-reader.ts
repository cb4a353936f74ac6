import type { BoundedQueue } from '../async/index.js'
import type { Clock } from '../ports/index.js'
import type { FeedEvent } from './feed-log.js'

/** A function that reads the events of a feed after an id, oldest first, up to a limit. */
export type ReadEvents = (after: number, limit: number) => Promise<readonly FeedEvent[]>

/** The interval at which a followed feed is also polled, since a bus may lose a message. */
const pollMs = 10_000

/** The number of events of one read. */
export const eventsPerRead = 100

/**
 * A reader of one owner's feed for all of its followers in this process: each new event is read once, and handed to each
 * follower's queue. A follower whose queue is full is let go.
 */
export class FeedReader {
  readonly #clock: Clock
  readonly #read: ReadEvents
  readonly #followers = new Map<BoundedQueue<FeedEvent>, () => void>()
  #lastId = 0
  #hasGrown = false
  #isStopped = false
  #failure: { readonly cause: unknown } | undefined
  #wake = () => {}

  constructor(clock: Clock, read: ReadEvents) {
    this.#clock = clock
    this.#read = read
  }

  /** The id of the last event that was handed on: a follower that has seen it misses nothing from now on. */
  get lastId(): number {
    return this.#lastId
  }

  /**
   * Hands the events after {@link FeedReader.lastId} to this queue, from now on.
   *
   * @param leave - ends the use of this reader; called when the queue is over.
   */
  add(follower: BoundedQueue<FeedEvent>, leave: () => void): void {
    if (this.#failure) follower.fail(this.#failure.cause)
    else this.#followers.set(follower, leave)
  }

  /** Notices that the feed has grown up to an id, `Infinity` when it may have. */
  notify(lastId: number): void {
    if (lastId <= this.#lastId) return
    this.#hasGrown = true
    this.#wake()
  }

  /** Reads on after an id until it is stopped. A failure to read fails every follower. */
  async run(lastId: number): Promise<void> {
    this.#lastId = lastId
    try {
      while (!this.#isStopped) {
        this.#hasGrown = false
        const events = await this.#read(this.#lastId, eventsPerRead)
        if (this.#isStopped) return
        this.#handOn(events)
        if (events.length < eventsPerRead) await this.#growth()
      }
    } catch (cause) {
      this.#failure = { cause }
      for (const follower of this.#followers.keys()) follower.fail(cause)
      this.#followers.clear()
      throw cause
    }
  }

  /** Stops reading. */
  stop(): void {
    this.#isStopped = true
    this.#wake()
  }

  #handOn(events: readonly FeedEvent[]): void {
    for (const event of events) {
      this.#lastId = event.id
      for (const [follower, leave] of this.#followers) {
        if (follower.push(event)) continue
        this.#followers.delete(follower)
        leave()
      }
    }
  }

  /** Waits until the feed has grown, for the next poll, or for the end. */
  async #growth(): Promise<void> {
    let cancel = () => {}
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      cancel = this.#clock.wakeAt(this.#clock.now() + pollMs, resolve)
      if (this.#hasGrown || this.#isStopped) resolve()
    })
    cancel()
  }
}
