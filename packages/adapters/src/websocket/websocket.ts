import type { Socket } from 'node:net'
import {
  defined,
  type OptionsShape,
  type ProbeAdapter,
  type ProbeTarget,
  parseOptions,
} from '@telltale/core/ports'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { CheckError, maxHeaderBytes } from '../probing/check-error.js'
import type { AnswerCondition } from '../probing/condition.js'
import { connect } from '../probing/connection.js'
import type { CheckRun } from '../probing/measure.js'
import { measureConnection } from '../probing/measure-connection.js'
import { quote } from '../probing/quote.js'
import { type SecureProbeOptions, secureProbeShape, tlsSecrets, tlsTermsOf } from '../probing/tls-options.js'
import {
  type CheckedWebSocketSettings,
  handshakeShape,
  type WebSocketSettings,
  webSocketSettings,
} from './monitor-settings.js'

/** Options of the WebSocket probe. */
export interface WebSocketProbeOptions extends SecureProbeOptions {
  /** Headers of the handshake, such as `authorization` or `origin`. Their values are secret. @default {} */
  readonly headers?: Readonly<Record<string, string>>
  /** The subprotocols to offer. The server has to choose one. @default none */
  readonly protocols?: readonly string[]
  /** A text message to send once the handshake is done. @default nothing */
  readonly send?: string
  /** A text that a message of the server has to contain, within 64 KiB. @default a handshake is enough */
  readonly expect?: string
}

const optionsSchema = z.strictObject({
  ...secureProbeShape,
  id: z.string().min(1).default('websocket'),
  headers: handshakeShape.headers.default({}),
  protocols: handshakeShape.protocols.default([]),
  send: handshakeShape.send.exactOptional(),
  expect: z.string().min(1).exactOptional(),
} satisfies OptionsShape<WebSocketProbeOptions>)

type Settings = z.output<typeof optionsSchema> & { readonly answer?: readonly AnswerCondition[] | undefined }

/**
 * Makes a probe that measures `ws:` and `wss:` targets: the lookup of the name, the connection, the handshake of
 * RFC 6455, and, with `expect`, the wait for a message.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [websocket({ send: 'ping', expect: 'pong' })] })
 * await telltale.monitors.create({ url: 'wss://live.example/feed' })
 * ```
 */
export function websocket(
  options: WebSocketProbeOptions = {},
): ProbeAdapter<WebSocketSettings, CheckedWebSocketSettings> {
  const settings = parseOptions('websocket', optionsSchema, options)
  const { id, retries } = settings
  const termsOf = tlsTermsOf(settings)
  const check = async (target: ProbeTarget<CheckedWebSocketSettings>, run: CheckRun) => {
    const { url } = target
    const own = target.settings?.request
    const headers = { ...settings.headers, ...own?.headers }
    const merged = { ...settings, ...own, headers, answer: target.settings?.expect?.answer }
    const isSecure = url.protocol === 'wss:'
    const tls = isSecure ? { ...termsOf(own), protocols: ['http/1.1'] } : undefined
    const route = { url, defaultPort: isSecure ? 443 : 80, family: merged.family, ...defined({ tls }) }
    const socket = await connect(route, run)
    try {
      await converse(socket, target, merged, run)
    } finally {
      socket.destroy()
    }
  }
  return {
    specVersion: 1,
    id,
    probe: {
      matches: ({ protocol }) => /^wss?:$/.test(protocol),
      settings: webSocketSettings,
      check: (target, context) => measureConnection(target, { retries, context }, check),
    },
    secrets: () => [
      ...Object.values(settings.headers).filter((value) => value !== ''),
      ...tlsSecrets(settings),
    ],
  }
}

/** The maximum length of a message, in bytes. */
const maxMessageBytes = 65_536

/** Shakes hands, and waits for the expected message. */
async function converse(
  socket: Socket,
  { url, login }: ProbeTarget,
  settings: Settings,
  run: CheckRun,
): Promise<void> {
  const { headers, protocols, send, expect, answer } = settings
  const target = new URL(url)
  target.hash = ''
  run.enter('firstByteMs')
  run.details.protocol = 'WebSocket'
  const connection = new WebSocket(target, [...protocols], {
    createConnection: () => socket,
    headers: { ...headers },
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    maxHeaderSize: maxHeaderBytes,
    ...defined({ auth: login && `${login.username}:${login.password}` }),
  } as WebSocket.ClientOptions)
  run.stopwatch.markSent()
  try {
    await run.step<void>((resolve, reject) => {
      connection.on('error', (error) => reject(toCheckError(error)))
      connection.on('unexpected-response', (request, response) => {
        run.details.httpStatus = response.statusCode ?? 0
        request.destroy()
        reject(refusal(response.statusCode, response.statusMessage))
      })
      connection.on('upgrade', ({ statusCode }) => {
        run.details.httpStatus = statusCode ?? 101
        run.stopwatch.markReceived()
      })
      connection.on('open', () => {
        if (send !== undefined) connection.send(send)
        if (expect === undefined && answer === undefined) resolve()
        else run.enter('downloadMs')
      })
      hearMessages(connection, { expect, isKept: answer !== undefined, run, resolve, reject })
    })
    connection.close(1000)
  } finally {
    connection.on('error', () => {})
    connection.terminate()
  }
}

/** The wait for a message. */
interface Hearing {
  readonly expect: string | undefined
  /** `true` when the measurement keeps the first message, for conditions on it. */
  readonly isKept: boolean
  readonly run: CheckRun
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Resolves once the expected message arrives. Other messages may come before it, as far as there are few. */
function hearMessages(connection: WebSocket, { expect, isKept, run, resolve, reject }: Hearing): void {
  let bytes = 0
  let last: string | undefined
  const missing = (why: string) =>
    new CheckError(
      'assertion',
      `expected a message with ${quote(expect ?? '')}${last === undefined ? why : `, got ${quote(last)}`}`,
    )
  connection.on('message', (data: Buffer) => {
    run.stopwatch.markReceived()
    last = data.toString('utf8')
    bytes += data.length
    run.details.bytes = bytes
    if (isKept) run.details.answers ??= [last.slice(0, 4_096)]
    if (expect === undefined || last.includes(expect)) resolve()
    else if (bytes > maxMessageBytes) reject(missing(''))
  })
  connection.on('close', (code, reason) => {
    if (expect === undefined && !isKept) return
    reject(missing(`: the server closed with ${code}${reason.length > 0 ? ` ${quote(reason)}` : ''}`))
  })
}

const refusal = (status = 0, text = ''): CheckError =>
  new CheckError(
    'status',
    `answered ${status} ${text.slice(0, 100)}`.trim().concat(' to the handshake, which takes 101'),
  )

/** Converts what the library says of an answer that is no handshake, or no message, of RFC 6455. */
function toCheckError(error: Error & { readonly code?: string }): Error {
  if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return new CheckError('too-large', `a message is longer than ${maxMessageBytes} bytes`)
  const isOurs = error.code === undefined || error.code.startsWith('WS_ERR')
  return isOurs ? new CheckError('protocol', `the server does not speak WebSocket: ${error.message}`) : error
}
