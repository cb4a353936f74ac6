import { ValidationError } from '@telltale/core/errors'
import { failureOf } from '../envelope.js'
import type { Caller } from './identify.js'
import { RequestError } from './request-error.js'

/** An answer as it is kept for a key. */
export interface KeptResponse {
  /** The status. */
  readonly status: number
  /** The envelope. */
  readonly body: unknown
  /** The entity tag of the record. @default none */
  readonly etag?: string
}

/** A POST with an `Idempotency-Key`. */
export interface KeyedRequest {
  readonly caller: Caller
  readonly requestId: string
  /** The key. */
  readonly key: string
  /** The method and the path. */
  readonly operation: string
  /** The body. */
  readonly input: unknown
}

/**
 * Answers a POST once for each key, and every further one with the same answer (draft-ietf-httpapi-idempotency-key-header).
 *
 * @throws `RequestError` when the first one is under way, or the key was used for another request; and what `work` throws
 *   that another attempt may change.
 */
export async function answerOnce(
  { caller, requestId, key, operation, input }: KeyedRequest,
  work: () => Promise<KeptResponse>,
): Promise<{ readonly answer: KeptResponse; readonly isReplayed: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new ValidationError('the request', [
      { path: 'Idempotency-Key', message: 'expected 1 to 255 printable characters of ASCII' },
    ])
  const fingerprint = await digestOf(`${operation}\n${JSON.stringify(input)}`)
  const result = await caller.services.idempotency.run({ key, fingerprint }, async () => ({
    answer: await lastingAnswer(work, requestId),
    isKept: true,
  }))
  switch (result.outcome) {
    case 'running':
      throw new RequestError(
        409,
        'IDEMPOTENCY_RUNNING',
        'the first request of this key is under way; ask again later',
      )
    case 'used':
      throw new RequestError(
        422,
        'IDEMPOTENCY_KEY_USED',
        'this key was used for another request; choose a new one for each',
      )
    default:
      return { answer: result.answer, isReplayed: result.outcome === 'replayed' }
  }
}

/** Makes an answer of what the caller did wrong as well. What another attempt may change is thrown, and so not kept. */
async function lastingAnswer(work: () => Promise<KeptResponse>, requestId: string): Promise<KeptResponse> {
  try {
    return await work()
  } catch (error) {
    const { status, failure } = failureOf(error, requestId)
    const { retryable = false } = Object(error) as { readonly retryable?: boolean }
    if (retryable || status === 403 || status === 429 || status >= 500) throw error
    return { status, body: { success: false, data: null, error: failure } }
  }
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
