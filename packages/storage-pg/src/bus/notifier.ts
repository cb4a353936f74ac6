import type { BusMessage } from '@telltale/core/ports'

/** The time between two notifications. The commit of each takes a lock that the whole server shares. */
const gapMs = 40

/** The time between two attempts while the server is away. */
const retryMs = 1_000

/**
 * Sends messages to other processes, outside of the transactions that cause them. The first one goes out at once. Those
 * that come within 40 ms go out together, and of several for one owner only the newest.
 */
export class Notifier {
  readonly #send: (messages: readonly BusMessage[]) => Promise<unknown>
  readonly #newest = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> | undefined
  #isClosed = false

  /** @param send - sends messages in one transaction. */
  constructor(send: (messages: readonly BusMessage[]) => Promise<unknown>) {
    this.#send = send
  }

  /** Takes a message, which is sent soon. */
  add({ ownerId, lastId }: BusMessage): void {
    this.#newest.set(ownerId, Math.max(lastId, this.#newest.get(ownerId) ?? lastId))
    if (!this.#timer && !this.#sending) this.#flush()
  }

  /** Sends what is left. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#sending
    this.#flush()
    await this.#sending
  }

  #flush(): void {
    this.#timer = undefined
    if (this.#newest.size === 0) return
    const messages = Array.from(this.#newest, ([ownerId, lastId]) => ({ ownerId, lastId }))
    this.#newest.clear()
    this.#sending = this.#send(messages).then(
      () => this.#pause(gapMs),
      () => {
        for (const { ownerId, lastId } of messages)
          this.#newest.set(ownerId, Math.max(lastId, this.#newest.get(ownerId) ?? lastId))
        this.#pause(retryMs)
      },
    )
  }

  #pause(ms: number): void {
    this.#sending = undefined
    if (!this.#isClosed) this.#timer = setTimeout(() => this.#flush(), ms).unref()
  }
}
