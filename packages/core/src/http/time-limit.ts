import { TelltaleError } from '../errors/index.js'

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
 * The time that a call has for all its attempts and redirects. What it waits for out of politeness is not counted. By
 * the machine's own timer and not by a clock: sockets do not wait for a clock that a test holds.
 */
export class TimeLimit {
  readonly timeoutMs: number
  readonly phases: PhaseLimits
  readonly signal: AbortSignal | undefined
  #endsAt: number

  constructor(timeoutMs: number, phases: PhaseLimits, signal: AbortSignal | undefined) {
    this.timeoutMs = timeoutMs
    this.phases = phases
    this.signal = signal
    this.#endsAt = performance.now() + timeoutMs
  }

  /** When the call must have ended, on the scale of `performance.now()`. */
  get endsAt(): number {
    return this.#endsAt
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
export const callAborted = (host: string, signal: AbortSignal | undefined): TelltaleError =>
  new TelltaleError(`the request to ${host} was aborted`, {
    code: 'ABORTED',
    status: 503,
    cause: signal?.reason,
  })
