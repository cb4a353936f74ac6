/** What went wrong, as a stable name that a program can branch on. Each is explained in `docs/errors.md`. */
export type ErrorCode =
  | 'VALIDATION'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'BUDGET_EXCEEDED'
  | 'ADAPTER_FAILED'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'CLOSED'
  | 'STORAGE_FAILED'
  | 'STORAGE_DAMAGED'
  | 'LISTENER_FAILED'
  | 'INTERNAL'

/** What a {@link TelltaleError} is made of, beside its message. */
export interface TelltaleErrorOptions {
  /** The stable name of what went wrong. */
  readonly code: ErrorCode
  /** The HTTP status that a server should answer with. */
  readonly status: number
  /** Whether the same call may succeed later without being changed. @default false */
  readonly retryable?: boolean
  /** The error that led to this one. */
  readonly cause?: unknown
}

const brand = Symbol.for('telltale.error')

/**
 * The base of every error that Telltale throws. Its message says what to do.
 *
 * Ask {@link TelltaleError.is} rather than `instanceof`: it also knows errors made by another copy of the library.
 *
 * @example
 * ```ts
 * try {
 *   await telltale.monitors.get(id)
 * } catch (error) {
 *   if (TelltaleError.is(error) && error.code === 'NOT_FOUND') return undefined
 *   throw error
 * }
 * ```
 */
export class TelltaleError extends Error {
  /** The stable name of what went wrong. */
  readonly code: ErrorCode
  /** The HTTP status that a server should answer with. */
  readonly status: number
  /** Whether the same call may succeed later without being changed. */
  readonly retryable: boolean

  constructor(message: string, options: TelltaleErrorOptions) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = new.target.name
    this.code = options.code
    this.status = options.status
    this.retryable = options.retryable ?? false
    Object.defineProperty(this, brand, { value: true })
  }

  /** Tells whether `error` is a Telltale error, also one from another copy of the library or another realm. */
  static is(error: unknown): error is TelltaleError {
    return typeof error === 'object' && error !== null && brand in error
  }
}
