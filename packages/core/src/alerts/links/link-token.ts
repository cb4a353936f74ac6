import { createHmac, timingSafeEqual } from 'node:crypto'
import type { NotificationLink } from '../../ports/index.js'
import type { SecretKey } from '../../secrets/index.js'

/** The content of a link: who may do what, until when. */
export interface LinkClaim {
  /** The effect of the link. */
  readonly effect: NotificationLink['effect']
  /** The owner of the destination. */
  readonly ownerId: string
  /** The destination that it was sent to. */
  readonly destinationId: string
  /** The alert that it is about; absent for one that ends the messages. */
  readonly alertId?: string
  /** The time until which it works, in epoch milliseconds. */
  readonly expiresAt: number
}

/** The maximum length of a token. The longest that is made has an owner of 200 characters. */
const maxTokenChars = 2_000

const effects: readonly string[] = ['view', 'acknowledge', 'unsubscribe'] satisfies LinkClaim['effect'][]

/** Makes the token of a link: its content as JSON, and the HMAC-SHA-256 of that with a key. */
export function signLink(
  { effect, ownerId, destinationId, alertId, expiresAt }: LinkClaim,
  key: SecretKey,
): string {
  const content = [effect, ownerId, destinationId, alertId ?? null, expiresAt]
  const text = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${text}.${signatureOf(text, key).toString('base64url')}`
}

/**
 * Reads the token of a link. Returns `undefined` when none of the keys signed it. The comparison takes the same time for
 * every signature.
 */
export function readLink(token: string, keys: readonly SecretKey[]): LinkClaim | undefined {
  if (typeof token !== 'string' || token.length > maxTokenChars) return undefined
  const [text = '', signature = '', ...rest] = token.split('.')
  const given = Buffer.from(signature, 'base64url')
  if (rest.length > 0 || given.length !== 32) return undefined
  const isSigned = keys.map((key) => timingSafeEqual(given, signatureOf(text, key))).includes(true)
  return isSigned ? claimOf(text) : undefined
}

function claimOf(text: string): LinkClaim | undefined {
  const [effect, ownerId, destinationId, alertId, expiresAt] = JSON.parse(
    Buffer.from(text, 'base64url').toString(),
  )
  if (!effects.includes(effect)) return undefined
  const claim = { effect, ownerId, destinationId, expiresAt }
  return alertId === null ? claim : { ...claim, alertId }
}

/** Signs a text for this use alone: a key that the host uses elsewhere too signs nothing that counts there. */
const signatureOf = (text: string, key: SecretKey): Buffer =>
  createHmac('sha256', key).update(`telltale alert link ${text}`).digest()
