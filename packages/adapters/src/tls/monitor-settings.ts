import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from '../probing/condition.js'
import { expectationShape } from '../probing/expectations.js'
import {
  type SecureRequestSettings,
  type ServerExpectations,
  secureRequestShape,
} from '../probing/server-settings.js'
import { tlsSecretPaths } from '../probing/tls-options.js'
import { optionsSchema, type TlsProbeOptions } from './options.js'

/** The request of one monitor. What it leaves out is as the adapter says. */
export interface TlsRequestSettings
  extends SecureRequestSettings,
    Pick<TlsProbeOptions, 'startTls' | 'alpn' | 'send'> {}

/** The conditions that the answer to one monitor has to meet. */
export interface TlsExpectations extends ServerExpectations {
  /** Conditions on the text that the server sends, within 64 KiB. @default none */
  readonly answer?: Conditions
}

/** The settings of a monitor that the TLS probe checks. */
export interface TlsSettings {
  /** The request. @default as the adapter says */
  readonly request?: TlsRequestSettings | undefined
  /** The conditions. @default as the adapter says */
  readonly expect?: TlsExpectations | undefined
}

const { startTls, alpn, send } = optionsSchema.shape

const request = z.strictObject({
  ...secureRequestShape,
  startTls,
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
  secretPaths: tlsSecretPaths,
}
