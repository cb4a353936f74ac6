import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from './condition.js'
import { expectationShape } from './expectations.js'
import { ownTlsShape, type TlsOptions, tlsSecretPaths } from './tls-options.js'

/** The request of one monitor. What it leaves out is as the adapter says. */
export interface SecureRequestSettings extends TlsOptions {
  /** The version of the Internet Protocol. @default that of the adapter */
  readonly family?: 4 | 6
}

/** The request of one monitor of a server that may have to speak TLS. What it leaves out is as the adapter says. */
export interface ServerRequestSettings extends SecureRequestSettings {
  /** `true` to require TLS. @default that of the adapter */
  readonly tls?: boolean
}

/** The conditions that the measurement of one monitor has to meet. */
export interface ServerExpectations {
  /** Conditions on the latency, in milliseconds. @default none */
  readonly latencyMs?: Conditions
  /** Conditions on the days until the first certificate of the chain ends. @default none */
  readonly certificateDaysLeft?: Conditions
}

/** The settings of a monitor that checks a server. */
export interface ServerSettings {
  /** The request. @default as the adapter says */
  readonly request?: ServerRequestSettings | undefined
  /** The conditions. @default none */
  readonly expect?: ServerExpectations | undefined
}

/** The checks of a request. */
export const secureRequestShape = {
  ...ownTlsShape,
  family: z.literal([4, 6]).exactOptional(),
} satisfies OptionsShape<SecureRequestSettings>

const { latencyMs, certificateDaysLeft } = expectationShape

/** The check of the conditions. */
export const serverExpectations = z
  .strictObject({ latencyMs, certificateDaysLeft } satisfies OptionsShape<ServerExpectations>)
  .exactOptional()

const request = z.strictObject({
  ...secureRequestShape,
  tls: z.boolean().exactOptional(),
} satisfies OptionsShape<ServerRequestSettings>)

const settings = z.strictObject({
  request: request.exactOptional(),
  expect: serverExpectations,
} satisfies OptionsShape<ServerSettings>)

/** The settings of a monitor, checked. */
export type CheckedServerSettings = z.output<typeof settings>

/** The settings that these probes take of each monitor. */
export const serverSettings: SettingsDeclaration<ServerSettings, CheckedServerSettings> = {
  schema: settingsSchema(settings),
  secretPaths: tlsSecretPaths,
}
