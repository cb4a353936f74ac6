import {
  type CollectionShape,
  type OptionsShape,
  parseOptions,
  type SeriesShape,
  type Storage,
} from '@telltale/core/ports'
import { telltaleTables } from '@telltale/core/tables'
import { z } from 'zod'
import { hostPool, openDatabase } from './open-driver.js'
import type { PgPoolLike } from './pg-client.js'
import { pgDriver } from './pg-driver.js'
import type { PgliteLike } from './pglite-driver.js'
import { openBeside, openClient } from './server-pool.js'
import { createStorage } from './storage.js'

/** Definitions of tables. */
export interface TableDefinitions {
  /** Collections of records. @default none */
  readonly collections?: readonly CollectionShape[]
  /** Series of rows in the order of time. @default none */
  readonly series?: readonly SeriesShape[]
}

/** The database, named by exactly one of the first four options, and the tables in it. */
export interface PgStorageOptions {
  /** The address of a server, such as `postgres://user:password@host/database`. Needs the package `pg`. */
  readonly connectionString?: string
  /** The host's own pool of `pg`. It stays open when the storage is closed. */
  readonly pool?: PgPoolLike
  /** The folder of an embedded database. Needs the package `@electric-sql/pglite`. */
  readonly directory?: string
  /** The host's own PGlite. It stays open when the storage is closed. */
  readonly pglite?: PgliteLike
  /**
   * The host's pool of a read replica. It stays open when the storage is closed. The replica answers reads of series,
   * such as those of dashboards and histories. The server itself answers reads of records, of feeds, within a
   * transaction, and of the series of an owner in the 5 s after this process wrote to one. It also answers whenever the
   * replica fails. @default none
   */
  readonly readPool?: PgPoolLike
  /**
   * `'transaction'` where a pooler such as PgBouncer hands each transaction to another connection: prepared statements get
   * no names, and a connection no settings. @default none
   */
  readonly pooler?: 'transaction'
  /**
   * The address of the server itself, past its pooler: the bus between processes listens over one connection to it.
   * @default the database named above; behind a pooler none, so that other processes' events come with the next poll
   */
  readonly listenConnectionString?: string
  /** The PostgreSQL schema of the tables. @default 'telltale' */
  readonly schema?: string
  /** Tables in addition to Telltale's own. @default none */
  readonly tables?: TableDefinitions
}

const hasMethod = (method: string) => (value: unknown) => typeof Object(value)[method] === 'function'
const optionsSchema = z
  .strictObject({
    connectionString: z
      .string()
      .regex(
        /^(postgres(ql)?:\/\/|socket:|\/)/,
        "expected a URL such as 'postgres://user:password@host:5432/database'",
      )
      .optional(),
    pool: z.custom<PgPoolLike>(hasMethod('connect'), 'expected a Pool of pg').optional(),
    readPool: z.custom<PgPoolLike>(hasMethod('connect'), 'expected a Pool of pg').optional(),
    directory: z.string().min(1).optional(),
    pglite: z.custom<PgliteLike>(hasMethod('transaction'), 'expected a PGlite').optional(),
    pooler: z.literal('transaction').optional(),
    listenConnectionString: z.string().min(1).optional(),
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
      [connectionString, pool, directory, pglite].filter((location) => location !== undefined).length === 1,
    { error: 'expected exactly one of connectionString, pool, directory and pglite' },
  )
  .superRefine((given, context) => {
    if (given.directory === undefined && given.pglite === undefined) return
    for (const path of ['readPool', 'pooler', 'listenConnectionString'] as const)
      if (given[path] !== undefined)
        context.addIssue({
          code: 'custom',
          path: [path],
          message: 'expected only for a server, named by connectionString or pool',
        })
  })

/**
 * Makes a storage in PostgreSQL, on a server or embedded with PGlite. Call `migrate()` before the first use.
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
  const { readPool, pooler, listenConnectionString, schema, tables, ...location } = parseOptions(
    'pgStorage',
    optionsSchema,
    options,
  )
  const { collections, series } = telltaleTables
  const shapes = [...collections, ...series, ...(tables.collections ?? []), ...(tables.series ?? [])]
  const isPooled = pooler === 'transaction'
  const { driver, pool } = openDatabase({ ...location, isPooled })
  const replica = readPool && pgDriver(hostPool(readPool, isPooled))
  const listen = listenConnectionString
    ? () => openClient(listenConnectionString)
    : pool && !isPooled
      ? () => openBeside(pool)
      : undefined
  return createStorage({ driver, schema, shapes, replica, listen })
}
