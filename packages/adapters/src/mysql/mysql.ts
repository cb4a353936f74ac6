import type { ProbeAdapter, ProbeTarget } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import { quote } from '../probing/quote.js'
import { type ServerLine, type ServerProbeOptions, serverProbe } from '../probing/server-probe.js'
import type { CheckedServerSettings, ServerSettings } from '../probing/server-settings.js'
import {
  emptyPacket,
  packetLength,
  parseError,
  parseGreeting,
  quit,
  type ServerError,
  signIn,
  sslRequest,
} from './packets.js'

/**
 * Makes a probe that measures MySQL and MariaDB servers, `mysql://host:3306`, until they greet. It sends no password: a
 * server that refuses this user or this machine is alive. One that takes no more connections, or has blocked this
 * machine, is not. It names a user and waits for the answer, since a server blocks a machine whose connections end before
 * that (`max_connect_errors`).
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [mysql()] })
 * await telltale.monitors.create({ url: 'mysql://db.example' })
 * ```
 */
export function mysql(options: ServerProbeOptions = {}): ProbeAdapter<ServerSettings, CheckedServerSettings> {
  return serverProbe(
    { id: 'mysql', name: 'MySQL', schemes: ['mysql:', 'mariadb:'], port: 3306, greet },
    options,
  )
}

async function greet(line: ServerLine, { login }: ProbeTarget): Promise<void> {
  const first = await line.conversation.receive(packetLength)
  const error = parseError(first)
  if (error) return requireRefusal(error)
  const greeting = parseGreeting(first)
  if (!greeting) throw new CheckError('protocol', `expected MySQL, got ${quote(first)}`)
  line.details.answers = [greeting.version]
  const user = login?.username || 'telltale'
  if (!line.needsTls) return finish(line, signIn({ user, plugin: greeting.plugin, number: 1 }))
  if (!greeting.hasTls) throw new CheckError('tls', 'the server offers no TLS')
  line.conversation.send(sslRequest)
  await line.startTls()
  await finish(line, signIn({ user, plugin: greeting.plugin, number: 2, isOverTls: true }))
}

/** Sends the user's name without a password, and waits for what the server makes of it. */
async function finish(line: ServerLine, packet: Buffer): Promise<void> {
  let answer = await line.conversation.ask(packet, packetLength)
  // Another kind of password is asked for: there is none.
  if (answer[4] === 0xfe)
    answer = await line.conversation.ask(emptyPacket((answer[3] ?? 0) + 1), packetLength)
  const error = parseError(answer)
  if (error) requireRefusal(error)
  line.conversation.send(quit)
}

/**
 * The errors of a server that is alive: the user, the machine or a connection without TLS is refused (MySQL Error Message
 * Reference: ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_HOST_NOT_PRIVILEGED, ER_NOT_SUPPORTED_AUTH_MODE,
 * ER_ACCESS_DENIED_NO_PASSWORD_ERROR, ER_SECURE_TRANSPORT_REQUIRED, ER_ACCOUNT_HAS_BEEN_LOCKED).
 */
const refusals: readonly number[] = [1044, 1045, 1130, 1251, 1698, 3118, 3159]

function requireRefusal({ code, message }: ServerError): void {
  if (!refusals.includes(code))
    throw new CheckError('status', `the server answered ${code}: ${quote(message)}`)
}
