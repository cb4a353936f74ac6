/** Where the time of a check went. The phases that took place sum to the check's `latencyMs`, redirects included. */
export interface CheckPhases {
  /** Looking the name up. */
  readonly dnsMs?: number
  /** Opening the TCP connection. */
  readonly connectMs?: number
  /** The TLS handshake. */
  readonly tlsMs?: number
  /** From the request being sent until the first byte of the answer. */
  readonly firstByteMs?: number
  /** From the first to the last byte of the answer. */
  readonly downloadMs?: number
}

/**
 * Why a check failed.
 *
 * - `dns`: the name did not resolve
 * - `forbidden`: the address lies where the private-network guard lets nobody go
 * - `refused`: nothing accepts connections there, or no route leads there
 * - `tls`: the handshake failed, or the certificate is not trusted
 * - `timeout`: no complete answer in time
 * - `reset`: the connection broke before the answer was complete
 * - `protocol`: what came back is not what the protocol allows
 * - `redirect`: too many redirects, or one that leads nowhere
 * - `status`: the answer's status is not among the accepted ones
 * - `too-large`: the answer is longer than the limit
 * - `assertion`: the answer came, and is not what was asserted of it
 * - `late`: the heartbeat of a push monitor did not come in time
 * - `job`: a job said by its heartbeat that it failed
 */
export type CheckFailureKind =
  | 'dns'
  | 'forbidden'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'protocol'
  | 'redirect'
  | 'status'
  | 'too-large'
  | 'assertion'
  | 'late'
  | 'job'

/** Why a check failed, for a program and for a person. */
export interface CheckFailure {
  /** What failed. */
  readonly kind: CheckFailureKind
  /** The same in words, with the particulars. */
  readonly message: string
}

/** What a probe measured, once. */
export interface Measurement {
  /** From the start of the check to its end, in milliseconds; also of a failed one. */
  readonly latencyMs: number
  /** Where the time went. */
  readonly phases: CheckPhases
  /** How much this process's own delay may have added to `latencyMs`: an estimate by the probe, not a bound that always holds. */
  readonly uncertaintyMs: number
  /** Why the check failed; absent when it did not. */
  readonly failure?: CheckFailure
  /** The status of the last answer. */
  readonly httpStatus?: number
  /** Bytes of the last answer's body. */
  readonly bytes?: number
  /** How many redirects were followed. */
  readonly redirects?: number
  /** The address that answered. */
  readonly remoteAddress?: string
  /** The version of the Internet Protocol it was reached by. */
  readonly addressFamily?: 4 | 6
  /** What was spoken, such as `HTTP/1.1` or `TLSv1.3`. */
  readonly protocol?: string
  /** When the certificate of the last connection ends. */
  readonly certificateExpiresAt?: number
  /** Why that certificate is not trusted, by OpenSSL's or Node's code such as `CERT_HAS_EXPIRED`; absent when it is. */
  readonly certificateProblem?: string
  /** How often the target was tried until this came of it; absent when once was enough. */
  readonly attempts?: number
  /** The `latencyMs` of the first of several attempts; the other figures are the last one's. */
  readonly firstAttemptMs?: number
}
