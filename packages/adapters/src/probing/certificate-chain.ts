import { X509Certificate } from 'node:crypto'
import { type DetailedPeerCertificate, rootCertificates, type TLSSocket } from 'node:tls'

/** The certificate of a chain that expires first. */
export interface ChainEnd {
  /** The common name of its subject, or its whole subject. */
  readonly name: string
  /** The expiry, in epoch milliseconds. */
  readonly expiresAt: number
}

/**
 * Returns which certificate expires first, from the server's own to that of the trusted authority. Returns `undefined`
 * when the server sent none.
 */
export function earliestExpiry(socket: TLSSocket, now: number): ChainEnd | undefined {
  const chain = chainOf(socket.getPeerCertificate(true))
  const [first] = chain
  const ends = chain.map(endOf)
  const earliest = earliestOf(ends)
  if (!first || !earliest || earliest === ends[0] || !socket.authorized) return earliest
  // An authority that this machine trusts may have been sent with the signature of an older one, which does not matter.
  const crossSignedAt = chain.findIndex((certificate, at) => at > 0 && rootOf(certificate) !== undefined)
  const root = crossSignedAt > 0 ? rootOf(chain[crossSignedAt]) : undefined
  const path = root ? [...ends.slice(0, crossSignedAt), rootEnd(root)] : ends
  // Whatever has expired is no part of the path that this machine trusts.
  return earliestOf(path.filter(({ expiresAt }) => expiresAt > now)) ?? earliest
}

/** Returns the common name of a certificate's subject, or its whole subject, cut at 200 characters. */
export function certificateName({ subject }: Pick<DetailedPeerCertificate, 'subject'>): string {
  const { CN } = subject ?? {}
  const parts = Object.entries(subject ?? {}).map(([name, value]) => `${name}=${value}`)
  return (CN === undefined ? parts.join(', ') || 'unnamed' : [CN].flat().join(', ')).slice(0, 200)
}

const endOf = (certificate: DetailedPeerCertificate): ChainEnd => ({
  name: certificateName(certificate),
  expiresAt: Date.parse(certificate.valid_to),
})

const rootEnd = ({ subject, validTo }: X509Certificate): ChainEnd => ({
  name: (/^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ')).slice(0, 200),
  expiresAt: Date.parse(validTo),
})

const earliestOf = (ends: readonly ChainEnd[]): ChainEnd | undefined =>
  ends
    .filter(({ expiresAt }) => !Number.isNaN(expiresAt))
    .reduce<ChainEnd | undefined>(
      (first, end) => (first && first.expiresAt <= end.expiresAt ? first : end),
      undefined,
    )

/** Returns the certificates from a server's own upwards. The last one is its own issuer, where it was found. */
function chainOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = []
  const seen = new Set<string>()
  // Without a certificate, Node returns an empty object.
  for (let next: DetailedPeerCertificate | undefined = leaf; next?.raw; next = next.issuerCertificate) {
    if (seen.has(next.fingerprint256)) break
    seen.add(next.fingerprint256)
    chain.push(next)
  }
  return chain
}

let roots: ReadonlyMap<string, X509Certificate> | undefined

/** Returns the root certificate of Node with the subject and the key of a certificate. */
function rootOf(certificate: DetailedPeerCertificate | undefined): X509Certificate | undefined {
  if (!certificate) return undefined
  // They are read only for a chain in which another certificate expires before the server's own, which is rare.
  roots ??= new Map(
    rootCertificates.map((pem) => new X509Certificate(pem)).map((root) => [root.subject, root] as const),
  )
  const { subject, publicKey } = new X509Certificate(certificate.raw)
  const root = roots.get(subject)
  return root?.publicKey.equals(publicKey) ? root : undefined
}
