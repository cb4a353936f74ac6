import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from '../probing/condition.js'
import { expectationShape } from '../probing/expectations.js'

/** The request of one monitor. */
export interface PingRequestSettings {
  /** The version of the Internet Protocol. @default that of the adapter */
  readonly family?: 4 | 6
}

/** The conditions that the measurement of one monitor has to meet. */
export interface PingExpectations {
  /** Conditions on the average round trip and the lookup, in milliseconds. @default none */
  readonly latencyMs?: Conditions
}

/** The settings of a monitor that the ping probe checks. */
export interface PingSettings {
  /** The request. @default as the adapter says */
  readonly request?: PingRequestSettings | undefined
  /** The conditions. @default none */
  readonly expect?: PingExpectations | undefined
}

const { latencyMs } = expectationShape

const settings = z.strictObject({
  request: z
    .strictObject({ family: z.literal([4, 6]).exactOptional() } satisfies OptionsShape<PingRequestSettings>)
    .exactOptional(),
  expect: z.strictObject({ latencyMs } satisfies OptionsShape<PingExpectations>).exactOptional(),
} satisfies OptionsShape<PingSettings>)

/** The settings of a monitor, checked. */
export type CheckedPingSettings = z.output<typeof settings>

/** The settings that the ping probe takes of each monitor. */
export const pingSettings: SettingsDeclaration<PingSettings, CheckedPingSettings> = {
  schema: settingsSchema(settings),
}
