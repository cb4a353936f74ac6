import { AdapterError, type TelltaleError, TimeoutError, ValidationError } from '../../errors/index.js'

/** The stage of a request at which it fails: the TCP connection, its TLS handshake, or the response. */
type Stage = 'connect' | 'handshake' | 'response'

/** One cause of connection errors. */
interface Reason {
  /** The error codes of Node, OpenSSL and undici with this cause. */
  readonly codes: RegExp
  readonly message: string
  readonly stage: Stage
  readonly retryable?: true
}

const noSuchName = 'the name does not resolve to an address that may be called'

const reasons: readonly Reason[] = [
  { codes: /^ECONNREFUSED$/, message: 'connection refused', stage: 'connect', retryable: true },
  { codes: /^ENOTFOUND$/, message: noSuchName, stage: 'connect' },
  { codes: /^EAI_AGAIN$/, message: noSuchName, stage: 'connect', retryable: true },
  {
    codes: /^E(HOST|NET)UNREACH$|^EADDRNOTAVAIL$/,
    message: 'no route leads there',
    stage: 'connect',
    retryable: true,
  },
  {
    codes: /CERT|SIGNATURE|HOSTNAME_MISMATCH/,
    message: 'its certificate is not trusted',
    stage: 'handshake',
  },
  { codes: /^EPROTO$|^ERR_SSL_/, message: 'the TLS handshake failed', stage: 'handshake' },
  {
    codes: /^ECONNRESET$|^EPIPE$|^UND_ERR_SOCKET$|^UND_ERR_RES_CONTENT_LENGTH_MISMATCH$/,
    message: 'the connection broke',
    stage: 'response',
    retryable: true,
  },
  { codes: /^HPE_|^HTTPParserError$/, message: 'what came back is not HTTP', stage: 'response' },
  { codes: /^UND_ERR_HEADERS_OVERFLOW$/, message: 'its headers are too long', stage: 'response' },
]

/** The hosts that were never connected to, by the error that says so. */
const unconnectedHosts = new WeakMap<Error, string>()

/**
 * Returns `true` when the error says that no connection to `host` could be opened, so that nothing was sent to it. The
 * host includes the port, as in {@link URL.host}.
 */
export const isConnectFailure = (error: unknown, host: string): boolean =>
  error instanceof Error && unconnectedHosts.get(error) === host

function markUnconnected<Failure extends Error>(error: Failure, host: string): Failure {
  unconnectedHosts.set(error, host)
  return error
}

/** Returns the code of an error, or its name: undici's parser errors have no code. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown }
  return String(code ?? name)
}

/** Returns the message of a name that has no address, or none that may be connected to: both are alike to its caller. */
export const unreachableName = (hostname: string): string => `could not reach ${hostname}: ${noSuchName}`

/** Returns the error of a failed request to `host`, with a message for people. */
export function connectionError(host: string, cause: unknown): TelltaleError {
  // When all of several addresses failed, the first failure is reported.
  const first = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  const code = codeOf(first)
  const message = first instanceof Error ? first.message : String(first)
  if (code === 'UND_ERR_INVALID_ARG') return new ValidationError('http.get', [{ path: 'headers', message }])
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    const timeout = new TimeoutError(`could not reach ${host}: no connection in time`, { cause })
    // The system reports an established connection that breaks by the same ETIMEDOUT.
    return code === 'ETIMEDOUT' ? timeout : markUnconnected(timeout, host)
  }
  const reason = reasons.find(({ codes }) => codes.test(code))
  const place = reason?.message === noSuchName ? host.replace(/:\d+$/, '') : host
  const what = reason?.stage === 'response' ? `no whole answer from ${place}` : `could not reach ${place}`
  const retryable = reason?.retryable ?? false
  const error = new AdapterError(`${what}: ${reason?.message ?? message}`, { retryable, cause })
  return reason?.stage === 'connect' ? markUnconnected(error, host) : error
}
