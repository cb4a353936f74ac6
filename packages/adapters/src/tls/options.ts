import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import type { ClientCertificate } from '../probing/certificate.js'
import { tlsShape } from '../probing/tls-options.js'
import { type StartTlsProtocol, startTlsProtocols } from './start-tls.js'

/** Options of the TLS probe. */
export interface TlsProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'tls' */
  readonly id?: string
  /** The version of the Internet Protocol. @default whichever responds */
  readonly family?: 4 | 6
  /** Certificates (PEM) of further trusted authorities, besides those of Node. @default [] */
  readonly ca?: readonly string[]
  /** The server name (SNI), for which the certificate has to be valid. @default the URL's host */
  readonly serverName?: string
  /** The protocol that begins in plain text, and goes over to TLS. @default TLS begins at once */
  readonly startTls?: StartTlsProtocol
  /**
   * `false` to accept a certificate that is not trusted. The measurement says in `certificateProblem` why it is not.
   *
   * @default true
   */
  readonly verify?: boolean
  /** The certificate that the server asks for (mTLS), with its private key. @default none */
  readonly clientCertificate?: ClientCertificate
  /** The protocols to offer by their ALPN names, such as `['h2']`. The server has to choose one. @default none */
  readonly alpn?: readonly string[]
  /** The minimum validity of each certificate of the chain, in days. @default 0 */
  readonly minDaysLeft?: number
  /** A text to send after the handshake. @default nothing */
  readonly send?: string
  /**
   * A text that the response, or the greeting, has to contain within its first 64 KiB. @default a handshake is enough
   */
  readonly expect?: string
  /** The maximum number of retries of a failed check, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

/** Checks {@link TlsProbeOptions} and fills in the defaults. */
export const optionsSchema = z.strictObject({
  ...tlsShape,
  id: z.string().min(1).default('tls'),
  family: z.literal([4, 6]).exactOptional(),
  startTls: z.enum(startTlsProtocols).exactOptional(),
  // One byte holds the length of a name (RFC 7301, section 3.1).
  alpn: z.array(z.string().min(1).max(255)).min(1).max(20).exactOptional(),
  minDaysLeft: z.number().min(0).default(0),
  send: z.string().min(1).exactOptional(),
  expect: z.string().min(1).exactOptional(),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<TlsProbeOptions>)
