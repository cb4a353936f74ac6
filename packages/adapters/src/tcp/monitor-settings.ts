import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from '../probing/condition.js'
import { expectationShape } from '../probing/expectations.js'

/** The request of one monitor. What it leaves out is as the adapter says. */
export interface TcpRequestSettings {
  /** A text to send after connecting. @default that of the adapter */
  readonly send?: string
  /** The version of the Internet Protocol. @default that of the adapter */
  readonly family?: 4 | 6
}

/** The conditions that the answer to one monitor has to meet. */
export interface TcpExpectations {
  /** Conditions on the text that the server sends, within 64 KiB. @default none */
  readonly answer?: Conditions
  /** Conditions on the latency, in milliseconds. @default none */
  readonly latencyMs?: Conditions
}

/** The settings of a monitor that the TCP probe checks. */
export interface TcpSettings {
  /** The request. @default as the adapter says */
  readonly request?: TcpRequestSettings | undefined
  /** The conditions. @default as the adapter says */
  readonly expect?: TcpExpectations | undefined
}

const request = z.strictObject({
  send: z.string().min(1).exactOptional(),
  family: z.literal([4, 6]).exactOptional(),
} satisfies OptionsShape<TcpRequestSettings>)

const { answer, latencyMs } = expectationShape

const settings = z.strictObject({
  request: request.exactOptional(),
  expect: z.strictObject({ answer, latencyMs } satisfies OptionsShape<TcpExpectations>).exactOptional(),
} satisfies OptionsShape<TcpSettings>)

/** The settings of a monitor, checked. */
export type CheckedTcpSettings = z.output<typeof settings>

/** The settings that the TCP probe takes of each monitor. */
export const tcpSettings: SettingsDeclaration<TcpSettings, CheckedTcpSettings> = {
  schema: settingsSchema(settings),
}
