import { StorageError } from '@telltale/core'
import {
  type CollectionShape,
  type OptionsShape,
  parseOptions,
  type SeriesShape,
  type Storage,
} from '@telltale/core/ports'
import { telltaleTables } from '@telltale/core/tables'
import { z } from 'zod'
import type { Driver } from './driver.js'
import { type PgPoolLike, pgDriver } from './pg-driver.js'
import { type PgliteLike, pgliteDriver } from './pglite-driver.js'
import { createStorage } from './storage.js'

/** Tables that the storage keeps. */
export interface TableDefinitions {
  readonly collections?: readonly CollectionShape[]
  readonly series?: readonly SeriesShape[]
}

/** Where the database is, by exactly one of the first four, and what is kept there. */
export interface PgStorageOptions {
  /** The server, such as `postgres://user:password@host/database`; needs the package `pg`. */
  readonly connectionString?: string
  /** The host's own pool of `pg`, which stays open. */
  readonly pool?: PgPoolLike
  /** The folder of a database within this process; needs the package `@electric-sql/pglite`. */
  readonly directory?: string
  /** The host's own PGlite, which stays open. */
  readonly pglite?: PgliteLike
  /** The PostgreSQL schema that the tables stand in. @default 'telltale' */
  readonly schema?: string
  /** Tables beside Telltale's own. @default none */
  readonly tables?: TableDefinitions
}

const has = (method: string) => (value: unknown) => typeof Object(value)[method] === 'function'
const optionsSchema = z
  .strictObject({
    connectionString: z.string().min(1).optional(),
    pool: z.custom<PgPoolLike>(has('connect'), 'expected a Pool of pg').optional(),
    directory: z.string().min(1).optional(),
    pglite: z.custom<PgliteLike>(has('transaction'), 'expected a PGlite').optional(),
    schema: z
      .string()
      .refine((name) => /^(?!pg_)[^\0]+$/.test(name) && Buffer.byteLength(name) <= 63, {
        error: 'expected a name of at most 63 bytes that does not begin with pg_',
      })
      .default('telltale'),
    tables: z
      .custom<TableDefinitions>(
        (value) => typeof value === 'object' && value !== null,
        'expected definitions',
      )
      .default({}),
  } satisfies OptionsShape<PgStorageOptions>)
  .refine(
    ({ connectionString, pool, directory, pglite }) =>
      [connectionString, pool, directory, pglite].filter((way) => way !== undefined).length === 1,
    { error: 'expected exactly one of connectionString, pool, directory and pglite' },
  )

const needs = (name: string) => (cause: unknown) => {
  throw new StorageError(`the package '${name}' could not be loaded; install it`, { cause })
}

/** Opens at the first use; a failure is tried again at the next. */
function once<Opened>(open: () => Promise<Opened>, end: (opened: Opened) => Promise<void>) {
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

function server(connectionString: string): Driver {
  const pool = once(
    async () => {
      const { default: pg } = await import('pg').catch(needs('pg'))
      const pool = new pg.Pool({
        connectionString,
        max: 20,
        connectionTimeoutMillis: 10_000,
        idleTimeoutMillis: 30_000,
        statement_timeout: 30_000,
        idle_in_transaction_session_timeout: 60_000,
      })
      // A connection that ends while it is idle leaves the pool; the next call opens another one.
      pool.on('error', () => undefined)
      return pool
    },
    (pool) => pool.end(),
  )
  return pgDriver(pool.open, pool.end)
}

function embedded(directory: string): Driver {
  const pglite = once(
    async () => {
      const { PGlite } = await import('@electric-sql/pglite').catch(needs('@electric-sql/pglite'))
      return PGlite.create(directory)
    },
    (pglite) => pglite.close(),
  )
  return pgliteDriver(pglite.open, pglite.end)
}

const leaveOpen = async () => undefined

/**
 * Makes a storage in PostgreSQL: on a server, or within this process with PGlite. Call `migrate()` before the first use.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { createTelltale } from '@telltale/core'
 * import { pgStorage } from '@telltale/storage-pg'
 *
 * const telltale = createTelltale({ storage: pgStorage({ directory: './telltale-data' }), adapters: [] })
 * ```
 */
export function pgStorage(options: PgStorageOptions): Storage {
  const { connectionString, pool, directory, pglite, schema, tables } = parseOptions(
    'pgStorage',
    optionsSchema,
    options,
  )
  const { collections, series } = telltaleTables
  const shapes = [...collections, ...series, ...(tables.collections ?? []), ...(tables.series ?? [])]
  if (connectionString) return createStorage(server(connectionString), schema, shapes)
  if (directory) return createStorage(embedded(directory), schema, shapes)
  if (pool)
    return createStorage(
      pgDriver(async () => pool, leaveOpen),
      schema,
      shapes,
    )
  if (pglite)
    return createStorage(
      pgliteDriver(async () => pglite, leaveOpen),
      schema,
      shapes,
    )
  throw new StorageError('pgStorage: no database was named')
}
