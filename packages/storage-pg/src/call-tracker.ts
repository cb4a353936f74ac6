import { TelltaleError } from '@telltale/core'

/** Makes the error of a call that comes too late. */
export const closedError = (message: string) => new TelltaleError(message, { code: 'CLOSED', status: 503 })

/** Keeps track of the calls that are under way, so that closing can wait for them. */
export class CallTracker {
  readonly #running = new Set<Promise<unknown>>()
  readonly #ending = new AbortController()
  #closing: Promise<void> | undefined

  /** Aborts when the storage closes, which ends a dump that nobody reads on. */
  get ending(): AbortSignal {
    return this.#ending.signal
  }

  /**
   * Checks that the storage is open.
   *
   * @throws `TelltaleError` with the code `CLOSED` when it is closed.
   */
  checkOpen(): void {
    if (this.#closing) throw closedError('the storage is closed; make another one')
  }

  /** Runs a call, and has closing wait for its end. */
  async track<Result>(work: () => Promise<Result>): Promise<Result> {
    this.checkOpen()
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** Refuses new calls, waits for those under way, and then runs `end` once. */
  close(end: () => Promise<void>): Promise<void> {
    this.#closing ??= this.#finish(end)
    return this.#closing
  }

  async #finish(end: () => Promise<void>): Promise<void> {
    this.#ending.abort(closedError('the storage was closed before the dump had ended'))
    await Promise.allSettled(this.#running)
    await end()
  }
}
