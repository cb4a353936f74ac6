import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'
import { Kysely, PostgresDialect } from 'kysely'
import type { ServerSettings } from '../settings/index.js'

/** The tables of accounts, which better-auth makes and types. */
// biome-ignore lint/suspicious/noExplicitAny: better-auth takes a Kysely of any tables
export type AccountTables = any

/** The one database of an app: Telltale's tables and those of accounts, each in a schema of its own. */
export interface Database {
  /** Telltale's storage. */
  readonly storage: Storage
  /** The queries of accounts. */
  readonly accounts: Kysely<AccountTables>
  /** Closes the connections, or the embedded database; after everything that uses them is closed. */
  close(): Promise<void>
}

/** Opens the database of an app: a server where `DATABASE_URL` names one, else PGlite in the data folder. */
export const openDatabase = ({
  DATABASE_URL: url,
  DATA_FOLDER: folder,
}: Pick<ServerSettings, 'DATABASE_URL' | 'DATA_FOLDER'>): Promise<Database> =>
  url === undefined ? openEmbedded(join(folder, 'database')) : openServer(url)

async function openServer(connectionString: string): Promise<Database> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString, max: 20 })
  // A connection that breaks while it is idle; the next query opens another.
  pool.on('error', () => {})
  return {
    storage: pgStorage({ pool }),
    accounts: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    close: () => pool.end(),
  }
}

async function openEmbedded(directory: string): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite')
  const { PGliteDialect } = await import('kysely-pglite-dialect')
  await mkdir(directory, { recursive: true })
  const pglite = await PGlite.create(directory)
  return {
    storage: pgStorage({ pglite }),
    accounts: new Kysely({ dialect: new PGliteDialect(pglite as never) }),
    close: () => pglite.close(),
  }
}
