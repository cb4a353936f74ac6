import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from '../probing/condition.js'
import { expectationShape } from '../probing/expectations.js'
import { type DnsCode, dnsCodes } from './options.js'

/** The conditions that the answer to one monitor has to meet. */
export interface DnsExpectations {
  /** The outcome that counts as success, without conditions of the adapter on its answers. @default that of the adapter */
  readonly code?: DnsCode
  /** Conditions each of which one of the answers has to meet. @default none */
  readonly answer?: Conditions
  /** Conditions on the latency, in milliseconds. @default none */
  readonly latencyMs?: Conditions
}

/** The settings of a monitor that the DNS probe checks. */
export interface DnsSettings {
  /** The conditions. @default as the adapter says */
  readonly expect?: DnsExpectations | undefined
}

const settings = z.strictObject({
  expect: z
    .strictObject({
      code: z.enum(dnsCodes).exactOptional(),
      answer: expectationShape.answer,
      latencyMs: expectationShape.latencyMs,
    } satisfies OptionsShape<DnsExpectations>)
    .exactOptional(),
} satisfies OptionsShape<DnsSettings>)

/** The settings of a monitor, checked. */
export type CheckedDnsSettings = z.output<typeof settings>

/** The settings that the DNS probe takes of each monitor. */
export const dnsSettings: SettingsDeclaration<DnsSettings, CheckedDnsSettings> = {
  schema: settingsSchema(settings),
}
