import { AdapterError, DeliveryError, type TelltaleError, TimeoutError } from '@telltale/core/errors'
import { withoutSecrets } from '../delivering/send.js'
import { cutTo, oneLine } from '../delivering/text.js'
import type { SmtpSettings } from './options.js'

/** The part of an error of `nodemailer` that is read. */
interface MailError {
  readonly code?: unknown
  readonly responseCode?: unknown
  readonly response?: unknown
  readonly message?: unknown
}

/**
 * The statuses of an address that takes nothing any more (RFC 3463): no such mailbox or system, a mailbox that moved, or that
 * is disabled; and a domain that takes no mail (RFC 7505).
 */
const goneStatus = /\b5\.(1\.[1236]|1\.10|2\.1)\b/

/** Returns the error of a mail that was not accepted. No cause is kept: it holds what was sent, the login among it. */
export function refusalOf(error: unknown, settings: SmtpSettings, isLate: boolean): TelltaleError {
  const { id, host, timeoutMs, auth } = settings
  const { code, responseCode, response, message } = (error ?? {}) as MailError
  const words = withoutSecrets(String(response ?? message ?? error), auth ? [auth.password] : [])
  const reason = cutTo(oneLine(words), 200)
  if (isLate || code === 'ETIMEDOUT')
    return new TimeoutError(`${id}: ${host} took no mail within ${timeoutMs} ms`)
  // A certificate that is not trusted comes as an error of the socket.
  if (code === 'ETLS' || /certificate|altnames/i.test(reason))
    return new DeliveryError(`${id}: ${host} offers no TLS that can be trusted: ${reason}`)
  if (typeof responseCode === 'number') {
    const isGone = responseCode >= 500 && goneStatus.test(reason)
    return new DeliveryError(`${id}: ${host} refused the mail: ${reason}`, {
      retryable: responseCode < 500,
      isDestinationGone: isGone,
    })
  }
  if (code === 'EAUTH' || code === 'EENVELOPE')
    return new DeliveryError(`${id}: ${host} takes no mail: ${reason}`)
  return new AdapterError(`${id}: the connection to ${host} broke: ${reason}`, { retryable: true })
}
