import { DeliveryError } from '@telltale/core/errors'
import {
  type AdapterContext,
  type DeliveryReceipt,
  defined,
  type HttpRequestOptions,
  type HttpResponse,
  retryAfterMs,
  serviceMessage,
} from '@telltale/core/ports'
import { cutTo, oneLine } from './text.js'

/** The meaning of an answer, where the status alone does not say it. */
export interface Verdict {
  /** `true` when the service accepted the notification. @default with a status from 200 to 299 */
  readonly isAccepted?: boolean
  /** `true` when the destination takes nothing any more. @default with status 410 */
  readonly isGone?: boolean
  /** `true` when the same call may succeed later. @default with status 408, 425, 429 and 5xx, except 501 and 505 */
  readonly isTemporary?: boolean
  /** The time to wait, in milliseconds. @default that of the `Retry-After` header */
  readonly waitMs?: number
  /** The reason in the words of the service. @default those in its answer */
  readonly words?: string
}

/** A service that takes notifications over HTTP. */
export interface Service {
  /** The id of the adapter, which begins each message of an error. */
  readonly id: string
  /** The texts that no error may show. @default [] */
  readonly secrets?: readonly string[]
  /** Judges an answer. @default by the status */
  readonly judge?: (response: HttpResponse) => Verdict | undefined
}

const maxWordChars = 200

/** Statuses above 499 that another attempt does not change (RFC 9110, section 15.6). */
const lastingServerErrors: ReadonlySet<number> = new Set([501, 505])

const isTemporary = (status: number): boolean =>
  [408, 425, 429].includes(status) || (status >= 500 && !lastingServerErrors.has(status))

/** Returns a text without secrets. Shorter ones than four characters occur in texts by chance. */
export const withoutSecrets = (text: string, secrets: readonly string[] = []): string =>
  secrets
    .filter(({ length }) => length > 3)
    .reduce((shown, secret) => shown.replaceAll(secret, 'REDACTED'), text)

/** Returns the error of an answer that accepts nothing. */
function refusal(
  { id, secrets }: Pick<Service, 'id' | 'secrets'>,
  { status, headers, text }: Pick<HttpResponse, 'status' | 'headers' | 'text'>,
  { clock }: Pick<AdapterContext, 'clock'>,
  verdict: Verdict = {},
): DeliveryError {
  const { isGone = status === 410, words = serviceMessage(text) } = verdict
  const now = clock.now()
  const waitMs = verdict.waitMs ?? retryAfterMs(headers['retry-after'], now)
  const reason = cutTo(oneLine(withoutSecrets(words, secrets)), maxWordChars)
  return new DeliveryError(`${id} answered with status ${status}${reason && `: ${reason}`}`, {
    retryable: !isGone && (verdict.isTemporary ?? isTemporary(status)),
    isDestinationGone: isGone,
    ...defined({ retryAt: waitMs === undefined ? undefined : now + waitMs }),
  })
}

/**
 * Sends a notification to a service, and resolves with its answer when it accepted. A redirect is a refusal, since it would
 * take a secret or a text elsewhere.
 *
 * @throws `DeliveryError` when the service refused; and what `context.http` rejects with.
 */
export async function sendTo(
  service: Service,
  context: AdapterContext,
  url: string,
  options: HttpRequestOptions,
): Promise<HttpResponse> {
  const { http, signal } = context
  const response = await http.request(url, { trust: 'configured', ...options, redirect: 'manual', signal })
  const verdict = service.judge?.(response)
  const { isAccepted = response.status >= 200 && response.status < 300 } = verdict ?? {}
  if (isAccepted) return response
  throw refusal(service, response, context, verdict)
}

/** Returns a receipt with the id of a message, where the service gave one. */
export const receiptOf = (messageId: string | number | undefined): DeliveryReceipt =>
  messageId === undefined ? {} : { messageId: String(messageId) }
