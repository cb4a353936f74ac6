/** A request that the handler itself refuses, before any service is asked. */
export class RequestError extends Error {
  /** The HTTP status of the answer. */
  readonly status: number
  /** The stable name of the error. */
  readonly code: RequestErrorCode
  /** The time at which the same request may succeed, in epoch milliseconds; absent where it is unknown. */
  readonly retryAt: number | undefined

  constructor(status: number, code: RequestErrorCode, message: string, retryAt?: number) {
    super(message)
    this.name = 'RequestError'
    this.status = status
    this.code = code
    this.retryAt = retryAt
  }
}

/** The names of errors that the API has beside those of Telltale. */
export type RequestErrorCode =
  | 'BODY_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'METHOD_NOT_ALLOWED'
  | 'TOO_MANY_STREAMS'
  | 'NOT_READY'
  | 'METRICS_REFUSED'
  | 'NO_WEBSOCKET'
  | 'FOREIGN_ORIGIN'
  | 'RATE_LIMITED'
  | 'VERSION_CHANGED'
  | 'IDEMPOTENCY_RUNNING'
  | 'IDEMPOTENCY_KEY_USED'
