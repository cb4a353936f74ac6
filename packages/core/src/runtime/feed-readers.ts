import { setMaxListeners } from 'node:events'
import { FeedReader, type ReadEvents } from './feed-reader.js'
import type { Runtime } from './runtime.js'

/** One owner's feed in the storage. */
export interface StoredFeed {
  /** Reads the events after an id. */
  readonly read: ReadEvents
  /** Resolves to the id of the newest event, 0 without one. */
  readonly newestId: () => Promise<number>
}

/** The use that one follower makes of its owner's reader. */
export interface FeedReaderUse {
  readonly reader: FeedReader
  /** Ends the use, once. The last one stops the reader. */
  readonly leave: () => void
}

interface SharedReader {
  readonly reader: FeedReader
  readonly started: Promise<void>
  uses: number
}

/** The readers of the feeds that are followed in this process, one for each owner, and their subscription to the bus. */
export class FeedReaders {
  readonly #runtime: Runtime
  readonly #readers = new Map<string, SharedReader>()
  #subscription: Promise<() => void> | undefined

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    // Each follower listens as well, and there may be thousands.
    setMaxListeners(0, runtime.closing)
    runtime.closing.addEventListener('abort', () => {
      for (const [ownerId, shared] of this.#readers) this.#stop(ownerId, shared)
    })
  }

  /** Resolves to the reader of an owner, which the first follower starts. */
  async join(ownerId: string, feed: StoredFeed): Promise<FeedReaderUse> {
    const shared = this.#readers.get(ownerId) ?? this.#start(ownerId, feed)
    shared.uses++
    let isUsed = true
    const leave = () => {
      if (!isUsed) return
      isUsed = false
      if (--shared.uses === 0) this.#stop(ownerId, shared)
    }
    try {
      await shared.started
    } catch (cause) {
      leave()
      throw cause
    }
    return { reader: shared.reader, leave }
  }

  #start(ownerId: string, { read, newestId }: StoredFeed): SharedReader {
    const reader = new FeedReader(this.#runtime.clock, read)
    const started = (async () => {
      await this.#subscribed()
      const lastId = await newestId()
      // Its followers get the error of a failed read. The next follower starts another reader.
      reader.run(lastId).catch(() => this.#stop(ownerId, shared))
    })()
    const shared: SharedReader = { reader, started, uses: 0 }
    this.#readers.set(ownerId, shared)
    return shared
  }

  #stop(ownerId: string, shared: SharedReader): void {
    shared.reader.stop()
    if (this.#readers.get(ownerId) === shared) this.#readers.delete(ownerId)
    if (this.#readers.size > 0) return
    void this.#subscription?.then(
      (unsubscribe) => unsubscribe(),
      () => undefined,
    )
    this.#subscription = undefined
  }

  #subscribed(): Promise<() => void> {
    this.#subscription ??= this.#runtime.bus.subscribe(
      ({ ownerId, lastId }) => this.#readers.get(ownerId)?.reader.notify(lastId),
      () => {
        for (const { reader } of this.#readers.values()) reader.notify(Number.POSITIVE_INFINITY)
      },
    )
    return this.#subscription
  }
}
