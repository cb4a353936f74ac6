import type { ProbeAdapter, ProbeTarget } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import { requestPostgresTls } from '../probing/postgres-tls.js'
import { quote } from '../probing/quote.js'
import { type ServerLine, type ServerProbeOptions, serverProbe } from '../probing/server-probe.js'
import type { CheckedServerSettings, ServerSettings } from '../probing/server-settings.js'

/**
 * Makes a probe that measures PostgreSQL servers, `postgres://host:5432/database`, until they answer a client that begins.
 * It does not log in: a server that asks for a password, or refuses this user or database, is alive. One that is starting
 * up, shuts down or takes no more connections is not.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [postgres({ tls: true })] })
 * await telltale.monitors.create({ url: 'postgres://db.example' })
 * ```
 */
export function postgres(
  options: ServerProbeOptions = {},
): ProbeAdapter<ServerSettings, CheckedServerSettings> {
  return serverProbe(
    { id: 'postgres', name: 'PostgreSQL', schemes: ['postgres:', 'postgresql:'], port: 5432, greet },
    options,
  )
}

/** Ends a session (PostgreSQL, "Message Formats", Terminate). */
const terminate = Buffer.from([0x58, 0, 0, 0, 4])

async function greet(line: ServerLine, target: ProbeTarget): Promise<void> {
  if (line.needsTls) {
    await requestPostgresTls(line.conversation)
    await line.startTls()
  }
  const answer = await line.conversation.ask(startupMessage(target), messageLength)
  const type = answer.toString('latin1', 0, 1)
  if (type === 'E') requireRefusal(answer)
  else if (!isMessage(answer)) throw new CheckError('protocol', `expected PostgreSQL, got ${quote(answer)}`)
  // A server that waits for a password takes the end of the connection without a word, and logs anything else.
  if (isLoggedIn(answer)) line.conversation.send(terminate)
}

/** Makes the first message of a client: version 3.0, the user, and the database (StartupMessage). */
function startupMessage({ url, login }: ProbeTarget): Buffer {
  const database = decodeURIComponent(url.pathname.slice(1))
  const parameters = [
    'user',
    login?.username || 'telltale',
    ...(database === '' ? [] : ['database', database]),
  ]
  // A NUL would end a parameter, and begin another.
  const texts = parameters.map((text) => `${text.replaceAll('\0', '')}\0`).join('')
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), Buffer.from(`${texts}\0`)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(4 + body.length)
  return Buffer.concat([length, body])
}

/** The types of the messages that may come first: a request to log in, an error, a notice, or another version. */
const isMessage = (answer: Buffer): boolean => /^[RENv]/.test(answer.toString('latin1', 0, 1))

/** Checks for AuthenticationOk. */
const isLoggedIn = (answer: Buffer): boolean =>
  answer.toString('latin1', 0, 1) === 'R' && answer.length >= 9 && answer.readUInt32BE(5) === 0

function messageLength(received: Buffer): number | undefined {
  if (received.length === 0) return undefined
  if (!isMessage(received)) return received.length
  return received.length < 5 ? undefined : 1 + received.readUInt32BE(1)
}

/**
 * Passes an error of a server that is alive: one about the login (class 28), the database (3D000), or rights (42501), as
 * `pg_isready` does.
 */
function requireRefusal(answer: Buffer): void {
  const fields = new Map(
    answer
      .toString('utf8', 5)
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)] as const),
  )
  const code = fields.get('C')
  if (code === undefined) throw new CheckError('protocol', `expected PostgreSQL, got ${quote(answer)}`)
  if (/^(28|3D000|42501)/.test(code)) return
  throw new CheckError('status', `the server answered ${quote(code)}: ${quote(fields.get('M') ?? '')}`)
}
