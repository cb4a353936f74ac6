import { ConflictError, StorageError, TelltaleError, TimeoutError, ValidationError } from '@telltale/core'

/** The code that PostgreSQL, or Node's network, gave an error. */
export const codeOf = (cause: unknown): string => String(Object(cause).code ?? '')

/** Serialization failures, deadlocks, and a partition that another transaction made first. */
const lostCodes = ['40001', '40P01', '42P07']

/** Whether the transaction lost to another one, so that it is to be run again. */
export const lostToAnother = (cause: unknown): boolean =>
  lostCodes.includes(codeOf(cause)) || lacksPartition(cause)

/** Whether a row of a series has no partition: one that was there was dropped meanwhile. */
export const lacksPartition = (cause: unknown): boolean => Object(cause).routine === 'ExecFindPartition'

/** Whether a unique key is taken. */
export const isTaken = (cause: unknown): boolean => codeOf(cause) === '23505'

const lostConnection = /^(08|57P0|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|53300)/
const lostInWords =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable/i

/** The error that a failure of the database is told as. What is none of the database's comes out as it is. */
export function toStorageError(cause: unknown): unknown {
  if (TelltaleError.is(cause)) return cause
  const code = codeOf(cause)
  const message = cause instanceof Error ? cause.message : String(cause)
  if (lostToAnother(cause))
    return new ConflictError('other transactions came first, again and again; try again', {
      retryable: true,
      cause,
    })
  if (code === '57014')
    return new TimeoutError('PostgreSQL took longer than `statement_timeout` allows; try again', { cause })
  if (lostConnection.test(code) || lostInWords.test(message))
    return new StorageError(`the connection to PostgreSQL failed (${message}); try again when it is back`, {
      retryable: true,
      cause,
    })
  if (code === '23503')
    return new ConflictError(
      `a record names another one that is not there (${Object(cause).detail}); write that one too`,
      { cause },
    )
  if (code.startsWith('53'))
    return new StorageError(`PostgreSQL lacks room (${message}); make some and try again`, {
      retryable: true,
      cause,
    })
  if (code === '42P01' || code === '3F000')
    return new StorageError(`a table is missing (${message}); call \`storage.migrate()\` first`, { cause })
  if (code === '42703')
    return new StorageError(
      `a column is missing (${message}): the schema was made by another version of the library; run the same version everywhere, and call \`storage.migrate()\``,
      { cause },
    )
  if (code === '54000' && message.startsWith('index row'))
    return new ValidationError(
      'storage',
      [{ path: '', message: 'expected an owner, a key and an id of at most 2,600 bytes together' }],
      { cause },
    )
  return new StorageError(`PostgreSQL refused (${message}); see \`cause\``, { cause })
}
