import type { ErrorCode } from '../errors/index.js'

/** An answer that a source did not give, so that the result may lack figures. */
export interface MissingAnswer {
  /** The id of the adapter that was asked. */
  readonly adapter: string
  /** The kind of answer that it was asked for. */
  readonly what: 'specs' | 'valuation' | 'distance' | 'insight'
  /** The code of the error that it failed with; `NOT_FOUND` when neither it nor another source knows. */
  readonly code: ErrorCode
  /** The name of the car that it was asked about. Absent where the question was about no car. */
  readonly car?: string
}
