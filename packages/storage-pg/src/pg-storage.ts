import {
  type CollectionShape,
  type OptionsShape,
  parseOptions,
  type SeriesShape,
  type Storage,
} from '@telltale/core/ports'
import { telltaleTables } from '@telltale/core/tables'
import { z } from 'zod'
import { hostDriver, openDriver } from './open-driver.js'
import type { PgPoolLike } from './pg-driver.js'
import type { PgliteLike } from './pglite-driver.js'
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
  /**
   * The host's pool of a replica, which stays open. Series are read from there, so dashboards and histories, save the
   * owners' feeds, what belongs to a transaction, and for 5 s the series of an owner that this process wrote to. Records
   * are read from the server itself. What fails there is asked of the server itself too. @default none
   */
  readonly readPool?: PgPoolLike
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
    readPool: z.custom<PgPoolLike>(has('connect'), 'expected a Pool of pg').optional(),
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
  .refine(({ readPool, directory, pglite }) => !readPool || !(directory || pglite), {
    path: ['readPool'],
    error: 'expected a replica only of a server, named by connectionString or pool',
  })

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
  const { readPool, schema, tables, ...place } = parseOptions('pgStorage', optionsSchema, options)
  const { collections, series } = telltaleTables
  const shapes = [...collections, ...series, ...(tables.collections ?? []), ...(tables.series ?? [])]
  const replica = readPool && hostDriver(readPool)
  return createStorage({ driver: openDriver(place), schema, shapes, replica })
}
