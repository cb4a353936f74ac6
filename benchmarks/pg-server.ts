import { pgStorage } from '@telltale/storage-pg'
import pg from 'pg'
import { startServer } from '../packages/storage-pg/src/testing/server.js'

/** A server of a benchmark's own, with what reaches it. */
export interface BenchServer {
  readonly connectionString: string
  readonly pool: pg.Pool
  stop(): Promise<void>
}

/** Starts PostgreSQL 18 as it comes, or takes the server of `TELLTALE_TEST_DATABASE_URL`. */
export async function benchServer(connections = 20): Promise<BenchServer> {
  const given = process.env.TELLTALE_TEST_DATABASE_URL
  const server = given ? undefined : await startServer()
  const connectionString = given ?? server?.connectionString ?? ''
  const pool = new pg.Pool({ connectionString, max: connections })
  // What is idle when the server stops has nobody to tell.
  pool.on('error', () => undefined)
  return {
    connectionString,
    pool,
    stop: async () => {
      await pool.end()
      await server?.stop()
    },
  }
}

/** The values that `--data` may have, with what is then done. */
const dataModes = {
  new: { makes: true, measures: true },
  make: { makes: true, measures: false },
  made: { makes: false, measures: true },
} as const

/**
 * What a benchmark of much data does: with `--data make` it only makes that, on the server of
 * `TELLTALE_TEST_DATABASE_URL`, and with `--data made` it measures what is there; otherwise it does both.
 */
export function dataMode(value = 'new'): (typeof dataModes)[keyof typeof dataModes] {
  if (value !== 'new' && value !== 'make' && value !== 'made')
    throw new Error(`--data: expected new, make or made, got '${value}'`)
  if (value !== 'new' && !process.env.TELLTALE_TEST_DATABASE_URL)
    throw new Error(`--data ${value}: set TELLTALE_TEST_DATABASE_URL to a server that stays`)
  return dataModes[value]
}

/** A storage in an empty schema of this name. */
export async function freshStorage(
  pool: pg.Pool,
  schema: string,
  tables: Parameters<typeof pgStorage>[0]['tables'] = {},
) {
  await pool.query(`drop schema if exists "${schema}" cascade`)
  const storage = pgStorage({ pool, schema, tables })
  await storage.migrate()
  return storage
}
