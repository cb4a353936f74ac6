import { createHash } from 'node:crypto'
import {
  createSecureContext,
  type DetailedPeerCertificate,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { type ChainEnd, certificateName } from './certificate-chain.js'

/** A certificate by which a client proves who it is, and its key, both in PEM form. */
export interface ClientCertificate {
  /** The certificate, with its intermediate ones if it has any. */
  readonly cert: string
  /** The private key, without a passphrase. */
  readonly key: string
}

/** Returns a function that makes the TLS context with the trusted authorities, once, on the first call. */
export function lazySecureContext(
  authorities: readonly string[],
  client: Partial<ClientCertificate> = {},
): () => SecureContext {
  let context: SecureContext | undefined
  return () => {
    const ca = authorities.length > 0 ? [...rootCertificates, ...authorities] : undefined
    context ??= createSecureContext({ ...client, ca })
    return context
  }
}

/** The contexts of monitors' own certificates that were used last: making one takes a millisecond. */
const sharedContexts = new Map<string, () => SecureContext>()
const maxSharedContexts = 200

/** Does what {@link lazySecureContext} does, once for all monitors with the same certificates. */
export function sharedSecureContext(
  authorities: readonly string[],
  client?: ClientCertificate,
): () => SecureContext {
  const key = createHash('sha256')
    .update(JSON.stringify([authorities, client]))
    .digest('base64')
  const context = sharedContexts.get(key) ?? lazySecureContext(authorities, client)
  // Re-inserted, so that they are in the order of their last use.
  sharedContexts.delete(key)
  sharedContexts.set(key, context)
  const [oldest] = sharedContexts.keys()
  if (sharedContexts.size > maxSharedContexts && oldest !== undefined) sharedContexts.delete(oldest)
  return context
}

/**
 * Describes why a certificate is not trusted. The code is that of Node: OpenSSL's `X509_V_ERR_…`, or its own for names.
 */
export function describeCertificateError(
  socket: TLSSocket,
  host: string,
  earliest: ChainEnd | undefined,
  now: number,
): string {
  const code = String(socket.authorizationError)
  const leaf: DetailedPeerCertificate = socket.getPeerCertificate(true)
  const { valid_from, valid_to, subjectaltname = 'another name' } = leaf
  const day = (date: string | number) => new Date(date).toISOString().slice(0, 10)
  if (code === 'CERT_HAS_EXPIRED')
    return earliest === undefined || Date.parse(valid_to) < now
      ? `certificate expired on ${day(valid_to)}`
      : `the certificate of the issuer ${earliest.name} expired on ${day(earliest.expiresAt)}`
  if (code === 'CERT_NOT_YET_VALID') return `certificate is not valid before ${day(valid_from)}`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `certificate is for ${(subjectaltname || certificateName(leaf)).slice(0, 200)}, not for ${host}`
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return 'certificate is self-signed'
  return `certificate is not from a trusted authority (${code})`
}
