import type { Socket } from 'node:net'
import { CheckError } from '../probing/check-error.js'
import { Conversation, type MessageLength } from '../probing/conversation.js'
import type { CheckRun } from '../probing/measure.js'
import { requestPostgresTls } from '../probing/postgres-tls.js'
import { quote } from '../probing/quote.js'

/** The protocols that begin in plain text and go over to TLS. */
export const startTlsProtocols = ['smtp', 'imap', 'pop3', 'ftp', 'ldap', 'postgres'] as const

/** A protocol that begins in plain text and goes over to TLS. */
export type StartTlsProtocol = (typeof startTlsProtocols)[number]

/** The ports of these protocols (IANA, Service Name and Transport Protocol Port Number Registry). */
export const startTlsPorts: Readonly<Record<StartTlsProtocol, number>> = {
  smtp: 25,
  imap: 143,
  pop3: 110,
  ftp: 21,
  ldap: 389,
  postgres: 5432,
}

/** One line or more of a server, in a conversation of lines. */
interface LineReply {
  /** The command that is sent first. @default none: the server greets */
  readonly command?: string
  /** The last line of the reply. */
  readonly last: RegExp
  /** The first line of any reply, also of one that refuses. */
  readonly first: RegExp
  /** The reply that lets TLS begin, or the next command. */
  readonly accepted: RegExp
}

/** A reply of SMTP (RFC 5321, section 4.2) and FTP (RFC 959, section 4.2): `220-…` goes on, and `220 …` ends. */
const coded = { first: /^\d{3}[ -]?/, last: /^\d{3}( |$)/ }

const conversations: Readonly<Record<Exclude<StartTlsProtocol, 'ldap' | 'postgres'>, readonly LineReply[]>> =
  {
    // RFC 3207.
    smtp: [
      { ...coded, accepted: /^220/ },
      { ...coded, command: 'EHLO localhost', accepted: /^250[ -]STARTTLS\b/im },
      { ...coded, command: 'STARTTLS', accepted: /^220/ },
    ],
    // RFC 9051, section 6.2.1.
    imap: [
      { first: /^\* (OK|PREAUTH|BYE)\b/i, last: /^\*/, accepted: /^\* OK/i },
      { command: 'a1 STARTTLS', first: /^(\*|a1) /i, last: /^a1 /i, accepted: /^a1 OK/im },
    ],
    // RFC 2595, section 4.
    pop3: [
      { first: /^(\+OK|-ERR)/, last: /^/, accepted: /^\+OK/ },
      { command: 'STLS', first: /^(\+OK|-ERR)/, last: /^/, accepted: /^\+OK/ },
    ],
    // RFC 4217.
    ftp: [
      { ...coded, accepted: /^220/ },
      { ...coded, command: 'AUTH TLS', accepted: /^234/ },
    ],
  }

/**
 * Has a conversation in plain text by which a server lets TLS begin.
 *
 * @throws {@link CheckError} when the server does not offer TLS, or speaks another protocol.
 */
export async function startTls(socket: Socket, protocol: StartTlsProtocol, run: CheckRun): Promise<void> {
  const conversation = new Conversation(socket, run)
  if (protocol === 'postgres') await requestPostgresTls(conversation)
  else if (protocol === 'ldap') await requestLdapTls(conversation)
  else for (const reply of conversations[protocol]) await exchange(conversation, protocol, reply)
  conversation.end()
}

async function exchange(
  conversation: Conversation,
  protocol: StartTlsProtocol,
  reply: LineReply,
): Promise<void> {
  const { command, first, accepted } = reply
  const lines =
    command === undefined
      ? await conversation.receive(lengthOfLines(reply))
      : await conversation.ask(`${command}\r\n`, lengthOfLines(reply))
  const text = lines.toString('latin1')
  if (accepted.test(text)) return
  if (!first.test(text))
    throw new CheckError('protocol', `expected ${protocol.toUpperCase()}, got ${quote(lines)}`)
  throw command === undefined
    ? new CheckError('status', `the server greets with ${quote(lines)}`)
    : new CheckError('tls', `the server does not start TLS: it answered ${quote(lines)} to ${command}`)
}

/** Returns the length of a reply: until its last line, or the first one where that is of another protocol. */
const lengthOfLines =
  ({ first, last }: LineReply): MessageLength =>
  (received) => {
    let from = 0
    for (let end = received.indexOf(0x0a); end >= 0; end = received.indexOf(0x0a, from)) {
      const line = received.toString('latin1', from, end).trimEnd()
      if (last.test(line) || (from === 0 && !first.test(line))) return end + 1
      from = end + 1
    }
    return undefined
  }

/** The request for TLS: message 1, an extended request with the name of StartTLS (RFC 4511, sections 4.12 and 4.14.1). */
const ldapRequest = Buffer.concat([
  Buffer.from([0x30, 29, 0x02, 1, 1, 0x77, 24, 0x80, 22]),
  Buffer.from('1.3.6.1.4.1.1466.20037'),
])

async function requestLdapTls(conversation: Conversation): Promise<void> {
  const answer = await conversation.ask(ldapRequest, berLength)
  // The response begins, in its envelope, with message 1 (02 01 01), then 78, a length, and the result (0A 01 …).
  const at = answer.indexOf(Buffer.from([0x02, 1, 1, 0x78]))
  const result = answer.indexOf(Buffer.from([0x0a, 1]), at)
  if (at < 0 || result < 0 || result > at + 10)
    throw new CheckError('protocol', `expected LDAP, got ${quote(answer)}`)
  const code = answer[result + 2]
  if (code !== 0)
    throw new CheckError('tls', `the server does not start TLS: it answered with the LDAP result ${code}`)
}

/** Returns the length of an element in BER (X.690, section 8.1.3), or of what is none. */
function berLength(received: Buffer): number | undefined {
  const [tag, length] = received
  if (tag === undefined || length === undefined) return undefined
  if (tag !== 0x30) return received.length
  if (length < 0x80) return 2 + length
  const bytes = length & 0x7f
  if (bytes === 0 || bytes > 4) return received.length
  return received.length < 2 + bytes ? undefined : 2 + bytes + received.readUIntBE(2, bytes)
}
