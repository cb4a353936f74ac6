import { TelltaleError } from '../errors/index.js'

/** The way in which a queue is over: at its end, or with an error. */
type End = { readonly error?: unknown }

/**
 * A queue between a producer that waits for nobody and one consumer. When more items wait than it may hold, the consumer is
 * too slow: the queue lets go of them all, and the consumer gets an error of code `SLOW_CONSUMER`.
 */
export class BoundedQueue<Item> {
  readonly #maxItems: number
  readonly #advice: string
  #waiting: Item[] = []
  /** The place of the next item in `#waiting`. */
  #next = 0
  #end: End | undefined
  #wake = () => {}

  /**
   * @param maxItems - the number of items that may wait.
   * @param advice - the advice to a consumer that is too slow, the end of a sentence.
   */
  constructor(maxItems: number, advice: string) {
    this.#maxItems = maxItems
    this.#advice = advice
  }

  /** `true` when nothing can be added any more: the consumer ended it, failed or was too slow. */
  get isOver(): boolean {
    return this.#end !== undefined
  }

  /** Adds an item. Returns `false` when the queue is over, for this item or before. */
  push(item: Item): boolean {
    if (this.#end) return false
    if (this.#waiting.length - this.#next === this.#maxItems) {
      const message = `${this.#maxItems} events waited and were not taken, so this stream is closed; ${this.#advice}`
      this.fail(new TelltaleError(message, { code: 'SLOW_CONSUMER', status: 503, retryable: true }))
      return false
    }
    this.#waiting.push(item)
    this.#wake()
    return true
  }

  /** Ends the queue without an error. Items that wait are dropped. */
  end(): void {
    this.#close({})
  }

  /** Ends the queue with an error for the consumer. Items that wait are dropped. */
  fail(error: unknown): void {
    this.#close({ error })
  }

  /** Yields the items in their order, until the end of the queue. Throws the error that it failed with. */
  async *items(): AsyncGenerator<Item, void, undefined> {
    for (;;) {
      if (this.#end) {
        if ('error' in this.#end) throw this.#end.error
        return
      }
      if (this.#next < this.#waiting.length) yield this.#take()
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  #take(): Item {
    const item = this.#waiting[this.#next++] as Item
    if (this.#next === this.#waiting.length || this.#next === this.#maxItems) {
      this.#waiting = this.#waiting.slice(this.#next)
      this.#next = 0
    }
    return item
  }

  #close(end: End): void {
    this.#end ??= end
    this.#waiting = []
    this.#next = 0
    this.#wake()
  }
}
