import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import {
  defined,
  type OptionsShape,
  type ProbeAdapter,
  type ProbeTarget,
  parseOptions,
} from '@telltale/core/ports'
import { z } from 'zod'
import { connect } from './connection.js'
import { Conversation } from './conversation.js'
import { type TlsTerms, upgrade } from './handshake.js'
import { hostOf } from './lookup.js'
import type { CheckRun } from './measure.js'
import { measureConnection } from './measure-connection.js'
import { type CheckedServerSettings, type ServerSettings, serverSettings } from './server-settings.js'
import { type SecureProbeOptions, secureProbeShape, tlsSecrets, tlsTermsOf } from './tls-options.js'

/** Options of a probe that knows a server by its greeting. */
export interface ServerProbeOptions extends SecureProbeOptions {
  /** `true` to require TLS. @default false */
  readonly tls?: boolean
}

const optionsSchema = z.strictObject({
  ...secureProbeShape,
  id: z.string().min(1).exactOptional(),
  tls: z.boolean().default(false),
} satisfies OptionsShape<ServerProbeOptions>)

/** A protocol in which a server says that it is alive before anybody logs in. */
export interface ServerProtocol {
  /** The name of the factory, and of the adapter unless the host says otherwise. */
  readonly id: string
  /** The name that people know, such as `PostgreSQL`. */
  readonly name: string
  /** The schemes of the URLs, such as `postgres:`. */
  readonly schemes: readonly string[]
  /** The schemes of URLs whose servers speak TLS from the first byte, which `tls` means for the others too. @default none */
  readonly secureSchemes?: readonly string[]
  /** The port of a URL that names none. */
  readonly port: number
  /** Gets the server to show that it is alive; rejects with a `CheckError` when it is not. */
  greet(line: ServerLine, target: ProbeTarget): Promise<void>
}

/** The terms of a line. */
interface LineTerms {
  /** The name of the protocol. */
  readonly name: string
  readonly host: string
  /** The terms of TLS, where it is required. */
  readonly terms: TlsTerms | undefined
}

/** A line to a server, which may go over to TLS. */
export class ServerLine {
  /** The conversation in the clear, or after {@link startTls} within TLS. */
  conversation: Conversation
  /** The details of the measurement. */
  readonly details: CheckRun['details']
  readonly #run: CheckRun
  readonly #name: string
  readonly #host: string
  readonly #terms: TlsTerms | undefined
  #socket: Socket

  constructor(socket: Socket, { name, host, terms }: LineTerms, run: CheckRun) {
    this.#socket = socket
    this.#name = name
    this.#host = host
    this.#terms = terms
    this.#run = run
    this.details = run.details
    this.conversation = new Conversation(socket, run)
    this.#recordProtocol()
  }

  /** `true` until TLS has begun where it is required. */
  get needsTls(): boolean {
    return this.#terms !== undefined && !(this.#socket instanceof TLSSocket)
  }

  /** Goes over to TLS. */
  async startTls(): Promise<void> {
    if (!this.#terms) return
    this.conversation.end()
    this.#socket = await upgrade(this.#socket, this.#host, this.#terms, this.#run)
    this.conversation = new Conversation(this.#socket, this.#run)
    this.#recordProtocol()
  }

  /** Closes once all is sent, as a client does that is done: a server logs a connection that breaks. */
  close(): void {
    this.#socket.destroySoon()
  }

  /** Closes at once. */
  destroy(): void {
    this.#socket.destroy()
  }

  /** Says which protocol is spoken. */
  #recordProtocol(): void {
    const version = this.#socket instanceof TLSSocket ? this.#socket.getProtocol() : undefined
    this.details.protocol = version ? `${this.#name} over ${version}` : this.#name
  }
}

/** Makes a probe of a protocol's servers. */
export function serverProbe(
  protocol: ServerProtocol,
  options: ServerProbeOptions,
): ProbeAdapter<ServerSettings, CheckedServerSettings> {
  const { schemes, secureSchemes = [] } = protocol
  const settings = parseOptions(protocol.id, optionsSchema, options)
  const { id = protocol.id, retries } = settings
  const termsOf = tlsTermsOf(settings)
  const check = async (target: ProbeTarget<CheckedServerSettings>, run: CheckRun) => {
    const { url } = target
    const own = target.settings?.request
    const { tls, family } = { ...settings, ...own }
    const terms = tls || secureSchemes.includes(url.protocol) ? termsOf(own) : undefined
    const fromTheStart = secureSchemes.length > 0 ? terms : undefined
    const route = { url, defaultPort: protocol.port, family, ...defined({ tls: fromTheStart }) }
    const line = new ServerLine(
      await connect(route, run),
      { name: protocol.name, host: hostOf(url), terms },
      run,
    )
    try {
      await protocol.greet(line, target)
      line.close()
    } catch (error) {
      line.destroy()
      throw error
    }
  }
  return {
    specVersion: 1,
    id,
    probe: {
      matches: ({ protocol: scheme, hostname }) =>
        hostname !== '' && (schemes.includes(scheme) || secureSchemes.includes(scheme)),
      settings: serverSettings,
      check: (target, context) => measureConnection(target, { retries, context }, check),
    },
    secrets: () => tlsSecrets(settings),
  }
}
