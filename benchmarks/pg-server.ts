import { pgStorage } from '@telltale/storage-pg'
import pg from 'pg'
import { startServer } from '../packages/storage-pg/src/testing/server.js'

/** The server of a benchmark, with a pool of connections. */
export interface BenchServer {
  readonly connectionString: string
  readonly pool: pg.Pool
  stop(): Promise<void>
}

/** Starts PostgreSQL 18 with its default settings, or uses the server of `TELLTALE_TEST_DATABASE_URL`. */
export async function benchServer(connections = 20): Promise<BenchServer> {
  const given = process.env.TELLTALE_TEST_DATABASE_URL
  const server = given ? undefined : await startServer()
  const connectionString = given ?? server?.connectionString ?? ''
  const pool = new pg.Pool({ connectionString, max: connections })
  // An idle connection reports an error when the server stops.
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

/** The values of `--data`, and the parts of the benchmark that each of them runs. */
const dataModes = {
  new: { makes: true, measures: true },
  make: { makes: true, measures: false },
  made: { makes: false, measures: true },
} as const

/**
 * Returns the parts of a benchmark that are to run. `--data make` only generates the data, on the server of
 * `TELLTALE_TEST_DATABASE_URL`, and `--data made` only measures what is there. By default both run.
 */
export function dataMode(value = 'new'): (typeof dataModes)[keyof typeof dataModes] {
  if (value !== 'new' && value !== 'make' && value !== 'made')
    throw new Error(`--data: expected new, make or made, got '${value}'`)
  if (value !== 'new' && !process.env.TELLTALE_TEST_DATABASE_URL)
    throw new Error(`--data ${value}: set TELLTALE_TEST_DATABASE_URL to a server that stays`)
  return dataModes[value]
}

/** Makes a storage in an empty schema. */
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
