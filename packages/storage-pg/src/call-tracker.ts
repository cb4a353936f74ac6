import { setMaxListeners } from 'node:events'
import { TelltaleError } from '@telltale/core'

/** Makes the error of a call that comes too late. */
export const closedError = (message: string) => new TelltaleError(message, { code: 'CLOSED', status: 503 })

/** The time that the calls under way have to end once the storage closes. Closing then takes 10 s at most. */
const graceMs = 8_000

/** Waits until work has settled, for a limited time. */
export async function settledWithin(work: Promise<unknown>, maxMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, maxMs)
  })
  await Promise.race([work.catch(() => undefined), late])
  clearTimeout(timer)
}

/** Keeps track of the calls that are under way, so that closing can wait for them. */
export class CallTracker {
  readonly #running = new Set<Promise<unknown>>()
  readonly #ending = new AbortController()
  #closing: Promise<void> | undefined

  constructor() {
    // Every dump listens for the end, however many there are.
    setMaxListeners(0, this.#ending.signal)
  }

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

  /** Refuses new calls, waits for those under way, for 8 s at most, and then runs `end` once. */
  close(end: () => Promise<void>): Promise<void> {
    this.#closing ??= this.#finish(end)
    return this.#closing
  }

  async #finish(end: () => Promise<void>): Promise<void> {
    this.#ending.abort(closedError('the storage was closed before the dump had ended'))
    await settledWithin(Promise.allSettled(this.#running), graceMs)
    await end()
  }
}
