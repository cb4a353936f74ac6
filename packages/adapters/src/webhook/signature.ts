import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { UnauthorizedError } from '@telltale/core/errors'
import { parseJson } from '@telltale/core/ports'

const prefix = 'whsec_'

/** Makes a secret for a receiver of webhooks: `whsec_` and 32 random bytes in Base64. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64')

/** Returns the key in a secret: its bytes, not its text. Returns `undefined` when the text is no secret. */
export function keyOf(secret: string): Buffer | undefined {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : ''
  const key = Buffer.from(encoded, 'base64')
  const isWhole = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '')
  return isWhole && key.length >= 24 && key.length <= 64 ? key : undefined
}

/** The parts of a message that a signature covers. */
export interface SignedMessage {
  /** The id of the message. */
  readonly id: string
  /** The time of the attempt, in seconds since the epoch. */
  readonly timestamp: string
  /** The body as it was sent. */
  readonly body: string
}

const digest = (key: Buffer, { id, timestamp, body }: SignedMessage): Buffer =>
  createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()

/** Signs a message with each of the secrets (Standard Webhooks 1.0.0, symmetric signatures). */
export const signaturesOf = (message: SignedMessage, secrets: readonly string[]): string =>
  secrets
    .map((secret) => `v1,${digest(keyOf(secret) ?? Buffer.alloc(0), message).toString('base64')}`)
    .join(' ')

/** A webhook as it arrived. */
export interface ReceivedWebhook {
  /** The body as it was received: the text or the bytes, not JSON that was parsed and written anew. */
  readonly body: string | Uint8Array
  /** The headers, of Node, of the web or of a framework; the case of their names does not matter. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Options of {@link verifyWebhook}. */
export interface VerifyWebhookOptions {
  /** The secrets that count: one, or several while a secret is changed. */
  readonly secrets: readonly string[]
  /** The greatest difference between the time of the message and now, in seconds. @default 300 */
  readonly toleranceSeconds?: number
  /** The time now, in epoch milliseconds. @default Date.now() */
  readonly now?: number
}

/**
 * Verifies a webhook that `webhook()` sent, or any other by Standard Webhooks, and returns its JSON. Signatures are compared in
 * constant time. Drop a message whose `webhook-id` was seen before: a delivery that was not answered in time is repeated.
 *
 * @throws `UnauthorizedError` when a header is missing, the time is too far from now, no signature fits, or it is no JSON.
 * @example
 * ```ts
 * import { verifyWebhook } from '@telltale/adapters/webhook'
 *
 * const receive = async (request: Request) => {
 *   const { headers } = request
 *   const secrets = [process.env.WEBHOOK_SECRET ?? '']
 *   return verifyWebhook({ body: await request.text(), headers }, { secrets })
 * }
 * ```
 */
export function verifyWebhook(
  { body, headers }: ReceivedWebhook,
  { secrets, toleranceSeconds = 300, now = Date.now() }: VerifyWebhookOptions,
): unknown {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  )
  if (!id || !timestamp || !signatures) throw refused('a header `webhook-…` is missing')
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) - now / 1_000) > toleranceSeconds)
    throw refused('its time is too far from now')
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const message = { id, timestamp, body: text }
  const given = signatures
    .split(' ')
    .flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []))
  const keys = secrets.flatMap((secret) => keyOf(secret) ?? [])
  if (!keys.some((key) => given.some((each) => isSame(each, digest(key, message)))))
    throw refused('no signature fits')
  try {
    return parseJson(text)
  } catch (cause) {
    throw new UnauthorizedError('the webhook is refused: its body is no JSON', { cause })
  }
}

const refused = (reason: string): UnauthorizedError =>
  new UnauthorizedError(`the webhook is refused: ${reason}`)

const isSame = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other)

function headerOf(headers: ReceivedWebhook['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const [, value] = Object.entries(headers).find(([each]) => each.toLowerCase() === name) ?? []
  return typeof value === 'string' ? value : value?.[0]
}
