import { TelltaleError } from './telltale-error.js'

/** Options of the errors whose code and status are fixed. */
export interface CauseOptions {
  /** The error that led to this one. */
  readonly cause?: unknown
}

/** Options of the errors that know whether trying again makes sense. */
export interface RetryableOptions extends CauseOptions {
  /** Whether the same call may succeed later without being changed. */
  readonly retryable?: boolean
}

/** One thing that is wrong with what was handed in. */
export interface ValidationIssue {
  /** Where it stands, such as `every` or `cars[1].year`; empty for the whole value. */
  readonly path: string
  /** What was expected there, in words. */
  readonly message: string
}

/** Something handed in is not what was asked for: code `VALIDATION`, status 400. `issues` names every part that is wrong. */
export class ValidationError extends TelltaleError {
  /** Every part that is wrong, in the order found. */
  readonly issues: readonly ValidationIssue[]

  constructor(where: string, issues: readonly ValidationIssue[], options: CauseOptions = {}) {
    const list = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
    super(`${where}: ${list}`, { code: 'VALIDATION', status: 400, ...options })
    this.issues = issues
  }
}

/** The caller did not say who they are: code `UNAUTHORIZED`, status 401. Thrown by hosts and servers. */
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

/** No such record, or none that this owner may see (the two are not told apart): code `NOT_FOUND`, status 404. */
export class NotFoundError extends TelltaleError {
  constructor(message: string, options: CauseOptions = {}) {
    super(message, { code: 'NOT_FOUND', status: 404, ...options })
  }
}

/** The record changed meanwhile, or its unique key is taken: code `CONFLICT`, status 409. */
export class ConflictError extends TelltaleError {
  constructor(message: string, options: RetryableOptions = {}) {
    super(message, { code: 'CONFLICT', status: 409, ...options })
  }
}

/** A budget of calls or money is used up; nothing was called: code `BUDGET_EXCEEDED`, status 429, retryable. */
export class BudgetError extends TelltaleError {
  /** When the same call would be let through, as things stand, in epoch milliseconds. */
  readonly retryAt?: number

  constructor(message: string, options: CauseOptions & { readonly retryAt?: number } = {}) {
    const { retryAt, ...rest } = options
    super(message, { code: 'BUDGET_EXCEEDED', status: 429, retryable: true, ...rest })
    if (retryAt !== undefined) this.retryAt = retryAt
  }
}

/** A source or channel failed, or answered with what it never promised: code `ADAPTER_FAILED`, status 502. */
export class AdapterError extends TelltaleError {
  constructor(message: string, options: RetryableOptions = {}) {
    super(message, { code: 'ADAPTER_FAILED', status: 502, ...options })
  }
}

/** Something took longer than it was given: code `TIMEOUT`, status 504, retryable. */
export class TimeoutError extends TelltaleError {
  constructor(message: string, options: CauseOptions = {}) {
    super(message, { code: 'TIMEOUT', status: 504, retryable: true, ...options })
  }
}

/** The storage failed or could not be reached: code `STORAGE_FAILED`, status 503. Nothing of the call was kept. */
export class StorageError extends TelltaleError {
  constructor(message: string, options: RetryableOptions & { readonly damaged?: boolean } = {}) {
    const { damaged = false, ...rest } = options
    super(message, { code: damaged ? 'STORAGE_DAMAGED' : 'STORAGE_FAILED', status: 503, ...rest })
  }
}
