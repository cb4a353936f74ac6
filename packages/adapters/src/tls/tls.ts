import { TLSSocket } from 'node:tls'
import { dayMs, defined, type ProbeAdapter, parseOptions } from '@telltale/core/ports'
import type { z } from 'zod'
import { CheckError } from '../probing/check-error.js'
import { connect } from '../probing/connection.js'
import { type TlsTerms, upgrade } from '../probing/handshake.js'
import { hostOf } from '../probing/lookup.js'
import type { CheckRun } from '../probing/measure.js'
import { measureConnection } from '../probing/measure-connection.js'
import { type SendExpect, sendAndExpect } from '../probing/send-expect.js'
import { tlsSecrets, tlsTermsOf } from '../probing/tls-options.js'
import { type CheckedTlsSettings, type TlsSettings, tlsSettings } from './monitor-settings.js'
import { optionsSchema, type TlsProbeOptions } from './options.js'
import { startTls, startTlsPorts } from './start-tls.js'

/**
 * Makes a probe that measures `tls://host:port` targets (port 443 where none is named): the lookup of the name, the
 * connection, a full handshake with a verified certificate, and, with `expect`, the wait for a response. With `startTls`
 * the handshake follows a conversation in plain text.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [tls({ minDaysLeft: 14 })] })
 * await telltale.monitors.create({ url: 'tls://mail.example:993' })
 * ```
 */
export function tls(options: TlsProbeOptions = {}): ProbeAdapter<TlsSettings, CheckedTlsSettings> {
  const adapter = parseOptions('tls', optionsSchema, options)
  const { id, retries } = adapter
  const termsOf = tlsTermsOf(adapter)
  return {
    specVersion: 1,
    id,
    probe: {
      matches: ({ protocol, hostname }) => protocol === 'tls:' && hostname !== '',
      settings: tlsSettings,
      check: (target, context) =>
        measureConnection(target, { retries, context }, ({ url, settings: own }, run) =>
          check(
            url,
            { ...adapter, ...own?.request, answer: own?.expect?.answer },
            termsOf(own?.request),
            run,
          ),
        ),
    },
    secrets: () => tlsSecrets(adapter),
  }
}

type CheckSettings = z.output<typeof optionsSchema> & Pick<SendExpect, 'answer'>

async function check(url: URL, settings: CheckSettings, terms: TlsTerms, run: CheckRun): Promise<void> {
  const { alpn, minDaysLeft } = settings
  const socket = await open(url, settings, { ...terms, protocols: alpn }, run)
  try {
    run.details.protocol = socket.getProtocol() ?? 'TLS'
    if (alpn && !socket.alpnProtocol)
      throw new CheckError(
        'tls',
        `the server chose none of the protocols that are offered by ALPN: ${alpn.join(', ')}`,
      )
    await sendAndExpect(socket, settings, run)
    requireDaysLeft(minDaysLeft, run)
  } finally {
    socket.destroy()
  }
}

async function open(
  url: URL,
  { family, startTls: protocol }: CheckSettings,
  terms: TlsTerms,
  run: CheckRun,
): Promise<TLSSocket> {
  const defaultPort = protocol ? startTlsPorts[protocol] : 443
  const route = defined({ url, defaultPort, family, tls: protocol ? undefined : terms })
  const socket = await connect(route, run)
  if (socket instanceof TLSSocket) return socket
  try {
    if (protocol) await startTls(socket, protocol, run)
    return await upgrade(socket, hostOf(url), terms, run)
  } catch (error) {
    socket.destroy()
    throw error
  }
}

function requireDaysLeft(minDaysLeft: number, { details, clock }: CheckRun): void {
  const { certificateExpiresAt = clock.now(), certificateName = 'the server' } = details
  const daysLeft = Math.floor((certificateExpiresAt - clock.now()) / dayMs)
  if (daysLeft < minDaysLeft)
    throw new CheckError(
      'assertion',
      `expected the certificates to last ${minDaysLeft} days, that of ${certificateName} lasts ${daysLeft}`,
    )
}
