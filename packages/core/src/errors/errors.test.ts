import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import {
  AdapterError,
  BudgetError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  StorageError,
  TelltaleError,
  TimeoutError,
  UnauthorizedError,
  ValidationError,
} from './index.js'

describe('errors', () => {
  it.each([
    [new UnauthorizedError('who?'), 'UNAUTHORIZED', 401, false],
    [new ForbiddenError('no'), 'FORBIDDEN', 403, false],
    [new NotFoundError('gone'), 'NOT_FOUND', 404, false],
    [new ConflictError('taken'), 'CONFLICT', 409, false],
    [new BudgetError('spent'), 'BUDGET_EXCEEDED', 429, true],
    [new AdapterError('odd'), 'ADAPTER_FAILED', 502, false],
    [new AdapterError('busy', { retryable: true }), 'ADAPTER_FAILED', 502, true],
    [new StorageError('down'), 'STORAGE_FAILED', 503, false],
    [new StorageError('torn', { damaged: true }), 'STORAGE_DAMAGED', 503, false],
    [new TimeoutError('slow'), 'TIMEOUT', 504, true],
  ])('%s carries its code, its HTTP status and whether to try again', (error, code, status, retryable) => {
    expect(error).toMatchObject({ code, status, retryable })
    expect(error.name).toBe(error.constructor.name)
  })

  it('a validation error names every part that is wrong in one message', () => {
    const error = new ValidationError('monitors.create', [
      { path: 'url', message: 'is required' },
      { path: '', message: 'unknown option' },
    ])
    expect(error.message).toBe('monitors.create: url: is required; unknown option')
    expect(error.issues).toHaveLength(2)
  })

  it('keeps its cause', () => {
    const cause = new Error('disk full')
    expect(new StorageError('could not write', { cause }).cause).toBe(cause)
    expect('cause' in new StorageError('could not write')).toBe(false)
  })

  it('is recognized across copies of the library and realms, and nothing else is', () => {
    const foreign: unknown = runInContext(
      "const error = new Error('elsewhere'); error[Symbol.for('telltale.error')] = true; error",
      createContext({}),
    )
    expect(foreign instanceof TelltaleError).toBe(false)
    expect(TelltaleError.is(foreign)).toBe(true)
    for (const other of [new Error('plain'), null, undefined, 'text', { code: 'NOT_FOUND' }])
      expect(TelltaleError.is(other)).toBe(false)
  })
})
