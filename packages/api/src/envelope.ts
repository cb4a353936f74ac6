import { type ReachedQuota, TelltaleError, type ValidationIssue } from '@telltale/core/errors'
import { type JsonRecords, toJson } from '@telltale/core/json'
import { defined } from '@telltale/core/options'
import { RequestError } from './request/request-error.js'
import type { AnyRoute } from './routes/route.js'

/** An answer that something is not possible. */
export interface Failure {
  /** The stable name of the error: one of Telltale, or of the API. */
  readonly code: string
  /** The words of the error, which say what to do. */
  readonly message: string
  /** The id of the request, by which the host finds it in its logs. */
  readonly requestId: string
  /** The parts of the input that are wrong. @default none */
  readonly issues?: readonly ValidationIssue[]
  /** The id of the record that is there already. @default none */
  readonly existingId?: string
  /** The quota that was reached. @default none */
  readonly quota?: ReachedQuota
}

/** The body of every answer but that of the OpenAPI and of the live events. */
export type Envelope<Data> =
  | { readonly success: true; readonly data: Data; readonly error: null }
  | { readonly success: false; readonly data: null; readonly error: Failure }

/** Puts a result into the envelope. */
export const succeeded = <Data>(data: Data): Envelope<Data> => ({ success: true, data, error: null })

/** Makes `data` of what a route returned: times become texts, lists become `items` with `next`, nothing becomes `null`. */
export function dataOf({ returns, many, toData }: AnyRoute, result: unknown): unknown {
  if (toData) return toData(result)
  if (result === undefined || result === null) return null
  const converted = returns ? toJson(returns, result as JsonRecords[typeof returns]) : result
  return many === 'list' ? { items: converted } : converted
}

/** An error as it is answered. */
export interface FailedAnswer {
  readonly status: number
  readonly failure: Failure
  /** `true` when the host should look at it: it is none of the caller's. */
  readonly isOurs: boolean
  /** The seconds after which the same call may succeed; absent where they are unknown. */
  readonly retryAfter?: number
}

const hidden = 'this failed on our side; try again later'

/** Converts an error to an answer. The message of an internal error is hidden, since it may contain secrets. */
export function failureOf(error: unknown, requestId: string): FailedAnswer {
  if (error instanceof RequestError) {
    const { status, code, message, retryAt } = error
    const retryAfter = secondsUntil(retryAt)
    return { status, failure: { code, message, requestId }, isOurs: false, ...defined({ retryAfter }) }
  }
  if (!TelltaleError.is(error))
    return { status: 500, failure: { code: 'INTERNAL', message: hidden, requestId }, isOurs: true }
  const { status, code, message } = error
  const { issues, existingId, quota, retryAt } = error as Partial<
    Pick<Failure, 'issues' | 'existingId' | 'quota'> & { readonly retryAt: number }
  >
  const isOurs = code === 'INTERNAL' || code.startsWith('STORAGE_')
  return {
    status,
    failure: {
      code,
      message: isOurs ? hidden : message,
      requestId,
      ...defined({ issues, existingId, quota }),
    },
    isOurs,
    ...defined({ retryAfter: secondsUntil(retryAt) }),
  }
}

const secondsUntil = (at: number | undefined): number | undefined =>
  at && Math.max(1, Math.ceil((at - Date.now()) / 1_000))
