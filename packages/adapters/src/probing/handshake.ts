import { isIP, type Socket } from 'node:net'
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { defined } from '@telltale/core/ports'
import { describeCertificateError } from './certificate.js'
import { earliestExpiry } from './certificate-chain.js'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** The terms of a TLS handshake. */
export interface TlsTerms {
  /** The trusted authorities, and the client's certificate if any. */
  readonly context: SecureContext
  /** The protocols that are offered, by their ALPN names. */
  readonly protocols?: readonly string[] | undefined
  /** The server name (SNI), for which the certificate has to be valid. @default the host */
  readonly serverName?: string | undefined
  /** `false` to go on with a certificate that is not trusted. @default true */
  readonly verify?: boolean | undefined
  /** The words to end the message with when both sides have no protocol in common. @default none */
  readonly protocolHint?: string
}

/** Starts TLS, over the socket or the address in `over`. */
export function startHandshake(
  over: ConnectionOptions,
  host: string,
  { context, protocols, serverName = host }: TlsTerms,
): TLSSocket {
  return connect({
    ...over,
    secureContext: context,
    checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate),
    ...defined({
      servername: isIP(serverName) === 0 ? serverName : undefined,
      ALPNProtocols: protocols && [...protocols],
    }),
    // The certificate is verified afterwards, before anything is sent: only then is the reason known.
    rejectUnauthorized: false,
  }).setNoDelay(true)
}

/**
 * Starts TLS on a connection that is open, and resolves once its certificate is trusted. The caller destroys the socket;
 * after a failure it is destroyed already.
 */
export function upgrade(socket: Socket, host: string, terms: TlsTerms, run: CheckRun): Promise<TLSSocket> {
  run.enter('tlsMs')
  return shakeHands(socket, host, terms, run)
}

/** The parts of a check that a handshake needs. */
export type HandshakeRun = Pick<CheckRun, 'step' | 'details' | 'clock'>

/** Does what {@link upgrade} does, in the phase of the moment. */
export async function shakeHands(
  socket: Socket,
  host: string,
  terms: TlsTerms,
  run: HandshakeRun,
): Promise<TLSSocket> {
  const secure = startHandshake({ socket }, host, terms)
  try {
    await run.step<void>((resolve, reject) => {
      secure.on('error', (error) => reject(handshakeError(error, terms)))
      secure.once('secureConnect', () => {
        const error = verifyCertificate(secure, host, terms, run)
        if (error) reject(error)
        else resolve()
      })
    })
    return secure
  } catch (error) {
    secure.destroy()
    throw error
  }
}

/** Records the end of the certificates. Returns an error when they are not trusted and have to be. */
export function verifyCertificate(
  socket: TLSSocket,
  host: string,
  { serverName = host, verify = true }: TlsTerms,
  { details, clock }: HandshakeRun,
): CheckError | undefined {
  const earliest = earliestExpiry(socket, clock.now())
  if (earliest) {
    details.certificateExpiresAt = earliest.expiresAt
    details.certificateName = earliest.name
  }
  if (socket.authorized) return undefined
  details.certificateProblem = String(socket.authorizationError)
  return verify
    ? new CheckError('tls', describeCertificateError(socket, serverName, earliest, clock.now()))
    : undefined
}

/** The errors of OpenSSL when both sides have nothing in common, or one of them does not speak TLS. */
const disagreements: readonly (readonly [code: RegExp, why: (terms: TlsTerms) => string])[] = [
  [
    /NO_APPLICATION_PROTOCOL$/,
    ({ protocols = [], protocolHint = '' }) =>
      `the server speaks none of the protocols that are offered by ALPN: ${protocols.join(', ')}${protocolHint}`,
  ],
  [
    /(ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION)$/,
    () => 'both sides have no version of TLS in common; this probe speaks TLS 1.2 and 1.3',
  ],
  [
    /(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL)$/,
    () => 'what the server sent is not TLS',
  ],
  [
    /ALERT_HANDSHAKE_FAILURE$/,
    () => 'the server refuses what it is offered: the ciphers, or a client without a certificate',
  ],
]

/** Returns the error of a handshake with the reason in words, where that is known. */
export function handshakeError(
  error: Error & { readonly code?: unknown; readonly reason?: unknown },
  terms: TlsTerms,
): Error {
  const { code, reason } = error
  const [, why] = disagreements.find(([known]) => known.test(String(code))) ?? []
  if (!why) return error
  return new CheckError('tls', `the TLS handshake failed: ${why(terms)} (${reason ?? code})`)
}
