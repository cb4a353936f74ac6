import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { Conditions } from '../probing/condition.js'
import { expectationShape } from '../probing/expectations.js'
import {
  type ServerExpectations,
  type ServerRequestSettings,
  serverRequestShape,
} from '../probing/server-settings.js'

/** The request of one monitor. What it leaves out is as the adapter says. */
export interface WebSocketRequestSettings extends ServerRequestSettings {
  /** A text message to send once the handshake is done. @default that of the adapter */
  readonly send?: string
}

/** The conditions that the answer to one monitor has to meet. */
export interface WebSocketExpectations extends ServerExpectations {
  /** Conditions on the first message of the server. @default none */
  readonly answer?: Conditions
}

/** The settings of a monitor that the WebSocket probe checks. */
export interface WebSocketSettings {
  /** The request. @default as the adapter says */
  readonly request?: WebSocketRequestSettings | undefined
  /** The conditions. @default as the adapter says */
  readonly expect?: WebSocketExpectations | undefined
}

const request = z.strictObject({
  ...serverRequestShape,
  send: z.string().min(1).exactOptional(),
} satisfies OptionsShape<WebSocketRequestSettings>)

const settings = z.strictObject({
  request: request.exactOptional(),
  expect: z.strictObject(expectationShape satisfies OptionsShape<WebSocketExpectations>).exactOptional(),
} satisfies OptionsShape<WebSocketSettings>)

/** The settings of a monitor, checked. */
export type CheckedWebSocketSettings = z.output<typeof settings>

/** The settings that the WebSocket probe takes of each monitor. */
export const webSocketSettings: SettingsDeclaration<WebSocketSettings, CheckedWebSocketSettings> = {
  schema: settingsSchema(settings),
}
