import type { CheckFailureKind, Measurement } from '../latency/check.js'

/** The failures that this machine's own network may cause. */
const doubtfulFailures: ReadonlySet<CheckFailureKind> = new Set(['dns', 'proxy', 'unreachable', 'timeout'])

/** The failures that say nothing about the network: none was used. */
const localFailures: ReadonlySet<CheckFailureKind> = new Set(['forbidden', 'probe'])

/** Checks whether a measurement tells nothing of the network, since it did not come that far. */
export const isLocal = ({ failure }: Measurement): boolean =>
  failure !== undefined && localFailures.has(failure.kind)

/**
 * Checks whether a measurement proves that the network works: an answer came, be it that nothing listens, a certificate
 * that is not trusted, or an opened connection on which nothing followed.
 */
export function reachesTarget({ failure, phases }: Measurement): boolean {
  if (!failure || !doubtfulFailures.has(failure.kind)) return !failure || !localFailures.has(failure.kind)
  const { proxyMs, connectMs = proxyMs, tlsMs, firstByteMs } = phases
  return failure.kind === 'timeout' && connectMs !== undefined && (tlsMs ?? firstByteMs) !== undefined
}
