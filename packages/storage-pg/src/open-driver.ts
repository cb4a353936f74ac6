import { StorageError } from '@telltale/core'
import type { Driver } from './driver.js'
import { type EmbeddedDatabase, openEmbedded } from './embedded-database.js'
import { openOnce } from './open-once.js'
import type { PgPoolLike } from './pg-client.js'
import { type PoolAccess, pgDriver } from './pg-driver.js'
import { type PgliteLike, pgliteDriver } from './pglite-driver.js'
import { serverPool } from './server-pool.js'

const leaveOpen = async () => undefined

/** Makes the access to a host's own pool. */
export const hostPool = (pool: PgPoolLike, isPooled = false): PoolAccess => ({
  open: async () => pool,
  end: leaveOpen,
  isPooled,
})

/** The location of a database. Exactly one member but `isPooled` is present. */
export interface DatabaseLocation {
  readonly connectionString?: string | undefined
  readonly pool?: PgPoolLike | undefined
  readonly directory?: string | undefined
  readonly pglite?: PgliteLike | undefined
  /** `true` when a pooler hands each transaction to another connection. */
  readonly isPooled?: boolean | undefined
}

/** An access to a database: by a pool of a server, or in process. */
export interface OpenDatabase {
  readonly driver: Driver
  /** The pool of a server. */
  readonly pool?: PoolAccess
}

/**
 * Makes the access to a database.
 *
 * @throws `StorageError` when no database is named.
 */
export function openDatabase(location: DatabaseLocation): OpenDatabase {
  const { connectionString, pool: given, directory, pglite, isPooled = false } = location
  if (directory) return { driver: embeddedDriver(directory) }
  if (pglite) return { driver: pgliteDriver(async () => pglite, leaveOpen) }
  const pool = connectionString ? serverPool(connectionString, isPooled) : given && hostPool(given, isPooled)
  if (!pool) throw new StorageError('pgStorage: no database was named')
  return { driver: pgDriver(pool), pool }
}

function embeddedDriver(directory: string): Driver {
  const database = openOnce<EmbeddedDatabase>(
    () => openEmbedded(directory),
    ({ close }) => close(),
  )
  return pgliteDriver(async () => (await database.open()).pglite, database.end)
}
