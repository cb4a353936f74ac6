import { CheckError } from './check-error.js'
import type { Conversation } from './conversation.js'
import { quote } from './quote.js'

/** The request for TLS: its length, and a code in the place of a version (PostgreSQL, "Message Formats", SSLRequest). */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/**
 * Asks a PostgreSQL server for TLS, which may begin afterwards.
 *
 * @throws {@link CheckError} when the server has none, or is none of PostgreSQL.
 */
export async function requestPostgresTls(conversation: Conversation): Promise<void> {
  const answer = await conversation.ask(sslRequest, ({ length }) => (length > 0 ? 1 : undefined))
  const letter = answer.toString('latin1')
  if (letter === 'N')
    throw new CheckError('tls', 'the server does not start TLS: it answered "N" to SSLRequest')
  if (letter !== 'S')
    throw new CheckError('protocol', `expected "S" or "N" of a PostgreSQL server, got ${quote(answer)}`)
}
