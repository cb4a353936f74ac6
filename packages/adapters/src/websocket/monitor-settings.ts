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

/** The request of one monitor. What it leaves out is as the adapter says. */
export interface WebSocketRequestSettings extends SecureRequestSettings {
  /** Headers of the handshake, besides those of the adapter. Their values are secret. @default {} */
  readonly headers?: Readonly<Record<string, string>>
  /** The subprotocols to offer. The server has to choose one. @default those of the adapter */
  readonly protocols?: readonly string[]
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

const headerText = /^[\t\x20-\x7e\x80-\xff]*$/
const token = /^[!#$%&'*+.^_`|~\w-]+$/

/** The checks of a handshake, before they are optional or have defaults. */
export const handshakeShape = {
  headers: z.record(
    z.string().regex(token, 'expected the name of an HTTP header'),
    z.string().regex(headerText, 'expected a text that may stand in an HTTP header'),
  ),
  protocols: z
    .array(z.string().regex(token, 'expected a subprotocol such as `chat`'))
    .max(20)
    .refine((names) => new Set(names).size === names.length, 'expected each subprotocol once'),
  send: z.string().min(1),
}

const request = z.strictObject({
  ...secureRequestShape,
  headers: handshakeShape.headers.exactOptional(),
  protocols: handshakeShape.protocols.exactOptional(),
  send: handshakeShape.send.exactOptional(),
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
  secretPaths: ({ request: own }) => [
    ...Object.keys(own?.headers ?? {}).map((name) => ['request', 'headers', name]),
    ...tlsSecretPaths({ request: own }),
  ],
}
