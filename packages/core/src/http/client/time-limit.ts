import { TelltaleError } from '../../errors/index.js'

/** The time limits of the phases of one request, in milliseconds. */
export interface PhaseLimits {
  /** The time until the connection is open, TLS included. */
  readonly connectMs: number
  /** The time from the open connection to the first byte of the response. */
  readonly firstByteMs: number
  /** The time between two chunks of the response. */
  readonly betweenBytesMs: number
}

/**
 * The time limit of a call with all its attempts and redirects, and its abort signal. Waits for a rate limit do not count.
 * It uses the machine's timer and not a {@link Clock}, since sockets do not wait for a clock that a test stops.
 *
 * Within the client it replaces the caller's signal, which gets one listener only: listeners of signals cost more than
 * most other parts of a call.
 */
export class TimeLimit {
  readonly timeoutMs: number
  readonly phases: PhaseLimits
  readonly #signal: AbortSignal | undefined
  #listeners: Set<() => void> | undefined
  #endsAt: number
  #isAborted = false

  constructor(timeoutMs: number, phases: PhaseLimits, signal?: AbortSignal) {
    this.timeoutMs = timeoutMs
    this.phases = phases
    this.#endsAt = performance.now() + timeoutMs
    this.#signal = signal
    if (signal?.aborted) this.#isAborted = true
    else signal?.addEventListener('abort', this.abort)
  }

  /** The deadline of the call, on the scale of `performance.now()`. */
  get endsAt(): number {
    return this.#endsAt
  }

  /** `true` once the caller has aborted the call. */
  get isAborted(): boolean {
    return this.#isAborted
  }

  /** The reason of the caller's signal. */
  get reason(): unknown {
    return this.#signal?.reason
  }

  /** Calls `listener` when the call is aborted; returns a function that removes it. */
  onAbort(listener: () => void): () => void {
    this.#listeners ??= new Set()
    this.#listeners.add(listener)
    return () => void this.#listeners?.delete(listener)
  }

  /** Aborts the call: notifies all listeners. */
  readonly abort = (): void => {
    this.#isAborted = true
    for (const listener of [...(this.#listeners ?? [])]) listener()
  }

  /** Removes the listener from the caller's signal once the call has ended. */
  release(): void {
    this.#signal?.removeEventListener('abort', this.abort)
  }

  /** Runs work whose time does not count towards the limit. */
  async uncounted<Result>(work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      this.#endsAt += performance.now() - startedAt
    }
  }
}

/** Returns the error of a call to `host` that its caller aborted. */
export const callAborted = (host: string, { reason }: TimeLimit): TelltaleError =>
  new TelltaleError(`the request to ${host} was aborted`, { code: 'ABORTED', status: 503, cause: reason })

/** Waits for a promise that several calls may share, and rejects when this call is aborted. */
export function unlessAborted<Result>(
  { url, time }: { readonly url: URL; readonly time: TimeLimit },
  shared: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(callAborted(url.host, time))
    const removeListener = time.onAbort(onAbort)
    if (time.isAborted) onAbort()
    shared.then(resolve, reject).finally(removeListener)
  })
}
