/** One check that a prober is to make. */
export interface Order {
  readonly probe: 'http' | 'tcp' | 'tls' | 'dns'
  /** What the probe is made with. */
  readonly options: object
  readonly url: string
  readonly timeoutMs: number
  /** A target that answers, to be checked afterwards by the same probe. */
  readonly healthyUrl: string
  /** By how much the time of day jumps while the check is under way; it stays where it is when absent. */
  readonly clockJumpMs?: number
}

/** What became of it. The moments are on the monotonic clock, which all processes of a machine share. */
export interface Outcome {
  readonly beganAtMs: number
  readonly endedAtMs: number
  readonly latencyMs: number
  readonly uncertaintyMs: number
  /** Why the check failed, by its documented name. */
  readonly kind: string | undefined
  /** Timers, sockets and requests that were not there before. */
  readonly left: readonly string[]
  /** Why the check of the healthy target failed. */
  readonly nextFailure: string | undefined
}

/** Returns the monotonic clock, in milliseconds. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
