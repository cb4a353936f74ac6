import { AdapterError } from '@telltale/core'
import type { CheckFailure, CheckFailureKind } from '@telltale/core/ports'
import type { Phase } from './stopwatch.js'

/** Ends a check with a failure whose message is known. Never leaves the probes. */
export class CheckError extends Error {
  readonly kind: CheckFailureKind

  constructor(kind: CheckFailureKind, message: string) {
    super(message)
    this.kind = kind
  }
}

/** A connection error of Node or OpenSSL. */
interface SystemError extends Error {
  readonly code: string
  /** The short complaint of OpenSSL or the HTTP parser. */
  readonly reason?: string
  /** The name that was looked up. */
  readonly hostname?: string
  readonly address?: string
  readonly port?: number
}

/** Error codes for a lack of resources on this machine, not on the target. */
const shortages = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])

/**
 * Converts an error of the given phase to a check's failure.
 *
 * @throws `AdapterError` when this machine has no socket left, which says nothing about the target; and the error itself
 * when it is not one of a connection.
 */
export function toCheckFailure(error: unknown, phase: Phase): CheckFailure {
  if (error instanceof CheckError) return { kind: error.kind, message: error.message }
  const told = (error instanceof AggregateError ? error.errors : [error]).filter(isSystemError)
  // Several addresses were tried: one that refuses is there at least, and says more than one that cannot be reached.
  const first = told.find(({ code }) => code === 'ECONNREFUSED') ?? told[0]
  if (!first) throw error
  if (shortages.has(first.code))
    throw new AdapterError(`no check was made: this machine has no more sockets or memory (${first.code})`, {
      retryable: true,
      cause: error,
    })
  if (phase === 'dnsMs')
    return {
      kind: 'dns',
      message: `could not reach ${first.hostname}: the name does not resolve to an address that may be called`,
    }
  if (phase === 'connectMs') return connectFailure(first, told)
  return phase === 'tlsMs' ? handshakeFailure(first) : exchangeFailure(first, phase)
}

/** Returns `true` for an error of the system or of OpenSSL. A module of ours that cannot be loaded is no such thing. */
const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  !error.code.startsWith('ERR_MODULE')

function connectFailure({ code }: SystemError, told: readonly SystemError[]): CheckFailure {
  const places = told
    .filter((error) => error.code === code)
    .map(
      ({ address = '', port }) =>
        `${address.includes(':') ? `[${address}]` : address}${port ? `:${port}` : ''}`,
    )
    .join(' and ')
  if (code === 'ECONNREFUSED') return { kind: 'refused', message: `connection refused by ${places}` }
  if (code === 'ETIMEDOUT')
    return { kind: 'timeout', message: `no answer from ${places}: the operating system gave up` }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return { kind: 'unreachable', message: `no route leads to ${places} (${code})` }
  if (code === 'ECONNRESET')
    return { kind: 'reset', message: `${places} accepted the connection and broke it at once (${code})` }
  return { kind: 'unreachable', message: `no connection to ${places} (${code})` }
}

function handshakeFailure({ code, reason, message }: SystemError): CheckFailure {
  const why = code === 'ECONNRESET' || code === 'EPIPE' ? 'the connection was closed' : (reason ?? message)
  return { kind: 'tls', message: `the TLS handshake failed: ${why}` }
}

function exchangeFailure({ code, reason, message }: SystemError, phase: Phase): CheckFailure {
  if (code === 'HPE_HEADER_OVERFLOW')
    return { kind: 'too-large', message: `the headers of the answer are longer than ${maxHeaderBytes} bytes` }
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE')
    return {
      kind: 'protocol',
      message: `the answer is not valid HTTP: ${reason ?? message}; \`lenient\` in the request may accept it`,
    }
  // With TLS 1.3 a server may refuse a client only after the handshake.
  if (code.startsWith('ERR_SSL_'))
    return { kind: 'tls', message: `the server ended TLS: ${reason ?? message}` }
  const when =
    phase === 'firstByteMs' ? 'before the first byte of the answer' : 'before the end of the answer'
  return { kind: 'reset', message: `the connection broke ${when} (${code})` }
}

/** The maximum size of the response headers, in bytes. */
export const maxHeaderBytes = 16_384

const activities: Readonly<Record<Phase, string>> = {
  dnsMs: 'looking up the name',
  proxyMs: 'connecting through the proxy',
  connectMs: 'connecting',
  tlsMs: 'in the TLS handshake',
  firstByteMs: 'waiting for the first byte',
  downloadMs: 'reading the answer',
}

const formatMs = (ms: number): string => (ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`)

/** Makes the error of a check that ran out of time, with the phase that it was in. */
export const timeoutError = (timeoutMs: number, phase: Phase): CheckError =>
  new CheckError('timeout', `no complete answer within ${formatMs(timeoutMs)} (${activities[phase]})`)

/** Makes the error of a phase that exceeded its limit. */
export const phaseTimeoutError = (limitMs: number, phase: Phase): CheckError =>
  new CheckError('timeout', `${activities[phase]} took longer than the ${formatMs(limitMs)} it may take`)
