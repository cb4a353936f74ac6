import { AdapterError, type TelltaleError, TimeoutError, ValidationError } from '../../errors/index.js'

interface Reason {
  /** The codes of Node, OpenSSL and undici that it stands for. */
  readonly codes: RegExp
  readonly words: string
  /** Whether there was a connection. */
  readonly connected?: true
  readonly retryable?: true
}

const reasons: readonly Reason[] = [
  { codes: /^ECONNREFUSED$/, words: 'connection refused', retryable: true },
  { codes: /^ENOTFOUND$/, words: 'its name does not resolve' },
  { codes: /^EAI_AGAIN$/, words: 'its name could not be looked up just now', retryable: true },
  { codes: /^E(HOST|NET)UNREACH$|^EADDRNOTAVAIL$/, words: 'no route leads there', retryable: true },
  { codes: /CERT|SIGNATURE|HOSTNAME_MISMATCH/, words: 'its certificate is not trusted' },
  { codes: /^EPROTO$|^ERR_SSL_/, words: 'the TLS handshake failed' },
  {
    codes: /^ECONNRESET$|^EPIPE$|^UND_ERR_SOCKET$|^UND_ERR_RES_CONTENT_LENGTH_MISMATCH$/,
    words: 'the connection broke',
    connected: true,
    retryable: true,
  },
  { codes: /^HPE_|^HTTPParserError$/, words: 'what came back is not HTTP', connected: true },
  { codes: /^UND_ERR_HEADERS_OVERFLOW$/, words: 'its headers are too long', connected: true },
]

/** The code of an error, or its name: undici's parser errors come without a code. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown }
  return String(code ?? name)
}

/** Returns the error of a request that failed, in words for a person; `host` is whom it was to reach. */
export function connectionError(host: string, cause: unknown): TelltaleError {
  // Several addresses were tried: the first one's failure stands for all.
  const first = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  const code = codeOf(first)
  const message = first instanceof Error ? first.message : String(first)
  if (code === 'UND_ERR_INVALID_ARG') return new ValidationError('http.get', [{ path: 'headers', message }])
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return new TimeoutError(`could not reach ${host}: no connection in time`, { cause })
  const reason = reasons.find(({ codes }) => codes.test(code))
  const what = reason?.connected ? `no whole answer from ${host}` : `could not reach ${host}`
  return new AdapterError(`${what}: ${reason?.words ?? message}`, {
    retryable: reason?.retryable ?? false,
    cause,
  })
}
