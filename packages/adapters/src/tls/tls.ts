import { X509Certificate } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import { type Adapter, dayMs, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { lazySecureContext } from '../probing/certificate.js'
import { CheckError } from '../probing/check-error.js'
import { connect, initialPhase } from '../probing/connection.js'
import { type CheckRun, measure } from '../probing/measure.js'
import { measureWithRetries } from '../probing/retries.js'
import { sendAndExpect } from '../probing/send-expect.js'

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
  /** The minimum validity of the certificate, in days; less is a failure of kind `assertion`. @default 0 */
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

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem) !== undefined
  } catch {
    return false
  }
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('tls'),
  family: z.literal([4, 6]).exactOptional(),
  ca: z.array(z.string().refine(isCertificate, { error: 'expected a certificate in PEM form' })).default([]),
  serverName: z.string().min(1).exactOptional(),
  minDaysLeft: z.number().min(0).default(0),
  send: z.string().min(1).exactOptional(),
  expect: z.string().min(1).exactOptional(),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<TlsProbeOptions>)

/**
 * Makes a probe that measures `tls://host:port` targets (port 443 where none is named): the lookup of the name, the
 * connection, a full handshake with a verified certificate, and, with `expect`, the wait for a response.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [tls({ minDaysLeft: 14 })] })
 * await telltale.monitors.create({ url: 'tls://mail.example:993' })
 * ```
 */
export function tls(options: TlsProbeOptions = {}): Adapter {
  const { id, family, ca, serverName, minDaysLeft, retries, ...sendExpect } = parseOptions(
    'tls',
    optionsSchema,
    options,
  )
  const secureContext = lazySecureContext(ca)
  const handshake = async (url: URL, run: CheckRun) => {
    const route = { url, defaultPort: 443, family, tls: { context: secureContext(), serverName } }
    const socket = await connect(route, run)
    try {
      if (socket instanceof TLSSocket) run.details.protocol = socket.getProtocol() ?? 'TLS'
      await sendAndExpect(socket, sendExpect, run)
      requireDaysLeft(minDaysLeft, run)
    } finally {
      socket.destroy()
    }
  }
  return {
    specVersion: 1,
    id,
    probe: {
      matches: ({ protocol, hostname }) => protocol === 'tls:' && hostname !== '',
      check: (target, context) =>
        measureWithRetries(target, retries, (limited) =>
          measure(limited, context, {
            firstPhase: initialPhase(limited.url),
            execute: (run) => handshake(limited.url, run),
          }),
        ),
    },
  }
}

function requireDaysLeft(minDaysLeft: number, { details, clock }: CheckRun): void {
  const daysLeft = Math.floor(((details.certificateExpiresAt ?? clock.now()) - clock.now()) / dayMs)
  if (daysLeft < minDaysLeft)
    throw new CheckError(
      'assertion',
      `expected the certificate to last ${minDaysLeft} days, it lasts ${daysLeft}`,
    )
}
