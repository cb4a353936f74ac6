import { TelltaleError } from '../../errors/index.js'

/** How long each part of an exchange may take, in milliseconds. */
export interface PhaseLimits {
  /** Until there is a connection, TLS included. */
  readonly connectMs: number
  /** From the connection to the first byte of the answer. */
  readonly firstByteMs: number
  /** Between two pieces of the answer. */
  readonly betweenBytesMs: number
}

/**
 * The time that a call has for all its attempts and redirects, and what ends it early. What it waits for out of politeness
 * is not counted. By the machine's own timer and not by a clock: sockets do not wait for a clock that a test holds.
 *
 * Inside the client it stands for the caller's signal, which is listened to once: listeners of signals cost more than
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

  /** When the call must have ended, on the scale of `performance.now()`. */
  get endsAt(): number {
    return this.#endsAt
  }

  /** Whether the caller wants nothing more of it. */
  get isAborted(): boolean {
    return this.#isAborted
  }

  /** Why the caller's signal fired. */
  get reason(): unknown {
    return this.#signal?.reason
  }

  /** Calls `listener` when the call is aborted; returns what forgets it. */
  onAbort(listener: () => void): () => void {
    this.#listeners ??= new Set()
    this.#listeners.add(listener)
    return () => void this.#listeners?.delete(listener)
  }

  /** Ends all that is done for the call. */
  readonly abort = (): void => {
    this.#isAborted = true
    for (const listener of [...(this.#listeners ?? [])]) listener()
  }

  /** Stops listening to the caller's signal: the call has ended. */
  release(): void {
    this.#signal?.removeEventListener('abort', this.abort)
  }

  /** Does work whose time is not counted. */
  async uncounted<Result>(work: () => Promise<Result>): Promise<Result> {
    const beganAt = performance.now()
    try {
      return await work()
    } finally {
      this.#endsAt += performance.now() - beganAt
    }
  }
}

/** Returns the error of a call to `host` that its caller ended. */
export const callAborted = (host: string, { reason }: TimeLimit): TelltaleError =>
  new TelltaleError(`the request to ${host} was aborted`, { code: 'ABORTED', status: 503, cause: reason })

/** Waits for what others may wait for too, until the call is aborted. */
export function unlessAborted<Result>(
  { url, time }: { readonly url: URL; readonly time: TimeLimit },
  shared: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(callAborted(url.host, time))
    const forget = time.onAbort(leave)
    if (time.isAborted) leave()
    shared.then(resolve, reject).finally(forget)
  })
}
