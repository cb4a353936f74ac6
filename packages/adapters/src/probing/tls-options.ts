import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import type { ClientCertificate } from './certificate.js'

/** Checks whether a key is the one of a certificate. A text that is neither was refused before. */
function isPair({ cert, key }: ClientCertificate): boolean {
  const read = () => [new X509Certificate(cert), createPrivateKey(key)] as const
  if (!isReadable(read)) return true
  const [certificate, privateKey] = read()
  return certificate.checkPrivateKey(privateKey)
}

function isReadable(read: () => unknown): boolean {
  try {
    return read() !== undefined
  } catch {
    return false
  }
}

const certificate = z.string().refine((pem) => isReadable(() => new X509Certificate(pem)), {
  error: 'expected a certificate in PEM form',
})

const clientCertificate = z
  .strictObject({
    cert: certificate,
    key: z.string().refine((pem) => isReadable(() => createPrivateKey(pem)), {
      error: 'expected a private key in PEM form, without a passphrase',
    }),
  } satisfies OptionsShape<ClientCertificate>)
  .refine(isPair, { path: ['key'], error: 'expected the private key of the certificate' })

/** The checks of the options of TLS, which several probes have. */
export const tlsShape = {
  ca: z.array(certificate).default([]),
  serverName: z.string().min(1).exactOptional(),
  verify: z.boolean().default(true),
  clientCertificate: clientCertificate.exactOptional(),
}
