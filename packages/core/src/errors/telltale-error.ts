import { cut } from './excerpt.js'

/** A stable name of an error, for programs to branch on. `docs/errors.md` explains each. */
export type ErrorCode =
  | 'VALIDATION'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'BUDGET_EXCEEDED'
  | 'QUOTA_EXCEEDED'
  | 'TOO_MANY_CALLS'
  | 'ADAPTER_FAILED'
  | 'DELIVERY_REFUSED'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'CLOSED'
  | 'STORAGE_FAILED'
  | 'STORAGE_DAMAGED'
  | 'LISTENER_FAILED'
  | 'SLOW_CONSUMER'
  | 'INTERNAL'

/** Options of a {@link TelltaleError}, beside its message. */
export interface TelltaleErrorOptions {
  /** The stable name of the error. */
  readonly code: ErrorCode
  /** The HTTP status that a server should answer with. */
  readonly status: number
  /** `true` when the same call may succeed later. @default false */
  readonly retryable?: boolean
  /** The error that led to this one. */
  readonly cause?: unknown
}

const brand = Symbol.for('telltale.error')

/** The longest message in characters: logs and responses carry it, and it may quote what a stranger sent. */
const maxMessageChars = 2_000

/**
 * The base of every error that Telltale throws. Its message says what to do.
 *
 * Use {@link TelltaleError.is} rather than `instanceof`: it also recognizes errors of another copy of the library.
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
  /** The stable name of the error. */
  readonly code: ErrorCode
  /** The HTTP status that a server should answer with. */
  readonly status: number
  /** `true` when the same call may succeed later. */
  readonly retryable: boolean

  constructor(message: string, options: TelltaleErrorOptions) {
    super(cut(message, maxMessageChars), 'cause' in options ? { cause: options.cause } : undefined)
    this.name = new.target.name
    this.code = options.code
    this.status = options.status
    this.retryable = options.retryable ?? false
    Object.defineProperty(this, brand, { value: true })
  }

  /** Returns `true` when `error` is a Telltale error, also one from another copy of the library or another realm. */
  static is(error: unknown): error is TelltaleError {
    return typeof error === 'object' && error !== null && brand in error
  }
}
