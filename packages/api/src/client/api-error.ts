import type { Failure } from '../envelope.js'

/** An answer of the API that something is not possible, or one that is none of the API's. */
export class ApiError extends Error {
  /** The HTTP status. */
  readonly status: number
  /** The stable name of the error; `NO_ANSWER` where something on the way answered in place of the API. */
  readonly code: string
  /** The parts of the input that are wrong. @default none */
  readonly issues?: Failure['issues']
  /** The id of the record that is there already. @default none */
  readonly existingId?: string
  /** The id of the request, by which the host finds it in its logs. @default unknown */
  readonly requestId?: string

  constructor(status: number, failure: Partial<Failure>) {
    super(failure.message ?? `an answer of status ${status} that is not the API's`)
    this.name = 'ApiError'
    this.status = status
    this.code = failure.code ?? 'NO_ANSWER'
    const { issues, existingId, requestId } = failure
    if (issues) this.issues = issues
    if (existingId !== undefined) this.existingId = existingId
    if (requestId !== undefined) this.requestId = requestId
  }
}
