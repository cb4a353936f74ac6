import type { ProbeAdapter } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import { quote } from '../probing/quote.js'
import { type ServerLine, type ServerProbeOptions, serverProbe } from '../probing/server-probe.js'
import type { CheckedServerSettings, ServerSettings } from '../probing/server-settings.js'

/**
 * Makes a probe that measures Redis and Valkey servers, `redis://host:6379` or `rediss://` over TLS, until they answer
 * PING. It does not log in: a server that asks for a login, or for a rule that lets this machine in, is alive. One that is
 * loading its data, or takes no more clients, is not.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [redis()] })
 * await telltale.monitors.create({ url: 'rediss://cache.example' })
 * ```
 */
export function redis(options: ServerProbeOptions = {}): ProbeAdapter<ServerSettings, CheckedServerSettings> {
  return serverProbe(
    { id: 'redis', name: 'Redis', schemes: ['redis:'], secureSchemes: ['rediss:'], port: 6379, greet },
    options,
  )
}

/** The command PING, as an array of one string (Redis serialization protocol specification). */
const ping = '*1\r\n$4\r\nPING\r\n'

/** The answers of a server that is alive: to PING, and to a client that is not logged in, or may not connect from here. */
const alive = /^(\+PONG|-(NOAUTH|NOPERM|DENIED|ERR operation not permitted)\b)/

async function greet(line: ServerLine): Promise<void> {
  const answer = await line.conversation.ask(ping, answerLength)
  const text = answer.toString('latin1')
  if (alive.test(text)) return
  if (text.startsWith('-')) throw new CheckError('status', `the server answered ${quote(answer)}`)
  throw new CheckError('protocol', `expected "+PONG", got ${quote(answer)}`)
}

/** Returns the length of a simple string or an error, or of what is neither. */
function answerLength(received: Buffer): number | undefined {
  if (received.length === 0) return undefined
  if (!/^[+-]/.test(received.toString('latin1', 0, 1))) return received.length
  const end = received.indexOf(0x0a)
  return end < 0 ? undefined : end + 1
}
