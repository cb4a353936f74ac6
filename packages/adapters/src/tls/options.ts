import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import { type SecureProbeOptions, secureProbeShape } from '../probing/tls-options.js'
import { type StartTlsProtocol, startTlsProtocols } from './start-tls.js'

/** Options of the TLS probe. */
export interface TlsProbeOptions extends SecureProbeOptions {
  /** The protocol that begins in plain text, and goes over to TLS. @default TLS begins at once */
  readonly startTls?: StartTlsProtocol
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
}

/** Checks {@link TlsProbeOptions} and fills in the defaults. */
export const optionsSchema = z.strictObject({
  ...secureProbeShape,
  id: z.string().min(1).default('tls'),
  startTls: z.enum(startTlsProtocols).exactOptional(),
  // One byte holds the length of a name (RFC 7301, section 3.1).
  alpn: z.array(z.string().min(1).max(255)).min(1).max(20).exactOptional(),
  minDaysLeft: z.number().min(0).default(0),
  send: z.string().min(1).exactOptional(),
  expect: z.string().min(1).exactOptional(),
} satisfies OptionsShape<TlsProbeOptions>)
