import { StorageError } from '@telltale/core'
import type { Driver } from './driver.js'
import { type PgPoolLike, pgDriver } from './pg-driver.js'
import { type PgliteLike, pgliteDriver } from './pglite-driver.js'

const packageMissing = (name: string) => (cause: unknown) => {
  throw new StorageError(`the package '${name}' could not be loaded; install it`, { cause })
}

/** Opens something at the first use. After a failure, the next use tries again. */
function openOnce<Opened>(open: () => Promise<Opened>, end: (opened: Opened) => Promise<void>) {
  let opened: Promise<Opened> | undefined
  return {
    open: () => {
      opened ??= open().catch((cause) => {
        opened = undefined
        throw cause
      })
      return opened
    },
    end: async () => {
      const last = await opened?.catch(() => undefined)
      if (last) await end(last)
    },
  }
}

function serverDriver(connectionString: string): Driver {
  const pool = openOnce(
    async () => {
      const { default: pg } = await import('pg').catch(packageMissing('pg'))
      const pool = new pg.Pool({
        connectionString,
        max: 20,
        connectionTimeoutMillis: 10_000,
        idleTimeoutMillis: 30_000,
        statement_timeout: 30_000,
        idle_in_transaction_session_timeout: 60_000,
      })
      // An idle connection that is lost leaves the pool; the next call opens another one.
      pool.on('error', () => undefined)
      return pool
    },
    (pool) => pool.end(),
  )
  return pgDriver(pool.open, pool.end)
}

function embeddedDriver(directory: string): Driver {
  const pglite = openOnce(
    async () => {
      const { PGlite } = await import('@electric-sql/pglite').catch(packageMissing('@electric-sql/pglite'))
      return PGlite.create(directory)
    },
    (pglite) => pglite.close(),
  )
  return pgliteDriver(pglite.open, pglite.end)
}

const leaveOpen = async () => undefined

/** Makes a driver over a host's own pool. */
export const hostDriver = (pool: PgPoolLike): Driver => pgDriver(async () => pool, leaveOpen)

/** The location of a database. Exactly one member is present. */
export interface DatabaseLocation {
  readonly connectionString?: string | undefined
  readonly pool?: PgPoolLike | undefined
  readonly directory?: string | undefined
  readonly pglite?: PgliteLike | undefined
}

/**
 * Makes the driver of a database.
 *
 * @throws `StorageError` when no database is named.
 */
export function openDriver({ connectionString, pool, directory, pglite }: DatabaseLocation): Driver {
  if (connectionString) return serverDriver(connectionString)
  if (directory) return embeddedDriver(directory)
  if (pool) return hostDriver(pool)
  if (pglite) return pgliteDriver(async () => pglite, leaveOpen)
  throw new StorageError('pgStorage: no database was named')
}
