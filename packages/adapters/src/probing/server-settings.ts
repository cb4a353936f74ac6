import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from './condition.js'
import { expectationShape } from './expectations.js'

/** The request of one monitor. What it leaves out is as the adapter says. */
export interface ServerRequestSettings {
  /** The version of the Internet Protocol. @default that of the adapter */
  readonly family?: 4 | 6
  /** `false` to accept a certificate that is not trusted: `certificateProblem` says why it is not. @default that of the adapter */
  readonly verify?: boolean
  /** The server name (SNI), for which the certificate has to be valid. @default that of the adapter */
  readonly serverName?: string
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

const { latencyMs, certificateDaysLeft } = expectationShape

/** The checks of a request. */
export const serverRequestShape = {
  family: z.literal([4, 6]).exactOptional(),
  verify: z.boolean().exactOptional(),
  serverName: z.string().min(1).exactOptional(),
} satisfies OptionsShape<ServerRequestSettings>

const settings = z.strictObject({
  request: z.strictObject(serverRequestShape).exactOptional(),
  expect: z
    .strictObject({ latencyMs, certificateDaysLeft } satisfies OptionsShape<ServerExpectations>)
    .exactOptional(),
} satisfies OptionsShape<ServerSettings>)

/** The settings of a monitor, checked. */
export type CheckedServerSettings = z.output<typeof settings>

/** The settings that these probes take of each monitor. */
export const serverSettings: SettingsDeclaration<ServerSettings, CheckedServerSettings> = {
  schema: settingsSchema(settings),
}
