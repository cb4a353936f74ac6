import { createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls'

/** Returns a function that makes the TLS context with the trusted authorities, once, on the first call. */
export function lazySecureContext(authorities: readonly string[]): () => SecureContext {
  let context: SecureContext | undefined
  return () => {
    context ??= createSecureContext(
      authorities.length > 0 ? { ca: [...rootCertificates, ...authorities] } : {},
    )
    return context
  }
}

/**
 * Describes why a certificate is not trusted. The code is that of Node: OpenSSL's `X509_V_ERR_…`, or its own for names.
 */
export function describeCertificateError(socket: TLSSocket, host: string, hasExpired: boolean): string {
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
