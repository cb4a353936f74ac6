import { ConflictError, StorageError, TelltaleError, TimeoutError, ValidationError } from '@telltale/core'

/** Returns the code that PostgreSQL, or Node's network, gave an error. */
export const errorCode = (cause: unknown): string => String(Object(cause).code ?? '')

/** Serialization failures, deadlocks, and a partition that another transaction made first. */
const conflictCodes = ['40001', '40P01', '42P07']

/** Checks whether a transaction lost to another one, so that it has to run again. */
export const isConflict = (cause: unknown): boolean =>
  conflictCodes.includes(errorCode(cause)) || isMissingPartition(cause)

/** Checks whether a row of a series found no partition, since that was dropped meanwhile. */
export const isMissingPartition = (cause: unknown): boolean => Object(cause).routine === 'ExecFindPartition'

/** Checks whether a unique key is taken. */
export const isUniqueViolation = (cause: unknown): boolean => errorCode(cause) === '23505'

const connectionCodes =
  /^(08|57P0|25P03|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|53300)/
const connectionMessages =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|timeout expired|not queryable|connection error/i

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** Checks whether the connection to the server failed, or could not be made. */
export const isLostConnection = (cause: unknown): boolean =>
  connectionCodes.test(errorCode(cause)) || connectionMessages.test(messageOf(cause))

/** Checks whether a statement reached a server that takes no writes, such as a standby or one that was replaced. */
export const isReadOnly = (cause: unknown): boolean =>
  errorCode(cause) === '25006' || (errorCode(cause) === '0A000' && messageOf(cause).includes('hot standby'))

/**
 * Checks whether a connection is of no use after an error. One with the severity `ERROR` came over a connection that
 * still works, though perhaps to the wrong server.
 */
export const isBroken = (cause: unknown): boolean => Object(cause).severity !== 'ERROR' || isReadOnly(cause)

/** Checks whether a pooler handed the statements of one client to several connections, or refused its settings. */
const isPooled = (cause: unknown): boolean =>
  ['26000', '42P05'].includes(errorCode(cause)) || messageOf(cause).includes('unsupported startup parameter')

/** Returns the library's error for a failure of the database. An error of the library comes back unchanged. */
export function toStorageError(cause: unknown): unknown {
  if (TelltaleError.is(cause)) return cause
  const code = errorCode(cause)
  const message = messageOf(cause)
  if (isConflict(cause))
    return new ConflictError('other transactions came first, again and again; try again', {
      retryable: true,
      cause,
    })
  if (code === '57014')
    return new TimeoutError('PostgreSQL took longer than `statement_timeout` allows; try again', { cause })
  if (isPooled(cause))
    return new StorageError(
      `a pooler such as PgBouncer stands between (${message}); set \`pooler: 'transaction'\`, or name the server itself`,
      { cause },
    )
  if (isReadOnly(cause))
    return new StorageError(
      `PostgreSQL takes no writes now (${message}); try again when the failover is over`,
      {
        retryable: true,
        cause,
      },
    )
  if (code === '25P03')
    return new TimeoutError(
      'nobody read on, or wrote on, for 60 s, so PostgreSQL ended the transaction; try again',
      {
        cause,
      },
    )
  if (isLostConnection(cause))
    return new StorageError(`the connection to PostgreSQL failed (${message}); try again when it is back`, {
      retryable: true,
      cause,
    })
  if (code === '23503')
    return new ConflictError(
      `a record refers to another one that does not exist (${Object(cause).detail}); write that one too`,
      { cause },
    )
  if (code.startsWith('53'))
    return new StorageError(`PostgreSQL has no space left (${message}); make some and try again`, {
      retryable: true,
      cause,
    })
  return schemaError(code, message, cause)
}

function schemaError(code: string, message: string, cause: unknown): TelltaleError {
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
