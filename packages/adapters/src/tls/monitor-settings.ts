import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from '../probing/condition.js'
import { expectationShape } from '../probing/expectations.js'
import { optionsSchema, type TlsProbeOptions } from './options.js'

/** The request of one monitor. What it leaves out is as the adapter says. */
export type TlsRequestSettings = Pick<
  TlsProbeOptions,
  'family' | 'ca' | 'serverName' | 'startTls' | 'verify' | 'clientCertificate' | 'alpn' | 'send'
>

/** The conditions that the answer to one monitor has to meet. */
export interface TlsExpectations {
  /** Conditions on the text that the server sends, within 64 KiB. @default none */
  readonly answer?: Conditions
  /** Conditions on the days until the first certificate of the chain ends. @default none */
  readonly certificateDaysLeft?: Conditions
  /** Conditions on the latency, in milliseconds. @default none */
  readonly latencyMs?: Conditions
}

/** The settings of a monitor that the TLS probe checks. */
export interface TlsSettings {
  /** The request. @default as the adapter says */
  readonly request?: TlsRequestSettings | undefined
  /** The conditions. @default as the adapter says */
  readonly expect?: TlsExpectations | undefined
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

const settings = z.strictObject({
  request: request.exactOptional(),
  expect: z.strictObject(expectationShape satisfies OptionsShape<TlsExpectations>).exactOptional(),
} satisfies OptionsShape<TlsSettings>)

/** The settings of a monitor, checked. */
export type CheckedTlsSettings = z.output<typeof settings>

/** The settings that the TLS probe takes of each monitor. */
export const tlsSettings: SettingsDeclaration<TlsSettings, CheckedTlsSettings> = {
  schema: settingsSchema(settings),
  secretPaths: ({ request }) => (request?.clientCertificate ? [['request', 'clientCertificate', 'key']] : []),
}
