import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import { optionsSchema, type TlsProbeOptions } from './options.js'

/** The request of one monitor. What it leaves out is as the adapter says. */
export type TlsRequestSettings = Pick<
  TlsProbeOptions,
  'family' | 'ca' | 'serverName' | 'startTls' | 'verify' | 'clientCertificate' | 'alpn' | 'send'
>

/** The settings of a monitor that the TLS probe checks. */
export interface TlsSettings {
  /** The request. @default as the adapter says */
  readonly request?: TlsRequestSettings | undefined
}

const { family, ca, serverName, startTls, verify, clientCertificate, alpn, send } = optionsSchema.shape

const request = z.strictObject({
  family,
  ca: ca.unwrap().exactOptional(),
  serverName,
  startTls,
  verify: verify.unwrap().exactOptional(),
  clientCertificate,
  alpn,
  send,
} satisfies OptionsShape<TlsRequestSettings>)

const settings = z.strictObject({ request: request.exactOptional() } satisfies OptionsShape<TlsSettings>)

/** The settings of a monitor, checked. */
export type CheckedTlsSettings = z.output<typeof settings>

/** The settings that the TLS probe takes of each monitor. */
export const tlsSettings: SettingsDeclaration<TlsSettings, CheckedTlsSettings> = {
  schema: settingsSchema(settings),
  secretPaths: ({ request }) => (request?.clientCertificate ? [['request', 'clientCertificate', 'key']] : []),
}
