import { cut } from './excerpt.js'
import { TelltaleError } from './telltale-error.js'

/** Options of the errors whose code and status are fixed. */
export interface CauseOptions {
  /** The error that led to this one. */
  readonly cause?: unknown
}

/** Options of the errors that a retry may help. */
export interface RetryableOptions extends CauseOptions {
  /** `true` when the same call may succeed later. @default false */
  readonly retryable?: boolean
}

/** One problem with a value that was passed in. */
export interface ValidationIssue {
  /** The path of the problem, such as `every` or `cars[1].year`; empty for the whole value. */
  readonly path: string
  /** The expected value, in words. */
  readonly message: string
}

/** The maximum number of issues of a {@link ValidationError}; further ones are counted. */
const maxIssues = 20

/** The maximum length of an issue's path and of its message, in characters. */
const maxIssueChars = 300

/** An argument is invalid: code `VALIDATION`, status 400. `issues` names every part that is wrong. */
export class ValidationError extends TelltaleError {
  /** Every part that is wrong, in the order found: the first 20, and the number of the others. */
  readonly issues: readonly ValidationIssue[]

  constructor(where: string, found: readonly ValidationIssue[], options: CauseOptions = {}) {
    const issues = firstOf(found)
    const list = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
    super(`${where}: ${list}`, { code: 'VALIDATION', status: 400, ...options })
    this.issues = issues
  }
}

function firstOf(found: readonly ValidationIssue[]): readonly ValidationIssue[] {
  const first = found.slice(0, maxIssues).map(({ path, message }) => ({
    path: cut(path, maxIssueChars),
    message: cut(message, maxIssueChars),
  }))
  const others = found.length - first.length
  return others > 0 ? [...first, { path: '', message: `and ${others} more` }] : first
}

/** The caller is not authenticated: code `UNAUTHORIZED`, status 401. Hosts and servers throw it. */
export class UnauthorizedError extends TelltaleError {
  constructor(message: string, options: CauseOptions = {}) {
    super(message, { code: 'UNAUTHORIZED', status: 401, ...options })
  }
}

/** The caller may not do this: code `FORBIDDEN`, status 403. */
export class ForbiddenError extends TelltaleError {
  constructor(message: string, options: CauseOptions = {}) {
    super(message, { code: 'FORBIDDEN', status: 403, ...options })
  }
}

/** This owner has no such record, whether or not another owner has one: code `NOT_FOUND`, status 404. */
export class NotFoundError extends TelltaleError {
  constructor(message: string, options: CauseOptions = {}) {
    super(message, { code: 'NOT_FOUND', status: 404, ...options })
  }
}

/** Options of a {@link ConflictError}. */
export interface ConflictOptions extends RetryableOptions {
  /** The id of the record that is there already. @default none */
  readonly existingId?: string
  /** The version that the record has, where the call expected another one. @default none */
  readonly currentVersion?: number
}

/** The record changed meanwhile, or its unique key is taken: code `CONFLICT`, status 409. */
export class ConflictError extends TelltaleError {
  /** The id of the record that is there already; absent where the conflict is another. */
  readonly existingId?: string
  /** The version that the record has, where the call expected another one; absent where the conflict is another. */
  readonly currentVersion?: number

  constructor(message: string, options: ConflictOptions = {}) {
    super(message, { code: 'CONFLICT', status: 409, ...options })
    const { existingId, currentVersion } = options
    if (existingId !== undefined) this.existingId = existingId
    if (currentVersion !== undefined) this.currentVersion = currentVersion
  }
}

/** A budget of calls or money is used up, and the call was not made: code `BUDGET_EXCEEDED`, status 429, retryable. */
export class BudgetError extends TelltaleError {
  /** The earliest time at which the same call would be allowed, in epoch milliseconds; absent where it is unknown. */
  readonly retryAt?: number

  constructor(message: string, options: CauseOptions & { readonly retryAt?: number } = {}) {
    super(message, { code: 'BUDGET_EXCEEDED', status: 429, retryable: true, ...options })
    const { retryAt } = options
    if (retryAt !== undefined) this.retryAt = retryAt
  }
}

/** The quota that was reached, as a {@link QuotaError} tells it. */
export interface ReachedQuota {
  /** The name of the quota, such as `monitors`. */
  readonly name: string
  /** The owner's plan. */
  readonly plan: string
  /** The number that the plan allows. */
  readonly limit: number
  /** The number that is used. */
  readonly used: number
  /** The plans that allow more. */
  readonly raisedBy: readonly string[]
}

/** The owner's plan allows no more records: code `QUOTA_EXCEEDED`, status 403. Nothing was created. */
export class QuotaError extends TelltaleError {
  /** The quota that was reached. */
  readonly quota: ReachedQuota

  constructor(message: string, options: CauseOptions & { readonly quota: ReachedQuota }) {
    super(message, { code: 'QUOTA_EXCEEDED', status: 403, ...options })
    this.quota = options.quota
  }
}

/** A source failed, or its answer does not match its contract: code `ADAPTER_FAILED`, status 502. */
export class AdapterError extends TelltaleError {
  constructor(message: string, options: RetryableOptions = {}) {
    super(message, { code: 'ADAPTER_FAILED', status: 502, ...options })
  }
}

/** Options of a {@link DeliveryError}. */
export interface DeliveryErrorOptions extends RetryableOptions {
  /** The earliest time at which the service takes it, in epoch milliseconds. @default unknown */
  readonly retryAt?: number
  /** `true` when the destination takes nothing any more, such as a device without the app. @default false */
  readonly isDestinationGone?: boolean
}

/** A service refused a notification: code `DELIVERY_REFUSED`, status 502. It is `retryable` when it was refused for now. */
export class DeliveryError extends TelltaleError {
  /** The earliest time at which the service takes it, in epoch milliseconds; absent where the service named none. */
  readonly retryAt?: number
  /** `true` when the destination takes nothing any more. */
  readonly isDestinationGone: boolean

  constructor(message: string, options: DeliveryErrorOptions = {}) {
    const { retryAt, isDestinationGone = false, ...rest } = options
    super(message, { code: 'DELIVERY_REFUSED', status: 502, ...rest })
    this.isDestinationGone = isDestinationGone
    if (retryAt !== undefined) this.retryAt = retryAt
  }
}

/** A time limit was exceeded: code `TIMEOUT`, status 504, retryable. */
export class TimeoutError extends TelltaleError {
  constructor(message: string, options: CauseOptions = {}) {
    super(message, { code: 'TIMEOUT', status: 504, retryable: true, ...options })
  }
}

/**
 * The storage failed or could not be reached: code `STORAGE_FAILED`, or `STORAGE_DAMAGED` with `damaged`, status 503.
 * Nothing of the call was stored.
 */
export class StorageError extends TelltaleError {
  constructor(message: string, options: RetryableOptions & { readonly damaged?: boolean } = {}) {
    const { damaged = false, ...rest } = options
    super(message, { code: damaged ? 'STORAGE_DAMAGED' : 'STORAGE_FAILED', status: 503, ...rest })
  }
}
