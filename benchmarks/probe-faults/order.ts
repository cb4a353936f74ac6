/** A check that a prober has to make. */
export interface CheckOrder {
  readonly probe: 'http' | 'tcp' | 'tls' | 'dns'
  /** The options of the probe. */
  readonly options: object
  readonly url: string
  readonly timeoutMs: number
  /** A target that answers, to be checked afterwards by the same probe. */
  readonly healthyUrl: string
  /** The jump of the time of day during the check, in milliseconds. @default none */
  readonly clockJumpMs?: number
}

/** The outcome of a check. Its moments are on the monotonic clock, which all processes of a machine share. */
export interface CheckOutcome {
  readonly beganAtMs: number
  readonly endedAtMs: number
  readonly latencyMs: number
  readonly uncertaintyMs: number
  /** The kind of the failure. */
  readonly kind: string | undefined
  /** Timers, sockets and requests that the check left behind. */
  readonly left: readonly string[]
  /** The failure of the next check, of the healthy target. */
  readonly nextFailure: string | undefined
}

/** Returns the monotonic clock, in milliseconds. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
