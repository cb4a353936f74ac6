import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction, connect as openTcp, type Socket } from 'node:net'
import { connect as openTls, type SecureContext, TLSSocket } from 'node:tls'
import { Fault } from './fault.js'
import type { Run } from './run.js'

/** Returns the host of a URL as sockets take it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/**
 * Begins a connection to the first of the addresses that answers; without addresses, the host is one itself.
 * `secureContext` is called for `https:` alone.
 */
export function openSocket(
  url: URL,
  addresses: readonly LookupAddress[] | undefined,
  secureContext: () => SecureContext,
): Socket {
  const secure = url.protocol === 'https:'
  const host = hostOf(url)
  const tcp = {
    host,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    noDelay: true,
    autoSelectFamily: true,
    // Node's 250 ms would drop the address of a far host in mid-handshake, and a lost SYN is sent again after 1 s.
    autoSelectFamilyAttemptTimeout: 1_500,
    ...(addresses && { lookup: answerWith(addresses) }),
  }
  if (!secure) return openTcp(tcp)
  return openTls({
    ...tcp,
    secureContext: secureContext(),
    ...(isIP(host) === 0 && { servername: host }),
    ALPNProtocols: ['http/1.1'],
    // The certificate is judged by `connected`, before anything is sent: only there can it be said what is wrong with it.
    rejectUnauthorized: false,
  })
}

const answerWith =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, _options, answer) =>
    answer(null, [...addresses])

/** Resolves once the socket may be written to: over TLS, once its certificate is found to be trusted. */
export function connected(socket: Socket, url: URL, { watch, facts, clock }: Run): Promise<void> {
  delete facts.certificateExpiresAt
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.once('connect', () => {
      if (socket.remoteAddress !== undefined) facts.remoteAddress = socket.remoteAddress
      if (!(socket instanceof TLSSocket)) return resolve()
      watch.enter('tlsMs')
      socket.once('secureConnect', () => {
        const expiresAt = Date.parse(socket.getPeerCertificate().valid_to)
        if (!Number.isNaN(expiresAt)) facts.certificateExpiresAt = expiresAt
        if (socket.authorized) resolve()
        else reject(new Fault('tls', distrust(socket, hostOf(url), expiresAt < clock.now())))
      })
    })
  })
}

/** Why a certificate is not trusted, in words. The code is Node's: OpenSSL's X509_V_ERR_…, or its own for names. */
function distrust(socket: TLSSocket, host: string, hasExpired: boolean): string {
  const code = String(socket.authorizationError)
  const { valid_from, valid_to, subjectaltname = 'another name' } = socket.getPeerCertificate()
  const day = (date: string) => new Date(date).toISOString().slice(0, 10)
  if (code === 'CERT_HAS_EXPIRED')
    return hasExpired ? `certificate expired on ${day(valid_to)}` : 'the certificate of an issuer has expired'
  if (code === 'CERT_NOT_YET_VALID') return `certificate is not valid before ${day(valid_from)}`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `certificate is for ${subjectaltname.slice(0, 200)}, not for ${host}`
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return 'certificate is self-signed'
  return `certificate is not from a trusted authority (${code})`
}
