import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { OptionsShape, SettingPath } from '@telltale/core/ports'
import { z } from 'zod'
import { type ClientCertificate, lazySecureContext, sharedSecureContext } from './certificate.js'
import type { TlsTerms } from './handshake.js'

/** Options of TLS. */
export interface TlsOptions {
  /** Certificates (PEM) of further trusted authorities, besides those of Node. @default [] */
  readonly ca?: readonly string[]
  /** The server name (SNI), for which the certificate has to be valid. @default the URL's host */
  readonly serverName?: string
  /** `false` to accept a certificate that is not trusted: `certificateProblem` says why it is not. @default true */
  readonly verify?: boolean
  /** The certificate that the server asks for (mTLS), with its private key. @default none */
  readonly clientCertificate?: ClientCertificate
}

/** Options of a probe that may speak TLS. */
export interface SecureProbeOptions extends TlsOptions {
  /** Tells this probe from the host's other adapters. @default the name of the factory */
  readonly id?: string
  /** The version of the Internet Protocol. @default whichever responds */
  readonly family?: 4 | 6
  /** The maximum number of retries of a failed check, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

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
    key: z
      .string()
      .max(20_000)
      .refine((pem) => isReadable(() => createPrivateKey(pem)), {
        error: 'expected a private key in PEM form, without a passphrase',
      }),
  } satisfies OptionsShape<ClientCertificate>)
  .refine(isPair, { path: ['key'], error: 'expected the private key of the certificate' })

/** The checks of the options of TLS, before they are optional or have defaults. */
export const tlsChecks = {
  ca: z.array(certificate),
  serverName: z.string().min(1).max(253),
  verify: z.boolean(),
  clientCertificate,
}

const { ca, serverName, verify } = tlsChecks

/** The checks of the options of TLS, as an adapter has them. */
export const tlsShape = {
  ca: ca.default([]),
  serverName: serverName.exactOptional(),
  verify: verify.default(true),
  clientCertificate: clientCertificate.exactOptional(),
} satisfies OptionsShape<TlsOptions>

/** The checks of the options of TLS, as a monitor has them: what it leaves out is as the adapter says. */
export const ownTlsShape = {
  ca: ca.exactOptional(),
  serverName: serverName.exactOptional(),
  verify: verify.exactOptional(),
  clientCertificate: clientCertificate.exactOptional(),
} satisfies OptionsShape<TlsOptions>

/** The checks of the options of a probe, besides its `id`. */
export const secureProbeShape = {
  ...tlsShape,
  family: z.literal([4, 6]).exactOptional(),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<Omit<SecureProbeOptions, 'id'>>

/** Returns where the secrets stand in the settings of a monitor that has options of TLS in its request. */
export const tlsSecretPaths = ({
  request,
}: {
  readonly request?: Pick<TlsOptions, 'clientCertificate'> | undefined
}): readonly SettingPath[] => (request?.clientCertificate ? [['request', 'clientCertificate', 'key']] : [])

/** Returns the secrets in the options of an adapter. */
export const tlsSecrets = ({ clientCertificate: client }: Pick<TlsOptions, 'clientCertificate'>) =>
  client ? [client.key] : []

/** Returns a function that makes the terms of TLS for a check, of the options of its monitor and those of the adapter. */
export function tlsTermsOf(
  adapter: TlsOptions & { readonly ca: readonly string[] },
): (own?: TlsOptions) => TlsTerms {
  const context = lazySecureContext(adapter.ca, adapter.clientCertificate)
  return (own = {}) => {
    const merged = { ...adapter, ...own }
    const isOwn = own.ca !== undefined || own.clientCertificate !== undefined
    return {
      context: isOwn ? sharedSecureContext(merged.ca, merged.clientCertificate)() : context(),
      serverName: merged.serverName,
      verify: merged.verify,
    }
  }
}
