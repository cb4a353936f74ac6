export {
  AdapterError,
  BudgetError,
  type CauseOptions,
  ConflictError,
  type ConflictOptions,
  DeliveryError,
  type DeliveryErrorOptions,
  ForbiddenError,
  NotFoundError,
  QuotaError,
  type ReachedQuota,
  type RetryableOptions,
  StorageError,
  TimeoutError,
  UnauthorizedError,
  ValidationError,
  type ValidationIssue,
} from './errors.js'
export { excerpt, quoteName } from './excerpt.js'
export { type ErrorCode, TelltaleError, type TelltaleErrorOptions } from './telltale-error.js'
