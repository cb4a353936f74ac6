import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from './condition.js'
import { expectationShape } from './expectations.js'

/** The conditions that the measurement of one monitor has to meet. */
export interface LatencyExpectations {
  /** Conditions on the latency, in milliseconds. @default none */
  readonly latencyMs?: Conditions
  /** Conditions on the days until the first certificate of the chain ends. @default none */
  readonly certificateDaysLeft?: Conditions
}

/** The settings of a monitor whose probe has nothing else to set. */
export interface LatencySettings {
  /** The conditions. @default none */
  readonly expect?: LatencyExpectations | undefined
}

const { latencyMs, certificateDaysLeft } = expectationShape

const settings = z.strictObject({
  expect: z
    .strictObject({ latencyMs, certificateDaysLeft } satisfies OptionsShape<LatencyExpectations>)
    .exactOptional(),
} satisfies OptionsShape<LatencySettings>)

/** The settings of a monitor, checked. */
export type CheckedLatencySettings = z.output<typeof settings>

/** The settings that these probes take of each monitor. */
export const latencySettings: SettingsDeclaration<LatencySettings, CheckedLatencySettings> = {
  schema: settingsSchema(settings),
}
