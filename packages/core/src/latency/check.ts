/** The duration of each phase of a check. The phases that took place sum to the check's `latencyMs`, redirects included. */
export interface CheckPhases {
  /** The DNS lookup, in milliseconds. */
  readonly dnsMs?: number
  /** From the connection to the proxy until it has one to the target, in milliseconds; absent without a proxy. */
  readonly proxyMs?: number
  /** The opening of the TCP connection, in milliseconds; absent with a proxy, which opens it. */
  readonly connectMs?: number
  /** The TLS handshake, in milliseconds. */
  readonly tlsMs?: number
  /** From the request being sent until the first byte of the answer, in milliseconds. */
  readonly firstByteMs?: number
  /** From the first to the last byte of the answer, in milliseconds. */
  readonly downloadMs?: number
}

/**
 * The kind of a check's failure.
 *
 * - `dns`: the name did not resolve
 * - `forbidden`: the private-network guard does not allow the address
 * - `proxy`: the proxy cannot be reached, or refuses
 * - `refused`: nothing accepts connections there
 * - `unreachable`: this machine finds no route there, or may not connect
 * - `tls`: the handshake failed, or the certificate is not trusted
 * - `timeout`: no complete answer in time
 * - `reset`: the connection broke before the answer was complete
 * - `protocol`: the answer violates the protocol
 * - `redirect`: too many redirects, or one that leads nowhere
 * - `status`: the answer's status is not among the accepted ones
 * - `too-large`: the answer is longer than the limit
 * - `assertion`: an assertion about the answer does not hold
 * - `late`: the heartbeat of a push monitor did not come in time
 * - `job`: a job reported by its heartbeat that it failed
 * - `probe`: the probe itself failed, by a fault of its own or of this machine
 */
export type CheckFailureKind =
  | 'dns'
  | 'forbidden'
  | 'proxy'
  | 'refused'
  | 'unreachable'
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
  | 'probe'

/** The reason of a check's failure, for a program and for a person. */
export interface CheckFailure {
  /** The part that failed. */
  readonly kind: CheckFailureKind
  /** The same in words, with the particulars. */
  readonly message: string
}

/** One measurement of a probe. */
export interface Measurement {
  /** The time from the start of the check to its end, in milliseconds; also of a failed one. */
  readonly latencyMs: number
  /** The parts of that time. */
  readonly phases: CheckPhases
  /**
   * An estimate of the most that this process's own delay may have added to `latencyMs`, in milliseconds: the target took
   * about between `latencyMs - uncertaintyMs` and `latencyMs`. In runs of `pnpm bench probe-accuracy` on Linux, which counts
   * how long a process waits for a processor, the http probe held that in 91 to 99 of 100 checks with 50 or 500 in flight,
   * and in 74 to 98 of 100 that ran one at a time, where the bench's own server is late by up to a millisecond.
   */
  readonly uncertaintyMs: number
  /** The reason of the failure; absent when the check succeeded. */
  readonly failure?: CheckFailure
  /** The condition that did not hold, of those that only degrade a check; absent when all held. Such a check counts as up. */
  readonly degraded?: string
  /** The HTTP status of the last answer. */
  readonly httpStatus?: number
  /** The size of the last answer's body, in bytes. */
  readonly bytes?: number
  /** The number of redirects that were followed. */
  readonly redirects?: number
  /** The address that answered. */
  readonly remoteAddress?: string
  /** The version of the Internet Protocol. */
  readonly addressFamily?: 4 | 6
  /** The protocol that was spoken, such as `HTTP/1.1` or `TLSv1.3`. */
  readonly protocol?: string
  /**
   * The earliest expiry among the certificates of the last connection, from the server's own to that of the trusted
   * authority, in epoch milliseconds.
   */
  readonly certificateExpiresAt?: number
  /** The name of the certificate that expires then: its common name, or its whole subject. */
  readonly certificateName?: string
  /** The code of OpenSSL or Node for a certificate that is not trusted, such as `CERT_HAS_EXPIRED`; absent for one that is. */
  readonly certificateProblem?: string
  /** The answers that say more than a time: the records of a name server, or the version of a database. */
  readonly answers?: readonly string[]
  /** The share of packets that did not come back, from 0 to 1. */
  readonly packetLoss?: number
  /** The number of attempts; absent when there was one. */
  readonly attempts?: number
  /** The `latencyMs` of the first of several attempts. The other figures are those of the last attempt. */
  readonly firstAttemptMs?: number
}
